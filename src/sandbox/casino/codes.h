// SPDX-License-Identifier: Apache-2.0
// The error codes of the casino side of the contract (section 1.2), as this casino gives them.
#pragma once

#include <array>
#include <string_view>

namespace croupier::sandbox::casino {

enum class Code {
    success = 200,
    user_not_found = 102145,
    transaction_failed = 102823,
    invalid_request = 103752,
    undocumented = 103779,  // listed without a meaning; given only when forced by the control API
    general = 103799,
    incorrect_amount = 103801,
    token_invalid = 103811,
    not_enough_money = 900101,
    user_blocked = 900102,
    limit_reached = 900103,
    bet_not_found = 900104,
    bet_closed = 900105,
    wrong_state = 900106,
    other_content = 900107,
    refresh_token_invalid = 900108,
    currency_mismatch = 900109,
    promo_code_invalid = 900110
};
inline constexpr std::array all_codes = {
    Code::success,
    Code::user_not_found,
    Code::transaction_failed,
    Code::invalid_request,
    Code::undocumented,
    Code::general,
    Code::incorrect_amount,
    Code::token_invalid,
    Code::not_enough_money,
    Code::user_blocked,
    Code::limit_reached,
    Code::bet_not_found,
    Code::bet_closed,
    Code::wrong_state,
    Code::other_content,
    Code::refresh_token_invalid,
    Code::currency_mismatch,
    Code::promo_code_invalid};

std::string_view message(Code code);

// What a stock casino, which knows the documented codes alone, says instead.
Code documented(Code code);

}  // namespace croupier::sandbox::casino
