// SPDX-License-Identifier: Apache-2.0
// The demo's three processes, their files and their partners' records, and what one may ask of
// them.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/blocking_http.h"
#include "app/books.h"
#include "app/children.h"
#include "app/demo.h"

namespace croupier::app {

struct DemoPlayer {
    std::string partner_user_id;
    std::string currency;
    std::vector<std::string> sessions;  // one a game, as launched last
};

class DemoWorld {
public:
    using Fault = std::optional<std::string>;  // a sentence

    // Waits end soon after `ending` became true.
    DemoWorld(DemoOptions options, std::filesystem::path data, const std::atomic<bool>& ending);

    // Makes what is missing below the data folder and starts the three processes; returns when they
    // answer and their games and players stand. Nothing was written when a port is not to be had.
    Fault open();
    [[nodiscard]] bool started() const { return started_; }  // the processes were
    [[nodiscard]] bool ending() const { return ending_; }
    // New sessions for every player, as a casino's page would open them.
    Fault launch_all();
    // Stops the processes; held replies are answered first.
    void close() { children_.stop(); }

    // Has the provider play, spread over all sessions; counts down what it took on.
    Fault play(std::uint64_t& bets);
    // Faults begin now, or no more; what a casino is still to act on late it will act on.
    Fault set_faults(bool on);
    // Rounds that the provider still works on, with accepts that the casino still owes and calls
    // that it is still to act on.
    base::Result<std::uint64_t, std::string> pending();
    bool all_answer();  // now
    // The casino's or the provider's, from behind a bet of its own counting.
    base::Result<Book, std::string> read_book(const std::string& who, std::int64_t after = 0);
    [[nodiscard]] std::string store_url() const;
    [[nodiscard]] domain::CasinoId casino() const { return domain::CasinoId(casino_id); }
    [[nodiscard]] std::string url(const std::string& who) const;
    [[nodiscard]] Children& children() { return children_; }
    [[nodiscard]] BlockingHttp& http() { return http_; }
    [[nodiscard]] std::size_t sessions() const;

private:
    static constexpr std::int32_t casino_id = 7001;

    Fault find_ports();
    Fault write_files();
    Fault register_partners();
    Fault check_secrets();
    Fault wait_ready(const std::string& who);
    Fault sync_games();
    Fault make_players();
    Fault launch(DemoPlayer& player, std::int64_t game);
    void write_demo_json(const std::map<std::string, int>& pids);
    base::Result<std::string, std::string> admin(std::vector<std::string> arguments);
    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return data_ / name; }

    DemoOptions options_;
    std::filesystem::path data_;
    base::Json secrets_ = base::Json::object();  // kept in DIR/secrets.json, 0600
    std::vector<DemoPlayer> players_;
    std::vector<std::int64_t> games_;
    BlockingHttp http_;
    std::mutex demo_json_mutex_;  // players_ and demo.json: a restart is seen by a thread
    Children children_;
    std::size_t next_session_ = 0;
    const std::atomic<bool>& ending_;
    bool started_ = false;
};

}  // namespace croupier::app
