// SPDX-License-Identifier: Apache-2.0
#include "provider_api/errors.h"

namespace croupier::provider_api {

Verdict verdict_of(domain::ErrorCode code) {
    using domain::ErrorCode;
    switch (code) {
    case ErrorCode::session_not_found:
        return {ResponseCode::session_not_found, 200};
    case ErrorCode::player_not_found:
    case ErrorCode::player_blocked:
        return {ResponseCode::player_not_found, 200};
    case ErrorCode::insufficient_funds:
        return {ResponseCode::not_enough_money, 200};
    case ErrorCode::bet_not_found:
        return {ResponseCode::bet_not_found, 200};
    case ErrorCode::invalid_request:
    case ErrorCode::content_mismatch:
    case ErrorCode::not_possible:
    case ErrorCode::currency_mismatch:
    case ErrorCode::transaction_unknown:  // a casino's 900104 about a stake
        return {ResponseCode::invalid_request, 200};
    case ErrorCode::limit_reached:
    case ErrorCode::game_unavailable:
    case ErrorCode::transaction_refused:
        return {ResponseCode::limit_reached, 200};
    case ErrorCode::unauthorized:
        return {ResponseCode::not_authorized, 401};
    case ErrorCode::already_accepted:
        return {ResponseCode::already_accepted, 200};
    case ErrorCode::overloaded:
        return {ResponseCode::unknown, 503};
    // Codes 2 to 7 say that no money moved and none will. Whoever cannot say that says 99, and a
    // refund or a repeat settles it; that holds for a defect of ours too. Its status stays 200,
    // because a provider may take 5xx for "the hub never saw it".
    case ErrorCode::outcome_unknown:
    case ErrorCode::counterparty_failed:
    case ErrorCode::token_refused:
    case ErrorCode::internal:
        return {ResponseCode::unknown, 200};
    }
    return {ResponseCode::unknown, 200};
}

}  // namespace croupier::provider_api
