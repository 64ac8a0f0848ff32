// SPDX-License-Identifier: Apache-2.0
#include "app/sandbox_config.h"

#include <fstream>
#include <iterator>
#include <limits>

#include "app/forms.h"
#include "base/text.h"
#include "sandbox/common/faults.h"

namespace croupier::app {

namespace {

using base::Duration;

constexpr Duration ms{1};
constexpr Duration hour{3600'000};
constexpr std::size_t secret_bytes_min = 16;

// What both counterparties have, in whatever their options call it.
struct Shared {
    std::string& address;
    std::uint16_t& port;
    std::filesystem::path& database;
    std::string& hub_url;
    crypto::Secret& secret;
    std::filesystem::path& secret_file;
    crypto::Secret& control_token;
    int& time_scale_percent;
    LogConfig& log;
};

void add_shared(Keys& keys, Shared of) {
    keys.push_back(address_key({"listen", "address", "The address to listen on."}, of.address));
    keys.push_back(whole_key(
        {"listen", "port", "The port to listen on; 0 takes any free one."}, of.port, {0, 65535}));
    keys.push_back(path_key(
        {"store", "database", "The SQLite file of its own books, made when missing."},
        of.database));
    keys.push_back(checked_text_key(
        {"hub", "url", "The hub's address."}, of.hub_url,
        "an http:// or https:// URL without a path", is_origin_url));
    keys.push_back(secret_key(
        {"hub", "secret", "What `croupier admin … add` printed."}, of.secret, secret_bytes_min));
    keys.push_back(path_key(
        {"hub", "secret_file", "A file with the secret, instead of `secret`."}, of.secret_file));
    keys.push_back(secret_key(
        {"sandbox", "control_token",
         "Bearer token of the control API /sandbox/; if not set, only this machine may call it."},
        of.control_token, secret_bytes_min));
    keys.push_back(whole_key(
        {"sandbox", "time_scale_percent", "Its waits in percent: 10 is ten times as fast."},
        of.time_scale_percent, {1, 1000}));
    keys.push_back(choice_key(
        {"log", "level", "What is logged at least."}, of.log.level,
        {"debug", "info", "warning", "error"}));
    keys.push_back(choice_key(
        {"log", "format", "How; auto is text on a terminal and JSON elsewhere."}, of.log.format,
        {"auto", "text", "json"}));
}

void add_casino_times(Keys& keys, sandbox::casino::CasinoOptions& options) {
    keys.push_back(duration_key(
        {"sandbox", "jwt_skew", "How far the hub's clock may differ in the calls that it signs."},
        options.jwt_skew, {0 * ms, hour}));
    keys.push_back(duration_key(
        {"sandbox", "accept_first_delay", "The wait before an accept is sent again; it doubles."},
        options.accept_first_delay, {10 * ms, hour}));
    keys.push_back(duration_key(
        {"sandbox", "accept_delay_most", "The longest wait between accepts."},
        options.accept_delay_max, {10 * ms, hour}));
    keys.push_back(duration_key(
        {"sandbox", "hub_timeout", "The hub's answer is awaited no longer."}, options.hub_timeout,
        {10 * ms, hour}));
}

bool is_casino_faults(std::string_view text) {
    return sandbox::Faults(1, sandbox::FaultsOf::casino).apply(text).ok();
}

std::vector<Clash> clashes_of(
    const crypto::Secret& secret, const std::filesystem::path& secret_file,
    const std::string& hub_url) {
    std::vector<Clash> found;
    if (hub_url.empty()) found.push_back({"hub", "url", "is needed"});
    if (secret.empty() == secret_file.empty()) {
        found.push_back({"hub", "secret", "or secret_file is needed, one of the two"});
    }
    return found;
}

// The secret that the keys left to a file of its own.
base::Result<void, ConfigErrors> read_secret(
    const std::filesystem::path& config, const std::filesystem::path& file,
    crypto::Secret& secret) {
    if (file.empty()) return {};
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::string_view trimmed = base::trim(text);
    if (trimmed.size() < secret_bytes_min) {
        const std::string message =
            "[hub] secret_file " + file.string() + " cannot be read or holds no secret";
        return base::fail(ConfigErrors{config, {{0, 0, message}}});
    }
    secret = crypto::Secret(std::string(trimmed));
    return {};
}

}  // namespace

CasinoConfig default_casino_config() {
    CasinoConfig config;
    config.options.port = 8091;
    config.options.database = "casino.sqlite";
    config.options.currencies = {
        domain::Currency::from_code("EUR").value(), domain::Currency::from_code("USD").value()};
    return config;
}

ProviderConfig default_provider_config() {
    ProviderConfig config;
    config.options.port = 8092;
    config.options.database = "provider.sqlite";
    return config;
}

Keys casino_keys(CasinoConfig& config) {
    sandbox::casino::CasinoOptions& options = config.options;
    Keys keys;
    add_shared(
        keys, {options.address, options.port, options.database, options.hub_url, options.secret,
               config.secret_file, options.control_token, options.time_scale_percent, config.log});
    keys.push_back(whole_key(
        {"casino", "client_id", "Its number at the hub."}, options.client_id,
        {1, std::numeric_limits<std::int32_t>::max()}));
    keys.push_back(currencies_key(
        {"casino", "currencies", "In which its players may have accounts."}, options.currencies));
    keys.push_back(choice_key(
        {"casino", "booking", "Whether an accept call or the answer itself books; as at the hub."},
        options.booking, {"accept", "answer"}));
    keys.push_back(choice_key(
        {"casino", "refusals", "Booking accept: where it says no."}, options.refusals,
        {"in_answer", "in_accept"}));
    keys.push_back(choice_key(
        {"casino", "dialect", "stock knows the documented parts alone: a repeat is a new booking."},
        options.dialect, {"ours", "stock"}));
    keys.push_back(secret_key(
        {"casino", "gateway_authorization", "If set, the hub must send it as Authorization."},
        options.gateway_authorization, 1));
    keys.push_back(whole_key(
        {"sandbox", "seed", "Switched-on faults strike the same way in each run."},
        options.fault_seed, {0, std::numeric_limits<std::int64_t>::max()}));
    keys.push_back(checked_text_key(
        {"sandbox", "faults",
         "Faults that are on from the start, as POST /sandbox/faults takes them."},
        options.faults, "a JSON object of the switches of /sandbox/faults", is_casino_faults));
    add_casino_times(keys, options);
    return grouped_by_table(keys);
}

Keys provider_keys(ProviderConfig& config) {
    sandbox::provider::ProviderOptions& options = config.options;
    Keys keys;
    add_shared(
        keys,
        {options.listen_address, options.port, options.database, options.hub_url, options.secret,
         config.secret_file, options.control_token, options.time_scale_percent, config.log});
    keys.push_back(checked_text_key(
        {"provider", "counterparty_id", "Its GUID at the hub."}, options.counterparty_id, "a GUID",
        is_guid));
    keys.push_back(checked_text_key(
        {"provider", "public_url",
         "Its address as players' browsers know it; if not set, made from [listen]."},
        options.public_url, "an http:// or https:// URL without a slash at its end", is_base_url));
    keys.push_back(duration_key(
        {"provider", "reply_timeout", "The hub's answer is awaited no longer."},
        options.reply_timeout, {10 * ms, hour}));
    keys.push_back(whole_key(
        {"provider", "rounds_in_flight", "With this many rounds under way, it begins no more."},
        options.rounds_in_flight_max, {1, 1'000'000}));
    keys.push_back(whole_key(
        {"sandbox", "seed", "Not 0: outcomes and faults are the same in each run."}, options.seed,
        {0, std::numeric_limits<std::int64_t>::max()}));
    return grouped_by_table(keys);
}

base::Result<CasinoConfig, ConfigErrors> load_casino_config(const std::filesystem::path& file) {
    CasinoConfig config = default_casino_config();
    const auto clashes = [&config] {
        return clashes_of(config.options.secret, config.secret_file, config.options.hub_url);
    };
    CROUPIER_TRY_VOID(read_config_file(file, casino_keys(config), clashes));
    CROUPIER_TRY_VOID(read_secret(file, config.secret_file, config.options.secret));
    return config;
}

base::Result<ProviderConfig, ConfigErrors> load_provider_config(const std::filesystem::path& file) {
    ProviderConfig config = default_provider_config();
    const auto clashes = [&config] {
        auto found = clashes_of(config.options.secret, config.secret_file, config.options.hub_url);
        if (config.options.counterparty_id.empty()) {
            found.push_back({"provider", "counterparty_id", "is needed"});
        }
        return found;
    };
    CROUPIER_TRY_VOID(read_config_file(file, provider_keys(config), clashes));
    CROUPIER_TRY_VOID(read_secret(file, config.secret_file, config.options.secret));
    return config;
}

}  // namespace croupier::app
