// SPDX-License-Identifier: Apache-2.0
// Postings, accounts and balances. Postings are only ever added; balances are sums that can be
// proved from them.
#pragma once

#include <map>
#include <set>

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// The writing side, one a connection: remembers the numbers of accounts.
class Ledger {
public:
    explicit Ledger(db::Connection& connection) : connection_(connection) {}

    // Inside the caller's transaction. Answers the number of account deltas written.
    DbResult<std::size_t> write(
        const std::vector<domain::Posting>& postings, const usecases::Segment& segment);
    // How that transaction ended: an account's number holds only when it was committed.
    void committed();
    void rolled_back() { fresh_.clear(); }

private:
    DbResult<std::int64_t> number_of(const domain::Account& account);
    DbResult<std::int64_t> find_or_insert(const domain::Account& account);
    DbResult<void> write_posting(
        const domain::Posting& posting, const usecases::Segment& segment, std::size_t line);

    db::Connection& connection_;
    std::map<domain::Account, std::int64_t> known_;
    std::map<domain::Account, std::int64_t> fresh_;  // since the last commit
};

// Moves up to `limit` deltas into the balances, in a transaction of its own. Answers how many. An
// account whose sum is beyond 64 bits keeps its deltas, raises an alarm once and joins `full`: it
// is not tried again, and all others are folded.
DbResult<std::size_t> fold_deltas(
    db::Connection& connection, std::size_t limit, std::set<std::int64_t>& full);

// Of every account that ever moved, open deltas included; see balances_of.
DbResult<domain::Balances> read_balances(db::Connection& connection);

}  // namespace croupier::storage::sqlite
