// SPDX-License-Identifier: Apache-2.0
#include "app/game_sync.h"

#include <optional>

#include "net/asio_loop.h"
#include "provider_api/client.h"

namespace croupier::app {

namespace {

using Listed = domain::Outcome<std::vector<domain::GameTerms>>;

// Runs a loop of its own until the provider has answered; its terms bound the wait.
std::optional<Listed> ask(
    const Admin& admin, usecases::DirectoryPtr directory, domain::ProviderId provider) {
    net::AsioLoop loop;
    const auto http = loop.make_client(admin.config.client);
    usecases::DirectorySource source(std::move(directory));
    provider_api::GameClient games({loop, admin.random, source, *http});
    std::optional<Listed> answer;
    loop.post([&] {
        games.list_games(provider, [&](Listed listed) {
            answer = std::move(listed);
            loop.stop();
        });
    });
    loop.run();
    return answer;
}

}  // namespace

AdminResult<usecases::DirectoryStore::SyncCount> sync_games(
    const Admin& admin, domain::ProviderId provider) {
    const std::string name = "provider " + base::to_text(provider.value());
    CROUPIER_TRY(const auto rows, admin.rows());
    auto directory = open_directory(rows, admin.master_key);
    if (!directory.ok()) return cannot(directory.error());
    if (directory.value()->provider(provider) == nullptr) return cannot("there is no " + name);
    const auto listed = ask(admin, directory.value(), provider);
    if (!listed) return cannot(name + " gave no answer");
    if (!listed->ok()) return cannot(name + " did not list its games: " + listed->error().detail);
    const auto count = admin.store.sync_games(provider, listed->value());
    if (!count.ok()) return cannot(count.error(), name);
    return count.value();
}

}  // namespace croupier::app
