// SPDX-License-Identifier: Apache-2.0
// Reading members of a casino's JSON: names without regard to case, ids and numbers as string or
// number (contract, "Rules for all of it"). Null counts as absent. Nothing: absent or of a wrong
// kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "domain/ids.h"

namespace croupier::casino_api {

const base::Json* field(const base::Json& object, std::string_view name);
std::optional<std::string> text_field(const base::Json& object, std::string_view name);
// A string, or the digits of a number.
std::optional<std::string> digits_field(const base::Json& object, std::string_view name);
std::optional<std::int64_t> integer_field(const base::Json& object, std::string_view name);
std::optional<bool> boolean_field(const base::Json& object, std::string_view name);
// A text id as base::is_wire_id has it.
std::optional<std::string> id_field(const base::Json& object, std::string_view name);
// "de", "pt-BR", "zh_Hans": 1 to 35 letters, digits, '-' and '_', because providers get it as it
// is.
std::optional<std::string> language_field(const base::Json& object, std::string_view name);
// Positive and within 53 bits.
std::optional<domain::BetId> bet_id_field(const base::Json& object, std::string_view name);
std::optional<domain::BetId> parse_bet_id(std::string_view text);
// Nothing also for an id that is no GUID: then it is not ours.
std::optional<domain::TransactionId> transaction_id_field(
    const base::Json& object, std::string_view name);

// The number of "PartnerClient-<number>", with or without the words in front.
std::optional<domain::CasinoId> parse_client_id(std::string_view text);
std::string client_id_text(domain::CasinoId casino);

}  // namespace croupier::casino_api
