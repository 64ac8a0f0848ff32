// SPDX-License-Identifier: Apache-2.0
// Requests of providers that were let in, until their time is over.
#pragma once

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// Inside the caller's transaction. One that is there already stays as it is.
DbResult<void> insert_request(db::Connection& connection, const usecases::SeenRequest& request);

DbResult<std::vector<usecases::SeenRequest>> read_requests(
    db::Connection& connection, base::Instant now);

// In a transaction of its own; answers how many rows went, `limit` at most.
DbResult<std::size_t> forget_requests(
    db::Connection& connection, base::Instant now, std::size_t limit);

}  // namespace croupier::storage::sqlite
