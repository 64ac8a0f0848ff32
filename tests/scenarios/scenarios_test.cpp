// SPDX-License-Identifier: Apache-2.0
// Every scenario of tests/scenarios/*.txt is a test of its own name.
#include <gtest/gtest.h>

#include "scenarios/scenario.h"

namespace croupier::scenarios {

class Scenarios : public testing::TestWithParam<Scenario> {};

TEST_P(Scenarios, holds) {
    const auto broken = run_scenario(GetParam());
    EXPECT_FALSE(broken.has_value()) << *broken;
}

INSTANTIATE_TEST_SUITE_P(
    all, Scenarios, testing::ValuesIn(read_scenarios(CROUPIER_TESTS_DIR "/scenarios")),
    [](const testing::TestParamInfo<Scenario>& of) { return test_name(of.param); });

}  // namespace croupier::scenarios
