// SPDX-License-Identifier: Apache-2.0
// Where a page of transactions ended: opaque to whoever sends it back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace croupier::storage {

struct TransactionCursor {
    base::Instant decided_at;
    domain::TransactionId id;
    auto operator<=>(const TransactionCursor&) const = default;
};

std::string to_text(const TransactionCursor& cursor);
std::optional<TransactionCursor> parse_cursor(std::string_view text);

}  // namespace croupier::storage
