// SPDX-License-Identifier: Apache-2.0
// Names into a snapshot: the closure of what a batch touches, by point queries on the key of each.
#pragma once

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// Inside the caller's write transaction, which is the lock of all players at once.
DbResult<usecases::Snapshot> load_snapshot(
    db::Connection& connection, const usecases::Names& names, base::Instant now);

}  // namespace croupier::storage::sqlite
