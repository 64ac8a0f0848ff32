// SPDX-License-Identifier: Apache-2.0
// Members of a provider's JSON. Nothing: absent or of a wrong kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace croupier::provider_api {

bool are_digits(std::string_view text);
// The text of a string or of a number.
std::optional<std::string> text_of(const base::Json* json);
// An id. Whole numbers are taken too, by their digits: counterparties with numeric keys send them
// so, and 17 and "17" can only mean the same.
std::optional<std::string> id_of(const base::Json& body, std::string_view name);

}  // namespace croupier::provider_api
