// SPDX-License-Identifier: Apache-2.0
// The last balance that a casino told of each player: for display in answers to providers, never
// for a decision. The hub keeps no player's money. In memory, bounded, loop thread only.
#pragma once

#include <functional>
#include <list>
#include <optional>
#include <unordered_map>

#include "base/loop.h"
#include "usecases/ports.h"

namespace croupier::usecases {

struct PlayerRef {
    domain::PlayerKey key;
    domain::CasinoId casino;
    domain::PartnerUserId partner_user;
    std::int64_t tag_id = 0;
    domain::Currency currency;
};
PlayerRef player_of(const domain::Bet& bet);

class Balances {
public:
    Balances(base::Loop& loop, CasinoWallet& wallet, std::size_t players_max = 100'000);

    struct Known {
        domain::Money money;
        base::Instant told_at;
    };
    void note(const domain::PlayerKey& player, domain::Money balance);
    // Moves the known balance by what was booked since, when the casino tells no newer one.
    void apply(const domain::PlayerKey& player, domain::Money change);
    [[nodiscard]] std::optional<Known> known(const domain::PlayerKey& player) const;

    // A balance told at `not_before` or later: from memory, else from users/data until `deadline`,
    // else the last known one, else nothing. `done` may run inside the call.
    void read(
        const PlayerRef& player, base::Instant not_before, base::Instant deadline,
        std::function<void(std::optional<domain::Money>)> done);

private:
    struct Entry {
        Known known;
        std::list<domain::PlayerKey>::iterator place;
    };
    base::Loop& loop_;
    CasinoWallet& wallet_;
    std::size_t players_max_;
    std::list<domain::PlayerKey> by_age_;  // oldest news first
    std::unordered_map<domain::PlayerKey, Entry> entries_;
};

}  // namespace croupier::usecases
