// SPDX-License-Identifier: Apache-2.0
// The sandbox counterparties as programs: they run until a signal and then end in order.
#pragma once

#include "app/cli.h"
#include "app/sandbox_config.h"

namespace croupier::app {

ExitCode run_casino(const CasinoConfig& config, const Terminal& terminal);
ExitCode run_provider(const ProviderConfig& config, const Terminal& terminal);

}  // namespace croupier::app
