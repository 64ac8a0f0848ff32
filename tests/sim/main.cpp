// SPDX-License-Identifier: Apache-2.0
// sim [--seed N] [--seeds N] [--bets N] [--minutes M] [--late] [--known FILE]: runs the seeds of
// the file, which once found something, then lives until the seeds or the minutes are over. Prints
// the first seed that found something and exits with 1.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "base/log.h"
#include "base/text.h"
#include "sim/simulation.h"

namespace {

using croupier::sim::Outcome;

const char* argument(int argc, char** argv, const char* name) {
    for (int index = 1; index + 1 < argc; ++index) {
        if (std::strcmp(argv[index], name) == 0) return argv[index + 1];
    }
    return nullptr;
}

std::uint64_t option(int argc, char** argv, const char* name, std::uint64_t otherwise) {
    const char* given = argument(argc, argv, name);
    if (given == nullptr) return otherwise;
    if (const auto value = croupier::base::parse_u64(given)) return *value;
    std::fprintf(stderr, "sim: %s takes a number\n", name);
    std::exit(2);
}

bool flag(int argc, char** argv, const char* name) {
    for (int index = 1; index < argc; ++index) {
        if (std::strcmp(argv[index], name) == 0) return true;
    }
    return false;
}

// A line: the seed, and behind # what it found. Read or refused.
std::vector<std::uint64_t> seeds_in(const char* path) {
    std::vector<std::uint64_t> seeds;
    if (path == nullptr) return seeds;
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        line.resize(std::min(line.size(), line.find('#')));
        const auto text = croupier::base::trim(line);
        if (text.empty()) continue;
        const auto seed = croupier::base::parse_u64(text);
        if (!seed) break;
        seeds.push_back(*seed);
    }
    if (file.eof()) return seeds;
    std::fprintf(stderr, "sim: %s cannot be read\n", path);
    std::exit(2);
}

class Runs {
public:
    Runs(std::uint64_t bets, bool late) : bets_(bets), late_(late) {}

    // False: it found something, and said so.
    bool live(std::uint64_t seed) {
        const Outcome outcome = croupier::sim::run(seed, bets_, late_);
        const bool again = sum_.bets > 0 ||
                           croupier::sim::run(seed, bets_, late_).trace_hash == outcome.trace_hash;
        if (!again) std::printf("seed %llu: gives two traces\n", number(seed));
        for (const auto& finding : outcome.findings)
            std::printf("seed %llu: %s\n", number(seed), finding.c_str());
        ++lives_;
        sum_.bets += outcome.bets;
        sum_.stand += outcome.stand;
        sum_.restarts += outcome.restarts;
        sum_.store_faults += outcome.store_faults;
        sum_.call_faults += outcome.call_faults;
        return again && outcome.findings.empty();
    }
    void say() const {
        std::printf(
            "%llu lives, %llu bets of which %llu stand, %llu restarts, %llu faults of the store, "
            "%llu of calls: all at rest, all books agree\n",
            number(lives_), number(sum_.bets), number(sum_.stand), number(sum_.restarts),
            number(sum_.store_faults), number(sum_.call_faults));
    }

private:
    static unsigned long long number(std::uint64_t value) { return value; }

    std::uint64_t bets_;
    bool late_;
    std::uint64_t lives_ = 0;
    Outcome sum_;
};

}  // namespace

int main(int argc, char** argv) {
    using Clock = std::chrono::steady_clock;
    const std::uint64_t first = option(argc, argv, "--seed", 1);
    const std::uint64_t minutes = option(argc, argv, "--minutes", 0);
    const std::uint64_t seeds =
        option(argc, argv, "--seeds", minutes > 0 ? ~std::uint64_t{0} - first : 40);
    const auto limit = Clock::now() + std::chrono::minutes(minutes == 0 ? 24 * 60 : minutes);
    croupier::base::start_logging(croupier::base::LogFormat::text, croupier::base::LogLevel::error);

    Runs runs(option(argc, argv, "--bets", 40), flag(argc, argv, "--late"));
    for (const std::uint64_t seed : seeds_in(argument(argc, argv, "--known"))) {
        if (!runs.live(seed)) return 1;
    }
    for (std::uint64_t seed = first; seed < first + seeds && Clock::now() < limit; ++seed) {
        if (!runs.live(seed)) return 1;
    }
    runs.say();
    return 0;
}
