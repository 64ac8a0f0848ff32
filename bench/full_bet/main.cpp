// SPDX-License-Identifier: Apache-2.0
// Full bets per second (pay-in, make, pay-out, make, close: all over HTTP, all durable) beside the
// bare commits and signatures that the machine allows. Short windows of each take turns, so that
// whatever else the machine does falls on all of them alike. Bounded in time, loopback only.
// docs/performance.md says how to read it.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "base/log.h"
#include "full_bet/bare.h"
#include "full_bet/report.h"
#include "support/temp_folder.h"

namespace croupier::bench {

namespace {

using namespace std::chrono_literals;

constexpr auto bare_time = 300ms;
constexpr PlayTimes bet_times{};

struct Options {
    std::size_t sessions = 64;
    int seconds = 10;
};

Made<void> play(Stand& stand, Bets& bets) {
    CROUPIER_TRY(const HubCosts before, stand.costs());
    bets.windows.push_back(stand.play(bets.table, bet_times));
    CROUPIER_TRY(const HubCosts after, stand.costs());
    bets.costs.casino_calls += after.casino_calls - before.casino_calls;
    bets.costs.steps += after.steps - before.steps;
    bets.costs.commits += after.commits - before.commits;
    return {};
}

Made<Findings> measure(const Options& options, const std::filesystem::path& folder) {
    Findings found;
    found.sessions = options.sessions;
    found.processors = std::max(1U, std::thread::hardware_concurrency());
    found.in_memory = is_in_memory(folder);
    const auto key = crypto::SigningKey::generate(crypto::SigningAlgorithm::rs256);
    CROUPIER_TRY(BareCommits commits, BareCommits::open(folder / "bare.sqlite"));
    CROUPIER_TRY(const auto stand, Stand::open(folder, options.sessions));
    const CpuTimes before = cpu_times();
    const auto end = Clock::now() + std::chrono::seconds(options.seconds);
    do {
        CROUPIER_TRY(const Window window, commits.run(bare_time));
        found.commits.windows.push_back(window);
        found.one_thread.windows.push_back(bare_signatures(key, 1, bare_time));
        CROUPIER_TRY_VOID(play(*stand, found.answer));
        found.all_threads.windows.push_back(bare_signatures(key, found.processors, bare_time));
        CROUPIER_TRY_VOID(play(*stand, found.accept));
    } while (Clock::now() < end);
    found.cpu = cpu_times() - before;
    found.accepts_refused = stand->accepts_refused();
    return found;
}

int run(const Options& options) {
    base::start_logging(base::LogFormat::text, base::LogLevel::warning);
    const test::TempFolder folder;  // TMPDIR says on which disk
    const auto found = measure(options, folder.path());
    if (!found.ok()) {
        fmt::print(stderr, "croupier_full_bet: {}\n", found.error());
        return 1;
    }
    fmt::print("{}", to_table(found.value()));
    return failures(found.value()) == 0 ? 0 : 1;
}

}  // namespace

}  // namespace croupier::bench

int main(int argc, char** argv) {
    croupier::bench::Options options;
    CLI::App app("Full bets per second beside bare commits and signatures");
    app.add_option("--sessions", options.sessions, "Players at each casino, one bet each at a time")
        ->capture_default_str()
        ->check(CLI::Range(1, 256));
    app.add_option("--seconds", options.seconds, "The last round of windows begins before this")
        ->capture_default_str()
        ->check(CLI::Range(1, 600));
    CLI11_PARSE(app, argc, argv);
    return croupier::bench::run(options);
}
