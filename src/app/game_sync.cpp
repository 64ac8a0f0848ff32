// SPDX-License-Identifier: Apache-2.0
#include "app/game_sync.h"

#include <algorithm>
#include <optional>

#include "net/asio_loop.h"
#include "provider_api/client.h"

namespace croupier::app {

namespace {

using domain::GameTerms;
using Listed = domain::Outcome<provider_api::GameList>;

// Runs a loop of its own until the provider has answered; its terms bound the wait.
std::optional<Listed> ask(
    const Admin& admin, usecases::DirectoryPtr directory, domain::ProviderId provider) {
    net::AsioLoop loop;
    net::ClientLimits limits = admin.config.client;
    limits.answer_bytes_max =
        std::max(limits.answer_bytes_max, provider_api::GameClient::list_bytes_max);
    const auto http = loop.make_client(limits);
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

// What is not listed gets switched off; a game that is listed badly is listed all the same.
std::vector<GameTerms> with_skipped_as_known(
    const provider_api::GameList& list, domain::ProviderId provider,
    const std::vector<GameTerms>& known) {
    std::vector<GameTerms> games = list.games;
    for (const auto& skipped : list.skipped) {
        const auto is_it = [&](const GameTerms& game) {
            return game.provider == provider && game.provider_game == skipped.id;
        };
        if (std::any_of(games.begin(), games.end(), is_it)) continue;
        const auto found = std::find_if(known.begin(), known.end(), is_it);
        if (found != known.end()) games.push_back(*found);
    }
    return games;
}

}  // namespace

AdminResult<GameSyncReport> sync_games(const Admin& admin, domain::ProviderId provider) {
    const std::string name = "provider " + base::to_text(provider.value());
    CROUPIER_TRY(const auto rows, admin.rows());
    auto directory = open_directory(rows, admin.master_key);
    if (!directory.ok()) return cannot(directory.error());
    if (directory.value()->provider(provider) == nullptr) return cannot("there is no " + name);
    const auto listed = ask(admin, directory.value(), provider);
    if (!listed) return cannot(name + " gave no answer");
    if (!listed->ok()) return cannot(name + " did not list its games: " + listed->error().detail);
    const provider_api::GameList& list = listed->value();
    const auto count =
        admin.store.sync_games(provider, with_skipped_as_known(list, provider, rows.games));
    if (!count.ok()) return cannot(count.error(), name);
    return GameSyncReport{count.value(), list.skipped};
}

}  // namespace croupier::app
