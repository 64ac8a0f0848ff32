// SPDX-License-Identifier: Apache-2.0
// Every scenario of tests/scenarios/*.txt is a test of its own name.
#include <gtest/gtest.h>

#include <cctype>

#include "scenarios/scenario.h"

namespace croupier::scenarios {

class Scenarios : public testing::TestWithParam<Scenario> {};

TEST_P(Scenarios, holds) {
    const auto broken = run_scenario(GetParam());
    EXPECT_FALSE(broken.has_value()) << *broken;
}

INSTANTIATE_TEST_SUITE_P(
    all, Scenarios, testing::ValuesIn(read_scenarios(CROUPIER_TESTS_DIR "/scenarios")),
    [](const testing::TestParamInfo<Scenario>& of) {
        std::string name = of.param.name;
        for (char& letter : name) {
            if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
        }
        return name;
    });

}  // namespace croupier::scenarios
