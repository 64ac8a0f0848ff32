// SPDX-License-Identifier: Apache-2.0
// The transfers of a bet as rows. Used by bet_rows; a transfer is never read or written without its
// bet.
#pragma once

#include <cstddef>
#include <vector>

#include "domain/bet.h"
#include "storage/sqlite/rows.h"

namespace croupier::storage::sqlite {

DbResult<void> insert_transfer(
    db::Connection& connection, const domain::Bet& bet, std::size_t ordinal);
DbResult<void> update_transfer(
    db::Connection& connection, const domain::Bet& bet, std::size_t ordinal);

// In their order.
DbResult<std::vector<domain::Transfer>> read_transfers(
    db::Connection& connection, const domain::Bet& bet);

}  // namespace croupier::storage::sqlite
