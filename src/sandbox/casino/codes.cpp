// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/codes.h"

namespace croupier::sandbox::casino {

std::string_view message(Code code) {
    switch (code) {
    case Code::success:
        return "Success";
    case Code::user_not_found:
        return "User not found";
    case Code::transaction_failed:
        return "Error while adding the transaction";
    case Code::invalid_request:
        return "Invalid request parameters";
    case Code::undocumented:
        return "Error";
    case Code::general:
        return "General error";
    case Code::incorrect_amount:
        return "Incorrect amount";
    case Code::token_invalid:
        return "JWT token validation failed";
    case Code::not_enough_money:
        return "Not enough money";
    case Code::user_blocked:
        return "User is blocked";
    case Code::limit_reached:
        return "A limit is reached";
    case Code::bet_not_found:
        return "Bet or transaction not found";
    case Code::bet_closed:
        return "Bet is closed";
    case Code::wrong_state:
        return "Transaction type not possible in this state";
    case Code::other_content:
        return "Same transaction id with other content";
    case Code::refresh_token_invalid:
        return "Refresh token unknown, used or expired";
    case Code::currency_mismatch:
        return "Currency does not match the player's";
    case Code::promo_code_invalid:
        return "Promo code unknown, used up or not this player's";
    }
    return "";
}

Code documented(Code code) {
    switch (code) {
    case Code::success:
    case Code::user_not_found:
    case Code::transaction_failed:
    case Code::invalid_request:
    case Code::undocumented:
    case Code::general:
    case Code::incorrect_amount:
    case Code::token_invalid:
        return code;
    case Code::not_enough_money:
    case Code::user_blocked:
    case Code::limit_reached:
    case Code::bet_not_found:
    case Code::bet_closed:
    case Code::wrong_state:
    case Code::other_content:
    case Code::currency_mismatch:
    case Code::promo_code_invalid:
        return Code::transaction_failed;
    case Code::refresh_token_invalid:
        return Code::user_not_found;
    }
    return code;
}

}  // namespace croupier::sandbox::casino
