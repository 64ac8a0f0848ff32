// SPDX-License-Identifier: Apache-2.0
// What one run found, as a table for people.
#pragma once

#include <string>
#include <vector>

#include "full_bet/machine.h"
#include "full_bet/stand.h"

namespace croupier::bench {

// The same work, window by window.
struct Bare {
    std::string name;
    std::vector<Window> windows{};
};
struct Bets {
    std::string table;
    std::vector<Played> windows{};
    HubCosts costs{};  // of all bets of these windows
};

struct Findings {
    std::size_t sessions = 0;
    unsigned processors = 0;
    bool in_memory = false;
    Bare commits{"durable commits, one row"};
    Bare one_thread{"RS256 signatures, 1 thread"};
    Bare all_threads{"RS256 signatures, all CPUs"};
    Bets answer{answer_table};
    Bets accept{accept_table};
    std::uint64_t accepts_refused = 0;
    CpuTimes cpu{};
};

std::string to_table(const Findings& findings);
// Bets that went wrong, and accepts: a run with any of them measured something else.
std::uint64_t failures(const Findings& findings);

}  // namespace croupier::bench
