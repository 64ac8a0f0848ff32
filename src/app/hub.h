// SPDX-License-Identifier: Apache-2.0
// The hub as a program: wires the rooms together and runs until a signal ends it.
#pragma once

#include "app/config.h"

namespace croupier::app {

// What the program ends with: an ExitCode of app/cli.h.
int run_hub(const Config& config);

}  // namespace croupier::app
