// SPDX-License-Identifier: Apache-2.0
// Scenarios are text (tests/scenarios/*.txt): after `scenario NAME`, a line is a verb of the field
// with its expectation; # begins a comment. The language is one table (scenario.cpp, its values in
// kinds.cpp), from which lines are read and the manual is printed: `scenarios --words`. A scenario
// with a line that fits no form of it fails, and so does one that prepares what never happens.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace croupier::scenarios {

enum class Fate;

struct ScenarioLine {
    int number;
    std::string text;
};
struct Scenario {
    std::string file;
    std::string name;
    std::vector<ScenarioLine> lines;
};
std::vector<Scenario> read_scenarios(const std::string& folder);
std::vector<Scenario> parse_scenarios(const std::string& file, const std::string& text);

// Every line that fits no form, with its number and why.
std::vector<std::string> refusals(const Scenario& scenario);

// Runs one; the first line that was refused or did not hold, or nothing.
std::optional<std::string> run_scenario(const Scenario& scenario);

// What a test of it is called.
std::string test_name(const Scenario& scenario);

// All forms and kinds.
std::string manual();

// The words of a call's fate but `refuses`, which has a form of its own.
const std::vector<std::pair<std::string, Fate>>& fates();

}  // namespace croupier::scenarios
