// SPDX-License-Identifier: Apache-2.0
// What the hub writes to casinos and reads from their answers (contract section 1.4). A `data` text
// depends on the bet and the casino's terms alone, so that every repeat carries the same bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json_read.h"
#include "domain/bet_moves.h"
#include "domain/next_call.h"
#include "usecases/ports.h"

namespace croupier::casino_api {

std::string make_data(
    const domain::Bet& bet, std::size_t ordinal, const domain::CasinoTerms& terms);
std::string info_data(const domain::Bet& bet);
std::string close_data(const domain::Bet& bet, const domain::NextCall& call);
std::string auth_data(const crypto::Secret& refresh_token, std::int64_t tag_id);
std::string user_data(const domain::PartnerUserId& user, std::int64_t tag_id);

// The envelope of every answer.
struct Answer {
    std::int64_t error_code = 0;
    std::string message;
    base::Json value;  // of any kind; null when there is none
    // Beside a Value without a list stands what may be the list that was asked for.
    bool lists_elsewhere = false;
};
// Why not: no JSON object, no whole number as ErrorCode, or one of ErrorCode and Value twice with
// different values. A missing ErrorCode is no 200.
base::Reading<Answer> read_answer(std::string_view body);

// Why not: its PartnerTransactionId is given twice with different values.
base::Reading<domain::CasinoAnswer> read_make_answer(
    const Answer& answer, const domain::CasinoTerms& terms, domain::Currency currency);
domain::CloseVerdict read_close_answer(const Answer& answer);
// Without a new refresh token the old one still holds. The currency may be left out by a casino
// that has only one. The detail of a refusal says what could not be read, and quotes nothing.
domain::Outcome<usecases::AuthenticatedUser> read_user(
    const Answer& answer, const domain::CasinoTerms& terms, const crypto::Secret& refresh_token);
// For display: cut to the scale, nothing when unreadable.
std::optional<domain::Money> read_balance(const base::Json& value, domain::Currency currency);

}  // namespace croupier::casino_api
