// SPDX-License-Identifier: Apache-2.0
// What somebody who mistyped a word may have meant: shared by configuration and command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace croupier::app {

// The candidate that the fewest typing errors away turn into `word`; nothing when all are too far.
std::optional<std::string> nearest(
    std::string_view word, const std::vector<std::string>& candidates);
// " (did you mean X?)", or nothing to add.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace croupier::app
