// SPDX-License-Identifier: Apache-2.0
// Hub, counterparties and load in one process, a thread each, over loopback: the hub as `croupier
// hub` runs it (own loop, SQLite file, all routes), with two casinos that differ in booking alone.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/blocking_http.h"
#include "app/hub.h"
#include "full_bet/load.h"
#include "full_bet/loop_thread.h"
#include "full_bet/peers.h"

namespace croupier::bench {

template <class T>
using Made = base::Result<T, std::string>;

inline const std::string answer_table = "answer";
inline const std::string accept_table = "accept";

// The hub's counters (GET /metrics), as far as they say what a bet costs.
struct HubCosts {
    std::uint64_t casino_calls = 0;  // each is signed once
    std::uint64_t steps = 0;
    std::uint64_t commits = 0;
};

class Stand {
public:
    Stand() = default;  // open() makes a whole one
    static Made<std::unique_ptr<Stand>> open(
        const std::filesystem::path& folder, std::size_t sessions);
    ~Stand();

    Played play(const std::string& table, PlayTimes times);
    Made<HubCosts> costs();
    [[nodiscard]] std::uint64_t accepts_refused() const { return peers_->refusals(); }

private:
    Made<void> start_peers(std::size_t sessions);
    Made<void> write_records(const app::Config& config);
    Made<void> start_hub(const app::Config& config);
    Made<void> seat_players(const std::string& table, std::size_t sessions);
    Made<std::string> log_in(const std::string& table);
    [[nodiscard]] std::string hub_url() const;

    LoopThread hub_thread_;
    LoopThread peers_thread_;
    LoopThread load_thread_;
    app::BlockingHttp http_;
    Studio studio_;
    std::unique_ptr<app::Hub> hub_;
    std::uint16_t hub_port_ = 0;
    std::unique_ptr<Peers> peers_;
    std::unique_ptr<Load> load_;
};

}  // namespace croupier::bench
