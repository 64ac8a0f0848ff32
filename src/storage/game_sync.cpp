// SPDX-License-Identifier: Apache-2.0
#include "storage/game_sync.h"

#include <map>

namespace croupier::storage {

namespace {

using domain::GameTerms;

bool same_listing(const GameTerms& ours, const GameTerms& theirs) {
    return ours.name == theirs.name && ours.category == theirs.category &&
           ours.image_url == theirs.image_url && ours.has_demo == theirs.has_demo &&
           ours.live == theirs.live;
}

GameTerms with_listing(GameTerms ours, const GameTerms& theirs) {
    ours.name = theirs.name;
    ours.category = theirs.category;
    ours.image_url = theirs.image_url;
    ours.has_demo = theirs.has_demo;
    ours.live = theirs.live;
    return ours;
}

}  // namespace

GameSync sync_games(
    const std::vector<KnownGame>& known, domain::ProviderId provider,
    const std::vector<GameTerms>& listed) {
    // By the provider's own id; of a game listed twice the last one counts.
    std::map<domain::ProviderGameId, const GameTerms*> theirs;
    for (const GameTerms& game : listed)
        theirs[game.provider_game] = &game;
    GameSync sync;
    for (const KnownGame& game : known) {
        const auto found = theirs.find(game.terms.provider_game);
        if (found == theirs.end()) {
            if (game.listed) sync.changed.push_back({game.terms, false});
            sync.count.disabled += game.listed ? 1 : 0;
            continue;
        }
        if (!game.listed || !same_listing(game.terms, *found->second)) {
            sync.changed.push_back({with_listing(game.terms, *found->second), true});
            ++sync.count.changed;
        }
        theirs.erase(found);
    }
    for (const GameTerms& game : listed) {
        const auto found = theirs.find(game.provider_game);
        if (found == theirs.end() || found->second != &game) continue;
        sync.added.push_back(game);
        sync.added.back().provider = provider;
    }
    sync.count.added = sync.added.size();
    return sync;
}

GameTerms shown(const KnownGame& game) {
    GameTerms terms = game.terms;
    terms.enabled = terms.enabled && game.listed;
    return terms;
}

KnownGame set_by_operator(const KnownGame& before, GameTerms terms) {
    const bool listed = before.listed || terms.enabled;
    terms.provider = before.terms.provider;
    terms.provider_game = before.terms.provider_game;
    return {std::move(terms), listed};
}

}  // namespace croupier::storage
