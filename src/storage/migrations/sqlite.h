// SPDX-License-Identifier: Apache-2.0
// The schema steps of a SQLite store, in order.
#pragma once

#include <array>
#include <span>

#include "db/migrations.h"
#include "storage/migrations/sqlite_0001_books.h"
#include "storage/migrations/sqlite_0002_directory.h"
#include "storage/migrations/sqlite_0003_requests.h"
#include "storage/migrations/sqlite_0004_orders.h"

namespace croupier::storage::migrations {

inline constexpr std::array<db::Migration, 4> sqlite_steps = {{
    {1, "players, sessions, bets, ledger and segments", sqlite_0001_books},
    {2, "casinos, providers, games and signing keys", sqlite_0002_directory},
    {3, "requests of providers", sqlite_0003_requests},
    {4, "orders about bets", sqlite_0004_orders},
}};

inline std::span<const db::Migration> sqlite() { return sqlite_steps; }

}  // namespace croupier::storage::migrations
