// SPDX-License-Identifier: Apache-2.0
// What a provider's list of games changes in ours. Two switches, because they belong to two people:
// a game plays when the operator has it on and the provider lists it. So a game that was gone for a
// day comes back by itself, and one that the operator switched off stays off.
#pragma once

#include <vector>

#include "usecases/directory.h"

namespace croupier::storage {

struct KnownGame {
    domain::GameTerms terms;  // `enabled` is the operator's switch alone
    bool listed = true;
};

struct GameSync {
    std::vector<domain::GameTerms> added;  // as listed; without ids of ours
    std::vector<KnownGame> changed;
    usecases::DirectoryStore::SyncCount count;
};

// `known`: all games of that provider. Limits are the operator's too and stay as they are.
GameSync sync_games(
    const std::vector<KnownGame>& known, domain::ProviderId provider,
    const std::vector<domain::GameTerms>& listed);

// As the directory shows it.
domain::GameTerms shown(const KnownGame& game);
// An operator who switches on a game that is not listed means it: it counts as listed until the
// next list comes. Whose game it is stays as it is.
KnownGame set_by_operator(const KnownGame& before, domain::GameTerms terms);

}  // namespace croupier::storage
