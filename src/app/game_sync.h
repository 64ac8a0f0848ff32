// SPDX-License-Identifier: Apache-2.0
// Takes over a provider's list of games: one call to the provider, one write to the directory.
#pragma once

#include "app/admin.h"
#include "provider_api/game_codec.h"

namespace croupier::app {

struct GameSyncReport {
    usecases::DirectoryStore::SyncCount count;
    std::vector<provider_api::SkippedGame> skipped;
};
// A game that is listed but cannot be read stays as it is known here.
AdminResult<GameSyncReport> sync_games(const Admin& admin, domain::ProviderId provider);

}  // namespace croupier::app
