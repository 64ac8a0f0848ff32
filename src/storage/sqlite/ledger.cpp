// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/ledger.h"

#include "base/log.h"
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
constexpr std::string_view next_account_sql =
    "SELECT min(account) FROM account_delta WHERE account > ?";
constexpr std::string_view read_balance_sql =
    "SELECT debit, credit FROM account_balance WHERE account = ?";
constexpr std::string_view read_deltas_sql =
    "SELECT debit, credit FROM account_delta WHERE account = ? ORDER BY chain, seq LIMIT ?";
constexpr std::string_view drop_deltas_sql =
    "DELETE FROM account_delta WHERE (account, chain, seq) IN"
    " (SELECT account, chain, seq FROM account_delta WHERE account = ? ORDER BY chain, seq LIMIT "
    "?)";
constexpr std::string_view set_balance_sql =
    "INSERT INTO account_balance(account, debit, credit) VALUES (?, ?, ?)"
    " ON CONFLICT (account) DO UPDATE SET debit = excluded.debit, credit = excluded.credit";
// Summed by us: a sum of SQLite's that is beyond 64 bits fails the whole query.
constexpr std::string_view balances_sql =
    "SELECT casino, provider, currency, purpose, debit, credit FROM"
    " (SELECT account, debit, credit FROM account_balance"
    " UNION ALL SELECT account, debit, credit FROM account_delta)"
    " JOIN account ON account.id = account";

DbResult<std::optional<std::int64_t>> next_account(db::Connection& connection, std::int64_t after) {
    CROUPIER_TRY(auto statement, connection.prepare(next_account_sql));
    bind_all(statement, after);
    CROUPIER_TRY_VOID(statement.step());
    return statement.column_optional_i64(0);
}

// The account's balance with its first open deltas, and how many these are; no sum when that is
// beyond 64 bits.
struct Folded {
    std::optional<AccountSum> sum = AccountSum{};
    std::size_t deltas = 0;
};

void take(Folded& folded, const db::Statement& row) {
    const AccountSum more{.debit = row.column_i64(0), .credit = row.column_i64(1)};
    if (folded.sum) folded.sum = add(*folded.sum, more);
}

DbResult<Folded> folded_sum(db::Connection& connection, std::int64_t account, std::size_t limit) {
    Folded folded;
    CROUPIER_TRY(auto balance, connection.prepare(read_balance_sql));
    bind_all(balance, account);
    CROUPIER_TRY(const bool has_balance, balance.step());
    if (has_balance) take(folded, balance);
    CROUPIER_TRY(auto deltas, connection.prepare(read_deltas_sql));
    bind_all(deltas, account, limit);
    for (;; ++folded.deltas) {
        CROUPIER_TRY(const bool more, deltas.step());
        if (!more) return folded;
        take(folded, deltas);
    }
}

DbResult<void> write_folded(
    db::Connection& connection, std::int64_t account, const Folded& folded) {
    CROUPIER_TRY(auto dropping, connection.prepare(drop_deltas_sql));
    bind_all(dropping, account, folded.deltas);
    CROUPIER_TRY_VOID(dropping.run());
    CROUPIER_TRY(auto setting, connection.prepare(set_balance_sql));
    bind_all(setting, account, folded.sum->debit, folded.sum->credit);
    return setting.run();
}

DbResult<std::size_t> fold_in_transaction(
    db::Connection& connection, std::size_t limit, std::set<std::int64_t>& full) {
    std::size_t taken = 0;
    std::int64_t at = 0;
    while (taken < limit) {
        CROUPIER_TRY(const auto account, next_account(connection, at));
        if (!account) break;
        at = *account;
        if (full.contains(at)) continue;
        CROUPIER_TRY(const Folded folded, folded_sum(connection, at, limit - taken));
        if (folded.sum) {
            CROUPIER_TRY_VOID(write_folded(connection, at, folded));
            taken += folded.deltas;
        } else {
            full.insert(at);
            base::log_error("alarm", {{"kind", "account_full"}, {"account", at}});
        }
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

DbResult<std::size_t> fold_deltas(
    db::Connection& connection, std::size_t limit, std::set<std::int64_t>& full) {
    CROUPIER_TRY_VOID(connection.begin_immediate());
    auto folded = fold_in_transaction(connection, limit, full);
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
    AccountNets nets;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return balances_of(nets);
        RowReader row(statement);
        const domain::Account account{
            .casino = row.next<domain::CasinoId>(),
            .provider = row.next<domain::ProviderId>(),
            .currency = row.next<domain::Currency>(),
            .purpose = row.word(domain::parse_purpose)};
        const auto debit = row.next<std::int64_t>();
        const AccountSum sides{.debit = debit, .credit = row.next<std::int64_t>()};
        CROUPIER_TRY(const AccountSum sum, row.done(sides, "account"));
        add_to(nets, account, sum);
    }
}

}  // namespace croupier::storage::sqlite
