// SPDX-License-Identifier: Apache-2.0
// A life of the hub out of one seed: a provider that plays by its contract, casinos that lose,
// delay, double and refuse calls and act when their gateway has long given up, a store that is
// busy, down or does not know what it did, clocks that are set, a hub that dies at any commit or
// call and starts again, all in virtual time. In the end everything must come to rest, and an
// auditor that shares no rule with the hub compares the books.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace croupier::sim {

struct Outcome {
    std::string trace_hash;             // of everything that anybody heard, in order
    std::vector<std::string> findings;  // empty: all held
    std::uint64_t bets = 0;
    std::uint64_t stand = 0;  // whose stakes stand in the end
    std::uint64_t restarts = 0;
    std::uint64_t store_faults = 0;
    std::uint64_t call_faults = 0;
};

// `late`: casinos act late, and give old lists.
Outcome run(std::uint64_t seed, std::uint64_t bets, bool late);

}  // namespace croupier::sim
