// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "scenarios/scenario.h"

namespace croupier::scenarios {

std::vector<Scenario> parse_scenarios(const std::string& file, const std::string& text) {
    std::vector<Scenario> scenarios;
    std::istringstream in(text);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        const std::string said(base::trim(line.substr(0, line.find('#'))));
        if (said.empty()) continue;
        if (said.starts_with("scenario ")) {
            scenarios.push_back({file, said.substr(9), {}});
        } else {
            // Refused when it runs: a line of no scenario would never be looked at.
            if (scenarios.empty()) scenarios.push_back({file, "before the first", {}});
            scenarios.back().lines.push_back({number, said});
        }
    }
    return scenarios;
}

std::string test_name(const Scenario& scenario) {
    std::string name = scenario.name;
    for (char& letter : name) {
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
    }
    return name;
}

std::vector<Scenario> read_scenarios(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Scenario> scenarios;
    for (const auto& file : files) {
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        for (Scenario& one : parse_scenarios(file.filename().string(), text.str()))
            scenarios.push_back(std::move(one));
    }
    return scenarios;
}

}  // namespace croupier::scenarios
