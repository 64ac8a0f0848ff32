// SPDX-License-Identifier: Apache-2.0
// The one table of the casino dialect's ErrorCode numbers, both ways: what a casino's number means
// for a transaction, and which number and HTTP status a casino hears from the hub (contract
// section 1.2).
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/bet_moves.h"
#include "domain/error.h"
#include "domain/terms.h"

namespace croupier::casino_api {

enum class WireCode : int {
    success = 200,
    user_not_found = 102145,
    transaction_failed = 102823,
    invalid_request = 103752,
    undocumented = 103779,
    general_error = 103799,
    incorrect_amount = 103801,
    token_validation_failed = 103811,
    not_enough_money = 900101,
    user_blocked = 900102,
    limit_reached = 900103,
    not_found = 900104,
    bet_closed = 900105,
    not_possible = 900106,
    content_mismatch = 900107,
    refresh_token_refused = 900108,
    currency_mismatch = 900109,
    promo_code_refused = 900110
};

// What a number says of a transaction. `refusal` counts with the verdicts `refused` and `closed`.
// 103811 is `unknown` here: the sender has signed anew before it gets this far (sender.h).
struct Meaning {
    domain::Verdict verdict = domain::Verdict::unknown;
    domain::ErrorCode refusal = domain::ErrorCode::outcome_unknown;
    bool operator==(const Meaning&) const = default;
};
// Whether the contract's table has the number: then a record's extra codes cannot change it.
bool is_documented(std::int64_t number);
Meaning meaning_of(std::int64_t number, const domain::CasinoTerms& terms);

// What a number (not 200) says of users/auth and users/data, which move no money. An outcome that
// is not known is `counterparty_failed`.
domain::ErrorCode user_error_of(std::int64_t number, const domain::CasinoTerms& terms);

// What a casino hears when the hub says no.
struct WireError {
    WireCode code;
    int http_status;
    std::string_view message;
};
WireError to_wire(domain::ErrorCode code);

}  // namespace croupier::casino_api
