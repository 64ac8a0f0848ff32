// SPDX-License-Identifier: Apache-2.0
// What a batch's postings add to each account's two sides: one row an account and batch, so that no
// row is hot.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "domain/ledger.h"

namespace croupier::storage {

struct AccountSum {
    std::int64_t debit = 0;
    std::int64_t credit = 0;
    bool operator==(const AccountSum&) const = default;
};
using AccountSums = std::map<domain::Account, AccountSum>;

// Debit less credit of each account, over any number of rows: no sum of 64-bit amounts that a store
// can hold is beyond this.
__extension__ using WideMinor = __int128;
using AccountNets = std::map<domain::Account, WideMinor>;
void add_to(AccountNets& nets, const domain::Account& account, AccountSum more);
// As amounts. An account whose balance is beyond 64 bits is left out, with an alarm: the others are
// as right as ever.
domain::Balances balances_of(const AccountNets& nets);

// Nothing on overflow.
std::optional<AccountSum> add(AccountSum a, AccountSum b);
std::optional<AccountSums> sums_of(const std::vector<domain::Posting>& postings);

}  // namespace croupier::storage
