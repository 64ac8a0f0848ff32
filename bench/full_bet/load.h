// SPDX-License-Identifier: Apache-2.0
// The provider's side of full bets: each seat (a player in a session) plays one bet after another,
// and a bet is over when its pay-out is answered and the casino has been told to close it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/random.h"
#include "crypto/secret.h"
#include "domain/ids.h"
#include "full_bet/bare.h"
#include "net/asio_loop.h"

namespace croupier::bench {

struct Studio {
    domain::ProviderId id;
    crypto::Secret secret;
};

struct Played {
    Window measured;
    std::uint64_t bets = 0;      // those before and after the measured part too
    std::uint64_t failures = 0;  // another answer than 1, no answer, or never closed
    std::vector<std::chrono::nanoseconds> bet_times;     // of the measured bets
    std::vector<std::chrono::nanoseconds> pay_in_times;  // their first part
};

struct PlayTimes {
    base::Duration warm_up{500};  // until all seats are under way: not measured
    base::Duration measured{1500};
};

// Loop thread only.
class Load {
public:
    Load(net::AsioLoop& loop, std::string hub_url, Studio studio, std::size_t connections);

    // A seat of that table; a table is what play() fills.
    void add_seat(const std::string& table, std::string session);
    // All seats of the table play; `done` runs when the last bet begun in time is over.
    void play(const std::string& table, PlayTimes times, std::function<void(Played)> done);
    // The casino was told to close this round's bet.
    void closed(const std::string& round);

private:
    struct Seat {
        std::string session;
        std::string round{};  // "" between bets
        std::uint64_t rounds = 0;
        bool paid_out = false;
        bool closed = false;
        Clock::time_point began{};
        Clock::time_point accepted{};
    };

    void begin(Seat& seat);
    void accepted(Seat& seat);
    void step_done(Seat& seat);
    void failed(Seat& seat);
    void leave(Seat& seat);
    void give_up();
    void finish();
    void send(
        const Seat& seat, std::string_view call, const std::string& body,
        std::function<void(Seat&)> then);

    net::AsioLoop& loop_;
    std::string hub_url_;
    Studio studio_;
    base::SystemRandom random_;
    std::unique_ptr<net::HttpClient> client_;
    std::unordered_map<std::string, std::vector<Seat>> tables_;
    std::unordered_map<std::string, Seat*> under_way_;  // by round
    Played played_;
    Clock::time_point measure_from_{};
    Clock::time_point measure_until_{};
    base::TimerId end_ = base::TimerId::none;
    std::function<void(Played)> done_;
};

}  // namespace croupier::bench
