// SPDX-License-Identifier: Apache-2.0
// Reads a TOML file into keys. Whatever is wrong with the file is reported at once, each with its
// place, so that a file is put right in one go; a key that nobody knows is wrong, too, since it is
// most often a known one mistyped.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/config_key.h"
#include "base/result.h"

namespace croupier::app {

struct ConfigError {
    std::size_t line = 0;  // from 1; 0: the file as a whole
    std::size_t column = 0;
    std::string message;
};
struct ConfigErrors {
    std::filesystem::path file;
    std::vector<ConfigError> all;  // by place; never empty
};
// One line each: file:line:column: message.
std::string to_text(const ConfigErrors& errors);

// Values that are right each for itself and wrong together. The place is the key's.
struct Clash {
    std::string table;
    std::string name;
    std::string message;
};
using ClashFinder = std::function<std::vector<Clash>()>;

// Fills the keys' fields and makes paths absolute, from the folder of the file. Keys that the file
// does not name keep their defaults.
base::Result<void, ConfigErrors> read_config_file(
    const std::filesystem::path& file, const Keys& keys, const ClashFinder& clashes);

// Paths of a configuration that came from no file are relative to this folder.
void anchor_paths(const Keys& keys, const std::filesystem::path& folder);

}  // namespace croupier::app
