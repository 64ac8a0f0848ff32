// SPDX-License-Identifier: Apache-2.0
// Double entry. Every transfer of money stands somewhere: a pair of accounts that follows from its
// type and state. When the state changes, a posting moves the amount from where it stood to where
// it stands now; postings are only ever added. What is in doubt, owed or won is therefore the
// balance of an account and not a report.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/ids.h"
#include "domain/money.h"

namespace croupier::domain {

enum class Purpose : std::uint8_t {
    wallet,  // what the casino moved out of its players' wallets (debit) and into them (credit)
    stakes_pending,   // stakes on their way, the casino's word awaited
    stakes_in_doubt,  // stakes of which nobody knows yet whether they were taken
    stakes,           // stakes booked by the casino
    stake_returns,    // stakes given back
    returns_owed,     // stakes to be given back, not yet booked
    payouts,          // payouts decided by providers
    payouts_owed,     // payouts on their way to players
    payout_returns,   // payouts taken back
    takebacks_due,    // payouts to be taken back, not yet booked
    jackpots,         // jackpot payouts decided
    jackpots_owed,    // jackpot payouts on their way
    written_off,      // owed money that a person closed with a reason
    overpaid,         // what casinos paid once more than they were asked to
    overcharged       // what casinos took once more than they were asked to
};
std::string_view to_text(Purpose purpose);
std::optional<Purpose> parse_purpose(std::string_view text);

struct Account {
    CasinoId casino;
    ProviderId provider;
    Currency currency;
    Purpose purpose;
    auto operator<=>(const Account&) const = default;
};

// One line of the ledger: the same amount leaves `credit` and enters `debit`; amount > 0. A line
// sums to zero by its form.
struct Posting {
    BetId bet;
    TransactionId transfer;
    Account debit;
    Account credit;
    Money amount;
    bool operator==(const Posting&) const = default;
};

// Where an amount stands: debited to one purpose, credited to another.
struct Position {
    Purpose debit;
    Purpose credit;
    bool operator==(const Position&) const = default;
};

enum class TransactionType : std::int8_t {
    stake = -1,
    payout = 1,
    stake_return = 2,
    payout_return = -2,
    jackpot = 4
};
std::string_view to_text(TransactionType type);
std::optional<TransactionType> transaction_type_from(std::int64_t wire_value);

enum class TransferState : std::uint8_t {
    pending,     // decided and durable; the casino may have heard of it
    received,    // the casino answered 200 and its accept is awaited (booking `accept`)
    booked,      // final: the casino moved the money
    refused,     // final, stakes only: the casino or the hub said no
    in_doubt,    // stakes only: nobody knows; never becomes accepted, its return is promised
    voided,      // final unless the casino says otherwise: nothing moved
    written_off  // closed by a person with a reason
};
std::string_view to_text(TransferState state);
std::optional<TransferState> parse_transfer_state(std::string_view text);

// Nothing when the amount stands nowhere (refused, voided).
std::optional<Position> position_of(TransactionType type, TransferState state);

// May a transfer of this type go from one state to another? Everything else is a bug.
bool may_move(TransactionType type, TransferState from, TransferState to);

// Sums of postings per account: debits minus credits, in minor units.
using Balances = std::map<Account, std::int64_t>;
// Nothing on overflow.
std::optional<Balances> sum_of(const std::vector<Posting>& postings);

}  // namespace croupier::domain
