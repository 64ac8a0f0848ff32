// SPDX-License-Identifier: Apache-2.0
#include "domain/error.h"

namespace croupier::domain {

std::string_view to_text(ErrorCode code) {
    switch (code) {
    case ErrorCode::invalid_request:
        return "invalid_request";
    case ErrorCode::unauthorized:
        return "unauthorized";
    case ErrorCode::session_not_found:
        return "session_not_found";
    case ErrorCode::player_not_found:
        return "player_not_found";
    case ErrorCode::player_blocked:
        return "player_blocked";
    case ErrorCode::insufficient_funds:
        return "insufficient_funds";
    case ErrorCode::bet_not_found:
        return "bet_not_found";
    case ErrorCode::content_mismatch:
        return "content_mismatch";
    case ErrorCode::not_possible:
        return "not_possible";
    case ErrorCode::limit_reached:
        return "limit_reached";
    case ErrorCode::game_unavailable:
        return "game_unavailable";
    case ErrorCode::currency_mismatch:
        return "currency_mismatch";
    case ErrorCode::transaction_refused:
        return "transaction_refused";
    case ErrorCode::token_refused:
        return "token_refused";
    case ErrorCode::already_accepted:
        return "already_accepted";
    case ErrorCode::transaction_unknown:
        return "transaction_unknown";
    case ErrorCode::overloaded:
        return "overloaded";
    case ErrorCode::outcome_unknown:
        return "outcome_unknown";
    case ErrorCode::counterparty_failed:
        return "counterparty_failed";
    case ErrorCode::internal:
        return "internal";
    }
    return "internal";
}

std::optional<ErrorCode> parse_error_code(std::string_view text) {
    for (int index = 0; index <= static_cast<int>(ErrorCode::internal); ++index) {
        const auto code = static_cast<ErrorCode>(index);
        if (to_text(code) == text) return code;
    }
    return std::nullopt;
}

Consequence consequence_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::invalid_request:
    case ErrorCode::content_mismatch:
        return Consequence::malformed;
    case ErrorCode::unauthorized:
    case ErrorCode::session_not_found:
    case ErrorCode::token_refused:
        return Consequence::denied;
    case ErrorCode::player_not_found:
    case ErrorCode::player_blocked:
    case ErrorCode::insufficient_funds:
    case ErrorCode::bet_not_found:
    case ErrorCode::not_possible:
    case ErrorCode::limit_reached:
    case ErrorCode::game_unavailable:
    case ErrorCode::currency_mismatch:
    case ErrorCode::transaction_refused:
    case ErrorCode::already_accepted:
    case ErrorCode::transaction_unknown:
        return Consequence::refused;
    case ErrorCode::overloaded:
    case ErrorCode::counterparty_failed:
        return Consequence::busy;
    case ErrorCode::outcome_unknown:
        return Consequence::unknown;
    case ErrorCode::internal:
        return Consequence::bug;
    }
    return Consequence::bug;
}

}  // namespace croupier::domain
