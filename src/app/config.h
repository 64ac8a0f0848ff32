// SPDX-License-Identifier: Apache-2.0
// What the hub and `croupier admin` are configured with, whole and checked. The initial values here
// are the defaults; each key's form and meaning stand in config_keys.cpp and, written by the
// program itself, in docs/reference/config.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "app/config_file.h"
#include "base/log.h"
#include "domain/terms.h"
#include "net/http.h"
#include "usecases/batcher.h"
#include "usecases/lines.h"

namespace croupier::app {

enum class LogStyle { automatic, text, json };

struct ListenConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::filesystem::path tls_certificate;  // both or none
    std::filesystem::path tls_private_key;
};

struct KeysConfig {
    std::filesystem::path master_key_file = "master.key";
    base::Duration publish_retired_for{30 * 24 * 3600'000LL};
    base::Duration next_age_least{30 * 24 * 3600'000LL};  // before it may become active
};

struct LogConfig {
    base::LogLevel level = base::LogLevel::info;
    LogStyle format = LogStyle::automatic;
};

struct Config {
    std::filesystem::path file;  // empty: defaults only

    ListenConfig listen;
    std::string store_url = "sqlite:croupier.sqlite";  // its path is absolute after loading
    KeysConfig keys;
    // The iss of what we sign. Empty only for port 0: the hub then learns its port when it listens.
    std::string public_url;
    base::Duration drain{10'000};  // a stop waits this long for what is under way
    LogConfig log;

    net::ServerLimits server;
    net::ClientLimits client;
    usecases::BatcherLimits batch;
    std::size_t held_replies_max = 16'384;
    usecases::Lines::Bounds lines;  // calls under way at once, per casino

    domain::SessionPolicy session;
    domain::CasinoPolicy policy;  // what `casino add` copies into a new record

    [[nodiscard]] net::ServerOptions server_options() const;
};

// The configuration of that file, or everything that is wrong with it.
base::Result<Config, ConfigErrors> load_config(const std::filesystem::path& file);
// The defaults, with paths relative to the folder: for the demo and for tests.
Config default_config(const std::filesystem::path& folder);

// Bound to the fields of this config; it must outlive them and stay where it is.
Keys hub_keys(Config& config);

// To standard error, in the style that suits it.
void start_logging(const LogConfig& log);

}  // namespace croupier::app
