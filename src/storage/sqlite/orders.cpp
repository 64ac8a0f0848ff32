// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/orders.h"

#include "storage/sqlite/faults.h"
#include "storage/sqlite/rows.h"

namespace croupier::storage::sqlite {

namespace {

using usecases::Order;
using usecases::StoreFault;

constexpr std::string_view add_sql =
    "INSERT INTO bet_order(kind, bet, transfer, casino, partner_transaction, reason, ordered_at,"
    " obeyed, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '') RETURNING id";
constexpr std::string_view find_sql =
    "SELECT id, kind, bet, transfer, casino, partner_transaction, reason, ordered_at, done_at,"
    " obeyed, outcome FROM bet_order"
    " WHERE id = ?";
constexpr std::string_view open_sql =
    "SELECT id, kind, bet, transfer, casino, partner_transaction, reason, ordered_at, done_at,"
    " obeyed, outcome FROM bet_order"
    " WHERE done_at IS NULL ORDER BY id LIMIT ?";
constexpr std::string_view finish_sql =
    "UPDATE bet_order SET done_at = ?2, obeyed = ?3, outcome = ?4"
    " WHERE id = ?1 AND done_at IS NULL";

std::optional<usecases::PartnerBooking> next_booking(RowReader& row) {
    const auto casino = row.next<std::optional<domain::CasinoId>>();
    auto booking = row.next<std::optional<domain::PartnerTransactionId>>();
    if (!casino || !booking) return std::nullopt;
    return usecases::PartnerBooking(*casino, std::move(*booking));
}

DbResult<std::vector<Order>> orders_in(db::Statement statement) {
    std::vector<Order> orders;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return orders;
        RowReader row(statement);
        Order order{
            .id = row.next<std::int64_t>(),
            .kind = row.word(usecases::parse_order_kind),
            .bet = row.next<domain::BetId>(),
            .transfer = row.next<std::optional<domain::TransactionId>>(),
            .booking = next_booking(row),
            .reason = row.next<std::string>(),
            .ordered_at = row.next<base::Instant>(),
            .done_at = row.next<std::optional<base::Instant>>(),
            .obeyed = row.next<bool>(),
            .outcome = row.next<std::string>()};
        CROUPIER_TRY(order, row.done(std::move(order), "order"));
        orders.push_back(std::move(order));
    }
}

template <class Key>
DbResult<std::vector<Order>> read_orders(
    db::Connection& connection, std::string_view sql, const Key& key) {
    CROUPIER_TRY(auto statement, connection.prepare(sql));
    bind_all(statement, key);
    return orders_in(std::move(statement));
}

DbResult<std::int64_t> add_order(db::Connection& connection, const Order& order) {
    CROUPIER_TRY(auto statement, connection.prepare(add_sql));
    const auto& booking = order.booking;
    bind_all(
        statement, usecases::to_text(order.kind), order.bet, order.transfer,
        booking ? std::optional(booking->first) : std::nullopt,
        booking ? std::optional(booking->second) : std::nullopt, order.reason, order.ordered_at);
    CROUPIER_TRY(const bool added, statement.step());
    if (!added) return refuse_row("an order without an id");
    const std::int64_t id = statement.column_i64(0);
    CROUPIER_TRY(const bool more, statement.step());  // its end is the commit
    if (more) return refuse_row("an order with two ids");
    return id;
}

DbResult<void> finish_order(
    db::Connection& connection, std::int64_t id, base::Instant at,
    const usecases::OrderOutcome& outcome) {
    CROUPIER_TRY(auto statement, connection.prepare(finish_sql));
    bind_all(statement, id, at, outcome.obeyed, outcome.sentence);
    return statement.run();
}

}  // namespace

base::Result<std::int64_t, StoreFault> SqliteOrders::add(const Order& order) {
    return or_fault("add order", add_order(connection_, order));
}

base::Result<std::optional<Order>, StoreFault> SqliteOrders::find(std::int64_t id) {
    CROUPIER_TRY(auto found, or_fault("find order", read_orders(connection_, find_sql, id)));
    if (found.empty()) return std::optional<Order>();
    return std::optional(std::move(found.front()));
}

base::Result<std::vector<Order>, StoreFault> SqliteOrders::open(std::size_t limit) {
    return or_fault("open orders", read_orders(connection_, open_sql, limit));
}

base::Result<void, StoreFault> SqliteOrders::finish(
    std::int64_t id, base::Instant at, const usecases::OrderOutcome& outcome) {
    return or_fault("finish order", finish_order(connection_, id, at, outcome));
}

}  // namespace croupier::storage::sqlite
