// SPDX-License-Identifier: Apache-2.0
// The file behind MasterKey: 64 hex digits and a newline, readable by its owner alone.
#pragma once

#include <cstddef>
#include <filesystem>

#include "base/random.h"
#include "base/result.h"
#include "crypto/sealed.h"

namespace croupier::crypto {

inline constexpr std::size_t key_file_bytes = 32;

base::Result<Secret, SealError> read_key_file(const std::filesystem::path& file);

// Whoever finds the file finds a whole key. When another program makes it at the same time, that
// one's stays and this is no error.
base::Result<void, SealError> create_key_file(
    const std::filesystem::path& file, base::Random& random);

}  // namespace croupier::crypto
