// SPDX-License-Identifier: Apache-2.0
// Bets and their transfers as rows. What a bet and a transfer are is written once; only what can
// move is ever updated (write_rules.h refuses the rest).
#pragma once

#include <optional>
#include <vector>

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// Inserts or updates the bet, and of its transfers those that are new or changed since `before`.
DbResult<void> write_bet(db::Connection& connection, const usecases::BetWrite& write);

// Whole, with transfers; nothing when there is none.
DbResult<std::optional<domain::Bet>> read_bet(db::Connection& connection, domain::BetId id);
DbResult<std::optional<domain::Bet>> read_bet(
    db::Connection& connection, const usecases::BetKey& key);
DbResult<std::vector<domain::Bet>> read_bets_after(
    db::Connection& connection, domain::BetId after, std::size_t limit);

}  // namespace croupier::storage::sqlite
