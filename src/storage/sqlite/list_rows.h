// SPDX-License-Identifier: Apache-2.0
// Whether each casino was seen to list what it booked.
#pragma once

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// Inside the caller's transaction. Inserts or replaces.
DbResult<void> write_list_verdict(db::Connection& connection, const usecases::ListVerdict& verdict);

// By casino.
DbResult<std::vector<usecases::ListVerdict>> read_list_verdicts(db::Connection& connection);

}  // namespace croupier::storage::sqlite
