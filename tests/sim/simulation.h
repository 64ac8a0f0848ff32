// SPDX-License-Identifier: Apache-2.0
// A life of the hub out of one seed: a provider that plays by its contract, a casino that loses,
// delays and refuses calls, a hub that dies and starts again, all in virtual time. In the end
// everything must come to rest, and an independent model of what each party may believe judges the
// result.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace croupier::sim {

struct Outcome {
    std::string trace_hash;             // of everything that anybody heard, in order
    std::vector<std::string> findings;  // empty: all held
    std::uint64_t bets = 0;
    std::uint64_t restarts = 0;
};

Outcome run(std::uint64_t seed, std::uint64_t bets);

}  // namespace croupier::sim
