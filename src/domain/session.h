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
    // The casino refused a stake with 900102: until a users/auth that was asked later succeeds.
    std::optional<base::Instant> blocked_by_casino_at{};
    std::optional<base::Instant> blocked_by_operator_at{};  // until the operator lifts it
    // Sessions opened up to this moment have ended, also when the block is over.
    std::optional<base::Instant> sessions_ended_at{};
    // Greatest stake of one game cycle, as the last users/auth had it; in that one's currency.
    std::optional<Money> max_stake{};
    bool operator==(const Player&) const = default;
};

enum class Blocker { casino, house };  // the house is the hub's operator
std::string_view to_text(Blocker blocker);
std::optional<Blocker> parse_blocker(std::string_view text);

// A line of a player's block log.
struct PlayerEvent {
    PlayerKey player;
    base::Instant at;
    bool blocked = false;  // false: the block was lifted
    Blocker blocker = Blocker::casino;
    std::string who{};  // the person, for the house
    std::string reason{};
    bool operator==(const PlayerEvent&) const = default;
};

// Contract section 5.2: launches and stakes are refused; money owed goes on.
bool is_blocked(const Player& player);
// The player's sessions end. A second time only moves the moment.
void block(Player& player, Blocker blocker, base::Instant now);
// Sessions that have ended stay so. False: it was not blocked by that one.
bool lift_block(Player& player, Blocker blocker);

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
