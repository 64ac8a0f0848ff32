// SPDX-License-Identifier: Apache-2.0
// Every way in which a use case can say no, and what follows from it. Each dialect (provider_api,
// casino_api) turns these into its own codes in one exhaustive table; detail is for the log, and
// a casino hears that of its launch.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace croupier::domain {

enum class ErrorCode {
    invalid_request,      // can never succeed as it stands
    unauthorized,         // not authentic
    session_not_found,    // unknown, ended, or another counterparty's
    player_not_found,     // the casino does not know the player
    player_blocked,       // blocked or self-excluded
    insufficient_funds,   // the casino says: not enough money
    bet_not_found,        // no such bet of this provider and player
    content_mismatch,     // the same id with other content
    not_possible,         // not possible in the bet's present state
    limit_reached,        // stake outside limits, or a limit of player or market
    game_unavailable,     // game, provider, casino or currency switched off or not offered
    currency_mismatch,    // not the session's or the player's currency
    transaction_refused,  // the casino could not add the transaction
    token_refused,        // refresh token unknown, spent or expired
    already_accepted,     // this stake was accepted before, same content: success, said differently
    transaction_unknown,  // an accept that matches nothing
    overloaded,           // nothing happened; welcome later
    outcome_unknown,      // it may have happened; the hub reconciles
    counterparty_failed,  // the other side did not answer a call that moves no money
    internal              // an invariant failed; rolled back
};

// What the consequence of an error is, whatever its cause.
enum class Consequence {
    malformed,  // not stored; the same request gets the same refusal
    denied,     // not stored, audited
    refused,    // a business rule said no: final for a bet, stored with it
    busy,       // nothing happened; may work later
    unknown,    // it may have happened: stored, pending, reconciled
    bug         // rolled back, alarm
};

std::string_view to_text(ErrorCode code);  // the enumerator's name
std::optional<ErrorCode> parse_error_code(std::string_view text);
Consequence consequence_of(ErrorCode code);

struct Error {
    ErrorCode code;
    std::string detail;
};

template <class T>
using Outcome = base::Result<T, Error>;

inline base::Failure<Error> refuse(ErrorCode code, std::string detail = {}) {
    return {Error{code, std::move(detail)}};
}

}  // namespace croupier::domain
