// SPDX-License-Identifier: Apache-2.0
// Configuration as text: the values in effect as a commented file that reads back the same, and the
// reference page. Secrets never stand in either.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/config_key.h"

namespace croupier::app {

std::string to_toml(const Keys& keys);

struct ConfigKind {
    std::string_view command;  // croupier <command> --config FILE
    std::string_view purpose;
    Keys keys;  // bound to default values
};
// A whole Markdown page.
std::string to_reference(const std::vector<ConfigKind>& kinds);

}  // namespace croupier::app
