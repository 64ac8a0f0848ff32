// SPDX-License-Identifier: Apache-2.0
// Every scenario that comes to rest by itself, again and again: with its first, second, third …
// call lost, unsent or unanswered, and with the hub dead after its first, second, third … commit.
#include "scenarios/sweep.h"

#include <gtest/gtest.h>

#include <array>

namespace croupier::scenarios {

namespace {

// Above it, a scenario would only repeat itself.
constexpr int most = 12;

std::vector<Scenario> swept() {
    std::vector<Scenario> scenarios = read_scenarios(CROUPIER_TESTS_DIR "/scenarios");
    std::erase_if(scenarios, [](const Scenario& one) { return !may_be_disturbed(one); });
    return scenarios;
}

// The fates in turn, each scenario beginning with another, so that every kind meets every fate.
Fate fate_of(const Scenario& scenario, int nth) {
    constexpr std::array fates{Fate::unsent, Fate::loses, Fate::silent, Fate::tardy};
    const std::size_t turn = scenario.name.size() + static_cast<std::size_t>(nth);
    return fates[turn % fates.size()];
}

}  // namespace

TEST(Sweep, ThereAreScenariosToSweep) { EXPECT_GE(swept().size(), 25U); }

class SweepOver : public testing::TestWithParam<Scenario> {};

TEST_P(SweepOver, itsCalls) {
    for (const char* kind :
         {"stake", "payout", "stake_return", "payout_return", "info", "close", "reopen"}) {
        for (int n = 1; n <= most; ++n) {
            const Fate fate = fate_of(GetParam(), n);
            const Disturbed found =
                run_disturbed(GetParam(), {.kind = kind, .fate = fate, .nth = n});
            for (const std::string& finding : found.findings)
                ADD_FAILURE() << kind << " " << n << " of fate " << static_cast<int>(fate) << ": "
                              << finding;
            if (!found.happened) break;
        }
    }
}

TEST_P(SweepOver, itsCommits) {
    for (int n = 1; n <= most; ++n) {
        const Disturbed found = run_disturbed(GetParam(), {.dies_at_commit = n});
        for (const std::string& finding : found.findings)
            ADD_FAILURE() << "dead after commit " << n << ": " << finding;
        if (!found.happened) break;
    }
}

INSTANTIATE_TEST_SUITE_P(
    all, SweepOver, testing::ValuesIn(swept()),
    [](const testing::TestParamInfo<Scenario>& of) { return test_name(of.param); });

}  // namespace croupier::scenarios
