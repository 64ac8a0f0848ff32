// SPDX-License-Identifier: Apache-2.0
// Background play: orders of many bets, spread over a bounded number of rounds in flight, so that
// the provider is a load source as well. Each order plays `parallel` chains of bets one after
// another; chains of all orders take turns. Loop thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "base/loop.h"
#include "base/random.h"
#include "sandbox/provider/round_runner.h"

namespace croupier::sandbox::provider {

// Why this stake cannot be bet, in one sentence; nothing when it can.
std::optional<std::string> check_stake(
    const Session& session, const Game& game, domain::Money stake);

struct PlayOrder {
    Session session;
    const Game* game;
    domain::Money stake;
    std::int64_t bets;
    base::Duration gap{0};
    std::int64_t parallel = 1;
    std::uint32_t called_off_per_thousand = 0;  // rounds whose stake is accepted and then refunded
};

class Play {
public:
    struct Parts {
        base::Loop& loop;
        RoundRunner& runner;
        base::Random& draws;
    };
    Play(Parts parts, std::size_t rounds_in_flight_max)
        : parts_(parts), rounds_in_flight_max_(rounds_in_flight_max) {}

    // False: there are too many orders already.
    [[nodiscard]] bool accept(PlayOrder order);
    // Bets ordered that are not over.
    [[nodiscard]] std::int64_t playing() const noexcept { return playing_; }
    [[nodiscard]] bool has_room() const noexcept {
        return parts_.runner.in_flight() < rounds_in_flight_max_;
    }
    // Begins what may begin; the runner's on_round_over calls it.
    void wake();
    // No further bets begin; those in flight go on.
    void stop();

private:
    struct Running {
        PlayOrder order;
        std::int64_t not_begun;
        std::int64_t chains;
    };
    using OrderId = std::uint64_t;
    void begin_bet(OrderId id);
    void on_bet_over(OrderId id);

    Parts parts_;
    std::size_t rounds_in_flight_max_;
    std::map<OrderId, Running> orders_;
    std::deque<OrderId> ready_;  // one entry a chain that may begin its next bet
    OrderId last_id_ = 0;
    std::int64_t playing_ = 0;
    Lifeline lifetime_;
};

}  // namespace croupier::sandbox::provider
