// SPDX-License-Identifier: Apache-2.0
// The demo's world at its hub: the partners' records, secrets and games.
#include <sstream>

#include "app/cli.h"
#include "app/demo_world.h"
#include "app/directory_open.h"
#include "base/id.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "storage/open.h"

namespace croupier::app {

using base::fail;
using base::Json;
using Fault = DemoWorld::Fault;

// In this process: other users of the machine can read a process's arguments.
base::Result<std::string, std::string> DemoWorld::admin(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"admin", "--config", file("hub.toml").string()});
    std::ostringstream out, err;
    if (run_command(arguments, {out, err}) == ExitCode::ok) return out.str();
    return fail(std::string(base::trim(err.str())));
}

// The partners' records and secrets are made once; a second start finds them, perhaps on other
// ports.
Fault DemoWorld::register_partners() {
    struct Partner {
        std::string kind;
        std::string id;
        std::vector<std::string> terms;
        std::vector<std::string> more;  // at the first start
    };
    const std::vector<Partner> partners = {
        {"casino",
         std::to_string(casino_id),
         {"--api-url", url("casino")},
         {"--name", "Sandbox casino", "--currencies", "EUR,USD,JPY", "--booking", "accept",
          "--repeat-key", options_.stock ? "info" : "transaction", "--secret",
          text_member(secrets_, "casino")}},
        {"provider",
         text_member(secrets_, "providerId"),
         {"--api-url", url("provider"), "--hold", options_.check ? "1500ms" : "6s"},
         {"--name", "Sandbox studio", "--secret", text_member(secrets_, "provider")}}};
    for (const Partner& partner : partners) {
        const bool known = admin({partner.kind, "show", "--id", partner.id}).ok();
        std::vector<std::string> line = {partner.kind, known ? "set" : "add", "--id", partner.id};
        line.insert(line.end(), partner.terms.begin(), partner.terms.end());
        if (!known) line.insert(line.end(), partner.more.begin(), partner.more.end());
        const auto done = admin(std::move(line));
        if (!done.ok()) return done.error();
    }
    return std::nullopt;
}

// Somebody may have changed a secret with `croupier admin`; then our counterparty cannot know it.
Fault DemoWorld::check_secrets() {
    const auto source = storage::open_store(store_url());
    if (!source.ok()) return source.error();
    const auto store = source.value().make_directory();
    if (!store.ok()) return store.error();
    const auto rows = store.value()->read();
    if (!rows.ok()) return rows.error().detail;
    base::SystemRandom random;
    const auto key = open_master_key(file("master.key"), rows.value(), random);
    if (!key.ok()) return key.error();
    const auto directory = open_directory(rows.value(), key.value());
    if (!directory.ok()) return directory.error();
    const auto changed = [this](const std::string& who) {
        return "the secret of the " + who +
               " was changed at the hub and is not the demo's any more: write the new one as \"" +
               who + "\" into " + file("secrets.json").string();
    };
    const auto provider = base::parse_uuid(text_member(secrets_, "providerId"));
    const auto* casino_entry = directory.value()->casino(domain::CasinoId(casino_id));
    const auto* provider_entry =
        provider ? directory.value()->provider(domain::ProviderId(*provider)) : nullptr;
    if (casino_entry == nullptr || provider_entry == nullptr) return "a partner's record is gone";
    if (casino_entry->secret_sha256 != crypto::sha256_hex(text_member(secrets_, "casino"))) {
        return changed("casino");
    }
    if (!provider_entry->secret.equals(text_member(secrets_, "provider"))) {
        return changed("provider");
    }
    return std::nullopt;
}

Fault DemoWorld::sync_games() {
    const auto synced =
        admin({"game", "sync", "--provider", text_member(secrets_, "providerId"), "--json"});
    if (!synced.ok()) return synced.error();
    const auto listed = admin({"game", "list", "--json"});
    if (!listed.ok()) return listed.error();
    const auto games = base::parse_json(listed.value());
    if (!games.ok()) return "the list of games is no JSON";
    const Json* list = games.value().find("games");
    for (const Json& game : list != nullptr ? list->elements() : games.value().elements()) {
        games_.push_back(base::parse_i64(text_member(game, "gameId")).value_or(0));
    }
    return games_.empty() ? Fault("the provider offers no games") : std::nullopt;
}

}  // namespace croupier::app
