// SPDX-License-Identifier: Apache-2.0
#include "storage/account_sums.h"

#include "base/log.h"

namespace croupier::storage {

namespace {

// False on overflow; then the account's sum is of no use.
bool add_to(AccountSums& sums, const domain::Account& account, AccountSum more) {
    AccountSum& sum = sums[account];
    const auto added = add(sum, more);
    if (added) sum = *added;
    return added.has_value();
}

}  // namespace

void add_to(AccountNets& nets, const domain::Account& account, AccountSum more) {
    nets[account] += WideMinor{more.debit} - WideMinor{more.credit};
}

domain::Balances balances_of(const AccountNets& nets) {
    domain::Balances balances;
    for (const auto& [account, net] : nets) {
        const auto minor = static_cast<std::int64_t>(net);
        if (minor == net) {
            balances.emplace(account, minor);
        } else {
            base::log_error(
                "alarm", {{"kind", "account_beyond_64_bits"},
                          {"casino", account.casino.value()},
                          {"currency", account.currency.code()},
                          {"purpose", domain::to_text(account.purpose)}});
        }
    }
    return balances;
}

std::optional<AccountSum> add(AccountSum a, AccountSum b) {
    AccountSum sum;
    if (__builtin_add_overflow(a.debit, b.debit, &sum.debit)) return std::nullopt;
    if (__builtin_add_overflow(a.credit, b.credit, &sum.credit)) return std::nullopt;
    return sum;
}

std::optional<AccountSums> sums_of(const std::vector<domain::Posting>& postings) {
    AccountSums sums;
    for (const domain::Posting& posting : postings) {
        const std::int64_t minor = posting.amount.minor();
        if (!add_to(sums, posting.debit, {.debit = minor, .credit = 0}) ||
            !add_to(sums, posting.credit, {.debit = 0, .credit = minor})) {
            return std::nullopt;
        }
    }
    return sums;
}

}  // namespace croupier::storage
