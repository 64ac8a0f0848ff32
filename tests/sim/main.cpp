// SPDX-License-Identifier: Apache-2.0
// sim [--seed N] [--seeds N] [--bets N] [--minutes M]: runs lives until the seeds or the minutes
// are over. Prints the first seed that found something and exits with 1.
#include <chrono>
#include <cstdio>
#include <cstring>

#include "base/log.h"
#include "base/text.h"
#include "sim/simulation.h"

namespace {

std::uint64_t option(int argc, char** argv, const char* name, std::uint64_t otherwise) {
    for (int index = 1; index + 1 < argc; ++index) {
        if (std::strcmp(argv[index], name) != 0) continue;
        if (const auto value = croupier::base::parse_u64(argv[index + 1])) return *value;
        std::fprintf(stderr, "sim: %s takes a number\n", name);
        std::exit(2);
    }
    return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    using Clock = std::chrono::steady_clock;
    const std::uint64_t first = option(argc, argv, "--seed", 1);
    const std::uint64_t minutes = option(argc, argv, "--minutes", 0);
    const std::uint64_t seeds =
        option(argc, argv, "--seeds", minutes > 0 ? ~std::uint64_t{0} - first : 40);
    const std::uint64_t bets = option(argc, argv, "--bets", 40);
    const auto limit = Clock::now() + std::chrono::minutes(minutes == 0 ? 24 * 60 : minutes);
    croupier::base::start_logging(croupier::base::LogFormat::text, croupier::base::LogLevel::error);

    std::uint64_t lives = 0, played = 0, restarts = 0;
    for (std::uint64_t seed = first; seed < first + seeds && Clock::now() < limit; ++seed) {
        const auto outcome = croupier::sim::run(seed, bets);
        if (seed == first && croupier::sim::run(seed, bets).trace_hash != outcome.trace_hash) {
            std::printf("seed %llu gives two traces\n", static_cast<unsigned long long>(seed));
            return 1;
        }
        for (const auto& finding : outcome.findings) {
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), finding.c_str());
        }
        if (!outcome.findings.empty()) return 1;
        ++lives;
        played += outcome.bets;
        restarts += outcome.restarts;
    }
    std::printf(
        "%llu lives, %llu bets, %llu restarts: all at rest, all books agree\n",
        static_cast<unsigned long long>(lives), static_cast<unsigned long long>(played),
        static_cast<unsigned long long>(restarts));
    return 0;
}
