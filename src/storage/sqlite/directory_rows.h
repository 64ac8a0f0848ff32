// SPDX-License-Identifier: Apache-2.0
// Casinos, providers, games and signing keys as rows. Adding answers a constraint failure when the
// row is there, setting answers false when it is not.
#pragma once

#include "storage/game_sync.h"
#include "storage/sqlite/rows.h"
#include "usecases/directory.h"

namespace croupier::storage::sqlite {

DbResult<void> add_row(db::Connection& connection, const usecases::CasinoRow& row);
DbResult<void> add_row(db::Connection& connection, const usecases::ProviderRow& row);
DbResult<void> add_row(db::Connection& connection, const usecases::KeyRow& row);
DbResult<void> add_row(db::Connection& connection, const KnownGame& game);  // draws its id

DbResult<bool> set_row(db::Connection& connection, const usecases::CasinoRow& row);
DbResult<bool> set_row(db::Connection& connection, const usecases::ProviderRow& row);
DbResult<bool> set_row(db::Connection& connection, const usecases::KeyRow& row);
DbResult<bool> set_row(db::Connection& connection, const KnownGame& game);

// By id; keys by age.
DbResult<std::vector<usecases::CasinoRow>> read_casinos(db::Connection& connection);
DbResult<std::vector<usecases::ProviderRow>> read_providers(db::Connection& connection);
DbResult<std::vector<KnownGame>> read_games(db::Connection& connection);
DbResult<std::vector<usecases::KeyRow>> read_keys(db::Connection& connection);

}  // namespace croupier::storage::sqlite
