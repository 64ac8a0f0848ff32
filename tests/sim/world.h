// SPDX-License-Identifier: Apache-2.0
// The world of a life: the real use cases and the real provider routes above the memory disk, which
// outlives the hub; one provider, several casinos, several players. Time is the world's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/auditor.h"
#include "sim/casinos.h"
#include "sim/hub_loop.h"
#include "sim/swarm.h"
#include "support/memory_store.h"

namespace croupier::sim {

// A call of the provider's.
struct Call {
    std::optional<int> code;  // once answered; below 0: nobody was there, or HTTP alone answered
};

// A player at a casino, with the session that calls go through.
struct Seat {
    domain::CasinoId casino;
    domain::PartnerUserId user;
    domain::PlayerKey player;
    domain::SessionId session;
    bool one_payout = false;  // the casino books one payout a bet
};

class World {
public:
    World(base::SeededRandom& random, Swarm& swarm);
    ~World();

    void start();
    void kill();
    [[nodiscard]] bool alive() const { return loop_ && loop_->alive(); }
    // Nothing fails while the sessions are opened.
    void open_sessions();
    void set_clock(base::Duration ahead);
    // The world's time passes; a hub that dies in it stays dead.
    void advance(base::Duration by) { time_.advance(by); }

    std::shared_ptr<Call> call(const Seat& seat, const std::string& name, const std::string& body);
    [[nodiscard]] const std::vector<Seat>& seats() const { return seats_; }
    // The hub's number of a bet, 0 when it has none.
    [[nodiscard]] std::uint64_t number_of(const Seat& seat, const std::string& bet) const;
    // What still has to happen, or nothing.
    [[nodiscard]] std::optional<std::string> unrest() const;
    // All but the beliefs.
    [[nodiscard]] Books books() const;
    [[nodiscard]] std::string casino_calls() const { return casinos_.calls(); }

private:
    struct Hub;
    void draw_casinos();
    void seat_players(const domain::CasinoTerms& terms, Style style);
    test::MemoryFault fault(test::MemoryOperation operation);

    base::SeededRandom& random_;
    Swarm& swarm_;
    test::FakeLoop time_;
    test::MemoryDisk disk_;
    Casinos casinos_;
    usecases::DirectoryPtr directory_;
    std::vector<Seat> seats_;
    domain::ProviderId provider_;
    std::unique_ptr<HubLoop> loop_;
    std::unique_ptr<Hub> hub_;
    base::Duration ahead_{};
    bool steady_ = false;  // nothing fails now
    std::uint64_t lives_ = 0;
    std::vector<std::string> alarms_;
};

}  // namespace croupier::sim
