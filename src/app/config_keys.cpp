// SPDX-License-Identifier: Apache-2.0
// Every key of the hub's configuration.
#include <iterator>
#include <utility>

#include "app/config.h"
#include "app/forms.h"
#include "app/policy_keys.h"

namespace croupier::app {

namespace {

using base::Duration;

constexpr Duration ms{1};
constexpr Duration s = 1000 * ms;
constexpr Duration hour = 3600 * s;
constexpr Duration day = 24 * hour;
constexpr std::string_view sqlite_scheme = "sqlite:";

bool is_store_url(std::string_view text) {
    return text.starts_with(sqlite_scheme) && text.size() > sqlite_scheme.size();
}

Key store_url_key(std::string& url) {
    Key key = checked_text_key(
        {"store", "url", "Where the books are: a SQLite file, relative to this file's folder."},
        url, "\"sqlite:\" and a file name", is_store_url);
    key.anchor = [&url](const std::filesystem::path& folder) {
        const std::filesystem::path file = url.substr(sqlite_scheme.size());
        url = std::string(sqlite_scheme) + (folder / file).lexically_normal().string();
    };
    return key;
}

void add_listen(Keys& keys, ListenConfig& listen) {
    keys.push_back(address_key({"listen", "address", "The address to listen on."}, listen.address));
    keys.push_back(whole_key(
        {"listen", "port", "The port to listen on; 0 takes any free one."}, listen.port,
        {0, 65535}));
    keys.push_back(path_key(
        {"listen", "tls_certificate", "PEM file with the certificate chain: serves HTTPS."},
        listen.tls_certificate));
    keys.push_back(path_key(
        {"listen", "tls_private_key", "PEM file with the certificate's private key."},
        listen.tls_private_key));
}

void add_keys_and_hub(Keys& keys, Config& config) {
    keys.push_back(path_key(
        {"keys", "master_key_file",
         "The key that seals all secrets in the store; made at the first start, mode 0600. Back it "
         "up apart from the store."},
        config.keys.master_key_file));
    keys.push_back(duration_key(
        {"keys", "publish_retired_for",
         "A retired signing key stays in the published key set for this long."},
        config.keys.publish_retired_for, {0 * ms, 365 * day}));
    keys.push_back(duration_key(
        {"keys", "next_age_least",
         "A next signing key must have been published for this long before `key rotate` takes it."},
        config.keys.next_age_least, {0 * ms, 365 * day}));
    keys.push_back(checked_text_key(
        {"hub", "public_url",
         "The hub's address as partners know it, and the iss of what it signs; if not set, made "
         "from [listen]."},
        config.public_url, "an http:// or https:// URL without a slash at its end", is_base_url));
    keys.push_back(duration_key(
        {"hub", "drain", "A stop waits no longer for what is under way."}, config.drain,
        {0 * ms, 3600 * s}));
    keys.push_back(choice_key(
        {"log", "level", "What is logged at least."}, config.log.level,
        {"debug", "info", "warning", "error"}));
    keys.push_back(choice_key(
        {"log", "format", "How; auto is text on a terminal and JSON elsewhere."}, config.log.format,
        {"auto", "text", "json"}));
}

void add_server_limits(Keys& keys, net::ServerLimits& limits) {
    keys.push_back(whole_key(
        {"limits", "body_bytes", "A longer request body is refused with 413."},
        limits.body_bytes_max, {1024, 64 * 1024 * 1024}));
    keys.push_back(whole_key(
        {"limits", "head_bytes", "A longer request head is refused with 431."},
        limits.head_bytes_max, {1024, 1024 * 1024}));
    keys.push_back(whole_key(
        {"limits", "connections", "Further connections are answered 503 and closed."},
        limits.connections_max, {1, 1'000'000}));
    keys.push_back(duration_key(
        {"limits", "request_timeout", "A request must have arrived whole within this time."},
        limits.head_timeout, {100 * ms, hour}));
    keys.push_back(duration_key(
        {"limits", "idle_timeout",
         "A kept connection without a request is closed after this time."},
        limits.idle_timeout, {100 * ms, day}));
    keys.push_back(duration_key(
        {"limits", "write_timeout", "An answer must be taken within this time."},
        limits.write_timeout, {100 * ms, hour}));
}

void add_work_limits(Keys& keys, Config& config) {
    keys.push_back(whole_key(
        {"limits", "held_replies",
         "With this many replies held for providers, new calls are refused as overloaded."},
        config.held_replies_max, {1, 10'000'000}));
    keys.push_back(whole_key(
        {"limits", "steps_waiting",
         "With this many steps waiting for the store, new stakes are refused as overloaded."},
        config.batch.queue_max, {1, 10'000'000}));
    keys.push_back(whole_key(
        {"limits", "steps_waiting_share",
         "Of these one provider or casino may have so many; above, its own are refused."},
        config.batch.share_max, {1, 10'000'000}));
    keys.push_back(whole_key(
        {"limits", "steps_per_batch", "At most this many steps share one commit."},
        config.batch.steps_per_batch, {1, 1'024}));
    keys.push_back(whole_key(
        {"limits", "owed_in_flight", "Calls of money owed under way at once, per casino."},
        config.lines.money, {1, 1'024}));
    keys.push_back(whole_key(
        {"limits", "questions_in_flight",
         "Questions about bets (payments/info) under way at once, per casino."},
        config.lines.question, {1, 1'024}));
    keys.push_back(whole_key(
        {"limits", "closes_in_flight", "Closes of bets under way at once, per casino."},
        config.lines.closing, {1, 1'024}));
    keys.push_back(whole_key(
        {"outgoing", "connections", "Connections per counterparty and lane; more calls wait."},
        config.client.connections_max_per_lane, {1, 1'024}));
    keys.push_back(whole_key(
        {"outgoing", "answer_bytes", "A longer answer of a counterparty counts as none."},
        config.client.answer_bytes_max, {1024, 64 * 1024 * 1024}));
    keys.push_back(duration_key(
        {"outgoing", "idle", "A kept connection to a counterparty is closed after this time."},
        config.client.idle_max, {0 * ms, hour}));
    keys.push_back(text_key(
        {"outgoing", "name_servers",
         "Asked for counterparties' names instead of the system's: \"192.0.2.1:53,192.0.2.2:53\"."},
        config.client.name_servers));
}

Key extra_ca_key(std::string& file) {
    Key key = text_key(
        {"outgoing", "extra_ca_file",
         "PEM file of authorities that are trusted besides the system's."},
        file);
    key.form = "a file name";
    key.anchor = [&file](const std::filesystem::path& folder) {
        if (!file.empty()) file = (folder / file).lexically_normal().string();
    };
    return key;
}

void add_session(Keys& keys, domain::SessionPolicy& session) {
    keys.push_back(duration_key(
        {"session", "longest", "A session ends this long after its launch."}, session.longest,
        {s, 30 * day}));
    keys.push_back(duration_key(
        {"session", "idle", "A session ends after this long without a call."}, session.idle,
        {s, 30 * day}));
    keys.push_back(checked_text_key(
        {"session", "demo_purse",
         "What a demo session begins with, in units of its currency; nobody's money."},
        session.demo_purse, "a positive decimal number", is_positive_decimal));
}

}  // namespace

Keys hub_keys(Config& config) {
    Keys keys;
    add_listen(keys, config.listen);
    keys.push_back(store_url_key(config.store_url));
    add_keys_and_hub(keys, config);
    add_server_limits(keys, config.server);
    add_work_limits(keys, config);
    keys.push_back(extra_ca_key(config.client.extra_ca_file));
    add_session(keys, config.session);
    Keys policy = policy_keys(config.policy);
    std::move(policy.begin(), policy.end(), std::back_inserter(keys));
    return keys;
}

}  // namespace croupier::app
