// SPDX-License-Identifier: Apache-2.0
// A player at a casino, and a session: one player, one game, one currency, from launch to its end.
// A session that has ended still finds its bets: money owed is never refused for want of a session.
#pragma once

#include <optional>
#include <string>

#include "domain/terms.h"

namespace croupier::domain {

struct Player {
    PlayerKey key;
    CasinoId casino;
    PartnerUserId partner_user;
    base::Instant created_at;
    // Sessions opened before this moment have ended: the casino said that the player is blocked.
    std::optional<base::Instant> blocked_at;
    bool operator==(const Player&) const = default;
};

enum class Mode { real, demo };

struct Session {
    SessionId id;
    PlayerKey player;  // demo: a key of its own (the session's id), no player row stands behind it
    CasinoId casino;
    ProviderId provider;
    GameId game;
    Currency currency;
    Mode mode = Mode::real;
    Money min_bet;
    Money max_bet;
    std::int64_t tag_id = 0;
    std::string language;
    std::string refresh_token_sealed;  // the casino's newest refresh token, under the master key
    Money purse;                       // demo only: what is left of the play money
    base::Instant created_at;
    base::Instant last_call_at;  // kept to the minute, so that reading a balance seldom writes
    std::optional<base::Instant> ended_at;
    bool operator==(const Session&) const = default;
};

// May this session still take stakes and tell balances? (contract section 5.2)
bool is_live(
    const Session& session, const Player* player, const SessionPolicy& policy, base::Instant now);

}  // namespace croupier::domain
