// SPDX-License-Identifier: Apache-2.0
// Takes over a provider's list of games: one call to the provider, one write to the directory.
#pragma once

#include "app/admin.h"

namespace croupier::app {

AdminResult<usecases::DirectoryStore::SyncCount> sync_games(
    const Admin& admin, domain::ProviderId provider);

}  // namespace croupier::app
