// SPDX-License-Identifier: Apache-2.0
#include "app/config.h"

#include <utility>

#include <fmt/format.h>

#include "app/policy_keys.h"

namespace croupier::app {

namespace {

bool is_every_interface(const std::string& address) {
    return address == "0.0.0.0" || address == "::";
}

std::vector<Clash> clashes_in(const Config& config) {
    std::vector<Clash> found;
    if (config.listen.tls_certificate.empty() != config.listen.tls_private_key.empty()) {
        const bool lacks_key = config.listen.tls_private_key.empty();
        found.push_back(
            {"listen", lacks_key ? "tls_certificate" : "tls_private_key",
             lacks_key ? "needs tls_private_key beside it" : "needs tls_certificate beside it"});
    }
    if (config.public_url.empty() && is_every_interface(config.listen.address)) {
        found.push_back(
            {"hub", "public_url",
             "must be set when the hub listens on every interface: partners check it"});
    }
    for (const PolicyClash& clash : policy_clashes(config.policy)) {
        found.push_back({"policy", clash.name, clash.message});
    }
    if (config.session.longest < config.session.idle) {
        found.push_back({"session", "idle", "must not be longer than longest"});
    }
    return found;
}

std::string url_of(const ListenConfig& listen) {
    const bool is_ipv6 = listen.address.find(':') != std::string::npos;
    return fmt::format(
        "{}://{}:{}", listen.tls_certificate.empty() ? "http" : "https",
        is_ipv6 ? "[" + listen.address + "]" : listen.address, listen.port);
}

void derive(Config& config) {
    if (config.public_url.empty() && config.listen.port != 0) {
        config.public_url = url_of(config.listen);
    }
}

}  // namespace

base::Result<Config, ConfigErrors> load_config(const std::filesystem::path& file) {
    Config config;
    config.file = file;
    CROUPIER_TRY_VOID(
        read_config_file(file, hub_keys(config), [&config] { return clashes_in(config); }));
    derive(config);
    return config;
}

Config default_config(const std::filesystem::path& folder) {
    Config config;
    anchor_paths(hub_keys(config), folder);
    derive(config);
    return config;
}

net::ServerOptions Config::server_options() const {
    net::ServerOptions options;
    options.address = listen.address;
    options.port = listen.port;
    options.limits = server;
    options.tls_certificate_file = listen.tls_certificate.string();
    options.tls_private_key_file = listen.tls_private_key.string();
    return options;
}

void start_logging(const LogConfig& log) {
    base::log_in_background();
    switch (log.format) {
    case LogStyle::automatic:
        base::start_logging(base::log_format_for_stderr(), log.level);
        return;
    case LogStyle::text:
        base::start_logging(base::LogFormat::text, log.level);
        return;
    case LogStyle::json:
        base::start_logging(base::LogFormat::json, log.level);
        return;
    }
}

}  // namespace croupier::app
