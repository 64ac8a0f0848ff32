// SPDX-License-Identifier: Apache-2.0
// How the members of a casino's JSON are read (contract, "Rules for all of it"); base/json_read.h
// finds them. Nothing: the value cannot be read as this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_read.h"
#include "domain/bet.h"

namespace croupier::casino_api {

// "de", "pt-BR", "zh_Hans": 1 to 35 letters, digits, '-' and '_', because providers get it as it
// is.
std::optional<std::string> as_language(const base::Json& json);
// A code in any case.
std::optional<domain::Currency> as_currency(const base::Json& json);
// Positive and within 53 bits.
std::optional<domain::BetId> as_bet_id(const base::Json& json);
std::optional<domain::BetId> parse_bet_id(std::string_view text);
std::optional<domain::TransactionType> as_transaction_type(const base::Json& json);
// A PartnerTransactionId; "" says that there is none.
std::optional<domain::PartnerTransactionId> as_booking(const base::Json& json);

// TransactionId. Nothing also for an id that is no GUID: then it is not ours.
base::Reading<std::optional<domain::TransactionId>> read_transaction_id(const base::Json& object);
// Amount, in plain digits and not negative: of what the player pays (-1, -2) casinos with signed
// books send it with the sign, and mean its size.
base::Reading<std::string> read_amount(const base::Json& object, domain::TransactionType type);

// The number of "PartnerClient-<number>", with or without the words in front.
std::optional<domain::CasinoId> parse_client_id(std::string_view text);
std::string client_id_text(domain::CasinoId casino);

}  // namespace croupier::casino_api
