// SPDX-License-Identifier: Apache-2.0
// How enumerations stand in the tables: as words, so that a person with a database shell can read
// them and a new enumerator never renumbers an old row. The domain's own to_text serves where there
// is one.
#pragma once

#include <optional>
#include <string_view>

#include "domain/bet.h"
#include "domain/terms.h"

namespace croupier::storage {

std::string_view to_word(domain::Mode mode);
std::string_view to_word(domain::Closure closure);
std::string_view to_word(domain::Extra extra);
std::string_view to_word(domain::Booking booking);
std::string_view to_word(domain::RepeatKey key);
std::string_view to_word(domain::PayoutKeyRule rule);

std::optional<domain::Mode> parse_mode(std::string_view word);
std::optional<domain::Closure> parse_closure(std::string_view word);
std::optional<domain::Extra> parse_extra(std::string_view word);
std::optional<domain::Booking> parse_booking(std::string_view word);
std::optional<domain::RepeatKey> parse_repeat_key(std::string_view word);
std::optional<domain::PayoutKeyRule> parse_payout_key_rule(std::string_view word);

}  // namespace croupier::storage
