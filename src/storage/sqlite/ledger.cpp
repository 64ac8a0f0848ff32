// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/ledger.h"

#include "storage/account_sums.h"

namespace croupier::storage::sqlite {

namespace {

constexpr std::string_view find_account_sql =
    "SELECT id FROM account WHERE casino = ? AND provider = ? AND currency = ? AND purpose = ?";
constexpr std::string_view insert_account_sql =
    "INSERT INTO account(casino, provider, currency, purpose) VALUES (?, ?, ?, ?) RETURNING id";
constexpr std::string_view insert_posting_sql =
    "INSERT INTO posting(slot, bet, chain, seq, line, transfer, debit, credit, amount, currency, "
    "at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view insert_delta_sql =
    "INSERT INTO account_delta(account, chain, seq, debit, credit) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view take_deltas_sql =
    "DELETE FROM account_delta WHERE (account, chain, seq) IN"
    " (SELECT account, chain, seq FROM account_delta ORDER BY account, chain, seq LIMIT ?)"
    " RETURNING account, debit, credit";
// A sum beyond 64 bits is refused by the column's type: SQLite would make it a REAL.
constexpr std::string_view add_to_balance_sql =
    "INSERT INTO account_balance(account, debit, credit) VALUES (?, ?, ?)"
    " ON CONFLICT (account) DO UPDATE SET debit = debit + excluded.debit,"
    " credit = credit + excluded.credit";
constexpr std::string_view balances_sql =
    "SELECT casino, provider, currency, purpose, sum(debit - credit) FROM"
    " (SELECT account, debit, credit FROM account_balance"
    " UNION ALL SELECT account, debit, credit FROM account_delta)"
    " JOIN account ON account.id = account GROUP BY account";

DbResult<std::map<std::int64_t, AccountSum>> take_deltas(
    db::Connection& connection, std::size_t limit, std::size_t& taken) {
    CROUPIER_TRY(auto statement, connection.prepare(take_deltas_sql));
    bind_all(statement, limit);
    std::map<std::int64_t, AccountSum> sums;
    for (taken = 0;; ++taken) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return sums;
        AccountSum& sum = sums[statement.column_i64(0)];
        const auto added =
            add(sum, {.debit = statement.column_i64(1), .credit = statement.column_i64(2)});
        if (!added) return refuse_row("an account's sum is beyond 64 bits");
        sum = *added;
    }
}

DbResult<std::size_t> fold_in_transaction(db::Connection& connection, std::size_t limit) {
    std::size_t taken = 0;
    CROUPIER_TRY(const auto sums, take_deltas(connection, limit, taken));
    CROUPIER_TRY(auto statement, connection.prepare(add_to_balance_sql));
    for (const auto& [account, sum] : sums) {
        bind_all(statement, account, sum.debit, sum.credit);
        CROUPIER_TRY_VOID(statement.run());
    }
    return taken;
}

}  // namespace

DbResult<std::size_t> Ledger::write(
    const std::vector<domain::Posting>& postings, const usecases::Segment& segment) {
    const auto sums = sums_of(postings);
    if (!sums) return refuse_row("a batch's sum is beyond 64 bits");
    for (std::size_t line = 0; line < postings.size(); ++line) {
        CROUPIER_TRY_VOID(write_posting(postings[line], segment, line));
    }
    for (const auto& [account, sum] : *sums) {
        CROUPIER_TRY(const auto number, number_of(account));
        CROUPIER_TRY(auto statement, connection_.prepare(insert_delta_sql));
        bind_all(statement, number, segment.chain, segment.seq, sum.debit, sum.credit);
        CROUPIER_TRY_VOID(statement.run());
    }
    return sums->size();
}

void Ledger::committed() {
    known_.merge(fresh_);
    fresh_.clear();
}

DbResult<void> Ledger::write_posting(
    const domain::Posting& posting, const usecases::Segment& segment, std::size_t line) {
    CROUPIER_TRY(const auto debit, number_of(posting.debit));
    CROUPIER_TRY(const auto credit, number_of(posting.credit));
    CROUPIER_TRY(auto statement, connection_.prepare(insert_posting_sql));
    bind_all(
        statement, domain::slot_of(posting.bet), posting.bet, segment.chain, segment.seq, line,
        posting.transfer, debit, credit, posting.amount, posting.amount.currency(), segment.at);
    return statement.run();
}

DbResult<std::int64_t> Ledger::number_of(const domain::Account& account) {
    if (const auto known = known_.find(account); known != known_.end()) return known->second;
    if (const auto fresh = fresh_.find(account); fresh != fresh_.end()) return fresh->second;
    CROUPIER_TRY(const auto number, find_or_insert(account));
    fresh_.emplace(account, number);
    return number;
}

DbResult<std::int64_t> Ledger::find_or_insert(const domain::Account& account) {
    for (const std::string_view sql : {find_account_sql, insert_account_sql}) {
        CROUPIER_TRY(auto statement, connection_.prepare(sql));
        bind_all(
            statement, account.casino, account.provider, account.currency,
            domain::to_text(account.purpose));
        CROUPIER_TRY(const bool found, statement.step());
        if (found) return statement.column_i64(0);
    }
    return refuse_row("an account that cannot be made");
}

DbResult<std::size_t> fold_deltas(db::Connection& connection, std::size_t limit) {
    CROUPIER_TRY_VOID(connection.begin_immediate());
    auto folded = fold_in_transaction(connection, limit);
    if (!folded.ok()) {
        connection.rollback();
        return folded;
    }
    if (auto committed = connection.commit(); !committed.ok()) {
        connection.rollback();
        return base::fail(std::move(committed).error());
    }
    return folded;
}

DbResult<domain::Balances> read_balances(db::Connection& connection) {
    CROUPIER_TRY(auto statement, connection.prepare(balances_sql));
    domain::Balances balances;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return balances;
        RowReader row(statement);
        const domain::Account account{
            .casino = row.next<domain::CasinoId>(),
            .provider = row.next<domain::ProviderId>(),
            .currency = row.next<domain::Currency>(),
            .purpose = row.word(domain::parse_purpose)};
        CROUPIER_TRY(const auto minor, row.done(row.next<std::int64_t>(), "account"));
        balances.emplace(account, minor);
    }
}

}  // namespace croupier::storage::sqlite
