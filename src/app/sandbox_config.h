// SPDX-License-Identifier: Apache-2.0
// Configuration of the sandbox counterparties: `croupier casino` and `croupier provider`.
#pragma once

#include <filesystem>

#include "app/config.h"
#include "sandbox/casino/casino.h"
#include "sandbox/provider/options.h"

namespace croupier::app {

struct CasinoConfig {
    sandbox::casino::CasinoOptions options;
    std::filesystem::path secret_file;  // instead of the secret in the file
    LogConfig log;
};
struct ProviderConfig {
    sandbox::provider::ProviderOptions options;
    std::filesystem::path secret_file;
    LogConfig log;
};

base::Result<CasinoConfig, ConfigErrors> load_casino_config(const std::filesystem::path& file);
base::Result<ProviderConfig, ConfigErrors> load_provider_config(const std::filesystem::path& file);

// With the initial values that the keys' defaults are read from.
CasinoConfig default_casino_config();
ProviderConfig default_provider_config();

Keys casino_keys(CasinoConfig& config);
Keys provider_keys(ProviderConfig& config);

}  // namespace croupier::app
