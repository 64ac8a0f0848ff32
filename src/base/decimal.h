// SPDX-License-Identifier: Apache-2.0
// Numbers by their exact value, however a peer's JSON library spells them: 1E+2, 200.0 and 100 are
// texts of whole numbers, and no binary float is on the way (contract, "Rules for all of it").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace croupier::base {

// The value in plain digits: "-10.5", "100", "0"; no exponent, no plus, no zeros that say nothing.
// Read is [+-] digits with at most one point, and an exponent: one digit at least, no spaces, no
// grouping. Nothing for any other text, and for a value with more than 40 digits before or after
// its point, which no money and no id has.
std::optional<std::string> plain_decimal(std::string_view text);

// The same, where the value is whole and fits. "200.0" is 200; "200.5" is nothing.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace croupier::base
