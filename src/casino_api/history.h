// SPDX-License-Identifier: Apache-2.0
// GET /transactions: the hub's books of one casino by time, for the casino's own reconciliation.
#pragma once

#include <optional>

#include "base/json.h"
#include "net/http.h"
#include "usecases/ports.h"

namespace croupier::casino_api {

std::optional<usecases::TransactionQuery> read_transactions_query(
    const net::Request& request, domain::CasinoId casino);
// `Transactions` and, when there are more, `Cursor`.
base::Json to_json(const usecases::TransactionPage& page);

}  // namespace croupier::casino_api
