// SPDX-License-Identifier: Apache-2.0
// What no store writes, whatever its kind: rows that nobody would find again, and changes of what
// is fixed for ever. A backstop against bugs above, not a rule of the game; the answer is `poison`.
#pragma once

#include <optional>
#include <string>

#include "usecases/ports.h"

namespace croupier::storage {

// The first refused row in words (no row data in it), or nothing.
std::optional<std::string> refused_write(const usecases::WriteSet& writes);

}  // namespace croupier::storage
