// SPDX-License-Identifier: Apache-2.0
// Segments as rows: the commit marker of each batch, and the void ones that fence a number.
#pragma once

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// Inside the caller's transaction. A number that is taken, void or not, is a constraint failure.
DbResult<void> insert_segment(db::Connection& connection, const usecases::Segment& segment);

// In a transaction of its own; asked again, it answers the same.
DbResult<usecases::Fate> find_fate(
    db::Connection& connection, std::uint32_t chain, std::uint64_t seq);

DbResult<usecases::ChainHead> read_chain_head(db::Connection& connection, std::uint32_t chain);

}  // namespace croupier::storage::sqlite
