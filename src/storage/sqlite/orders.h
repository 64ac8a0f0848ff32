// SPDX-License-Identifier: Apache-2.0
// Orders about bets in the store's own file; each write is a short transaction of its own.
#pragma once

#include "db/sqlite.h"
#include "usecases/orders.h"

namespace croupier::storage::sqlite {

class SqliteOrders final : public usecases::OrderStore {
public:
    explicit SqliteOrders(db::Connection connection) : connection_(std::move(connection)) {}

    base::Result<std::int64_t, usecases::StoreFault> add(const usecases::Order& order) override;
    base::Result<std::optional<usecases::Order>, usecases::StoreFault> find(
        std::int64_t id) override;
    base::Result<std::vector<usecases::Order>, usecases::StoreFault> open(
        std::size_t limit) override;
    base::Result<void, usecases::StoreFault> finish(
        std::int64_t id, base::Instant at, const usecases::OrderOutcome& outcome) override;

private:
    db::Connection connection_;
};

}  // namespace croupier::storage::sqlite
