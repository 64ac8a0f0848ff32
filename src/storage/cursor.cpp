// SPDX-License-Identifier: Apache-2.0
#include "storage/cursor.h"

#include "base/text.h"

namespace croupier::storage {

std::string to_text(const TransactionCursor& cursor) {
    return std::to_string(cursor.decided_at.unix_ms) + "_" + base::to_text(cursor.id.value());
}

std::optional<TransactionCursor> parse_cursor(std::string_view text) {
    const auto parts = base::split(text, '_');
    if (parts.size() != 2) return std::nullopt;
    const auto decided_at = base::parse_i64(parts[0]);
    const auto id = base::parse_uuid(parts[1]);
    if (!decided_at || !id) return std::nullopt;
    return TransactionCursor{{*decided_at}, domain::TransactionId(*id)};
}

}  // namespace croupier::storage
