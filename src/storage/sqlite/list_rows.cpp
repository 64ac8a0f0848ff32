// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/list_rows.h"

namespace croupier::storage::sqlite {

namespace {

constexpr std::string_view write_sql =
    "INSERT INTO casino_lists(casino, bet, believed, judged_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (casino) DO UPDATE SET bet = excluded.bet, believed = excluded.believed,"
    " judged_at = excluded.judged_at";
constexpr std::string_view read_sql =
    "SELECT casino, bet, believed, judged_at FROM casino_lists ORDER BY casino";

}  // namespace

DbResult<void> write_list_verdict(
    db::Connection& connection, const usecases::ListVerdict& verdict) {
    CROUPIER_TRY(auto statement, connection.prepare(write_sql));
    bind_all(statement, verdict.casino, verdict.bet, verdict.believed, verdict.judged_at);
    return statement.run();
}

DbResult<std::vector<usecases::ListVerdict>> read_list_verdicts(db::Connection& connection) {
    CROUPIER_TRY(auto statement, connection.prepare(read_sql));
    std::vector<usecases::ListVerdict> verdicts;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return verdicts;
        RowReader row(statement);
        usecases::ListVerdict verdict{
            .casino = row.next<domain::CasinoId>(),
            .bet = row.next<domain::BetId>(),
            .believed = row.next<bool>(),
            .judged_at = row.next<std::optional<base::Instant>>()};
        CROUPIER_TRY(verdict, row.done(verdict, "casino_lists"));
        verdicts.push_back(verdict);
    }
}

}  // namespace croupier::storage::sqlite
