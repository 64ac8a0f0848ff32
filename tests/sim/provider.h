// SPDX-License-Identifier: Apache-2.0
// The provider of a life: it knows the contract and nothing of the hub, and believes what it hears.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/world.h"

namespace croupier::sim {

class Provider {
public:
    Provider(World& world, base::SeededRandom& random) : world_(world), random_(random) {}

    void new_bet();
    // Goes on with some bet, or with all.
    void nudge_any();
    void nudge_all();
    // Connections are gone: a stake is refunded, the rest is repeated.
    void hub_died();
    // Only what is needed to come to an end.
    void calm_down() { calm_ = true; }

    [[nodiscard]] std::size_t bets() const { return bets_.size(); }
    [[nodiscard]] bool settled() const;
    [[nodiscard]] std::vector<Belief> beliefs() const;
    [[nodiscard]] const std::string& heard() const { return heard_; }

private:
    struct Bet {
        std::string name;
        std::size_t seat;
        std::int64_t stake = 0;
        bool instant = false;
        std::int64_t win = 0;  // instant
        enum class State { asked, stands, refunding, nothing } state = State::asked;
        std::map<std::string, std::int64_t> owed{};  // payouts not yet acknowledged, by round
        std::map<std::string, std::int64_t> paid{};
        bool refund_wanted = false;
        std::shared_ptr<Call> stake_call{}, refund_call{};
        std::map<std::string, std::shared_ptr<Call>> pay_calls{};
    };
    [[nodiscard]] const Seat& seat(const Bet& bet) const { return world_.seats()[bet.seat]; }
    void nudge(Bet& bet);
    void decide_round(Bet& bet);
    void hear(Bet& bet);
    void hear_stake(Bet& bet, int code);
    void hear_refund(Bet& bet, int code);
    void hear_payouts(Bet& bet);
    void send_stake(Bet& bet);
    void send_refund(Bet& bet);
    void send_payout(Bet& bet, const std::string& round, std::int64_t cents);
    static bool settled(const Bet& bet);

    World& world_;
    base::SeededRandom& random_;
    bool calm_ = false;
    std::vector<Bet> bets_;
    std::string heard_;
};

}  // namespace croupier::sim
