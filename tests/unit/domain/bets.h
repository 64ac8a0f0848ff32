// SPDX-License-Identifier: Apache-2.0
// Bets for tests of the domain: whole, small, and with ids that read well in a failure.
#pragma once

#include "domain/bet.h"
#include "domain/bet_moves.h"

namespace croupier::domain {

inline constexpr base::Instant noon{1'767'268'800'000};

Currency euro();
Money cents(std::int64_t minor);
TransactionId transaction(std::uint8_t number);

// A transfer of the type and state, of 10.00 unless said otherwise.
Transfer transfer_of(
    std::uint8_t number, TransactionType type, TransferState state, std::int64_t minor = 1000);
// A bet without any transfer.
Bet bare_bet();
// A bet whose stake of 10.00 stands in this state. Further transfers are pushed behind it.
Bet bet_with(TransferState stake);
Transfer payout(std::uint8_t number, TransferState state, std::int64_t minor = 1000);
// Undoes the stake of bet_with.
Transfer stake_return(std::uint8_t number, TransferState state);

// Postings that put the transfer where its state says, written without domain/ledger.cpp.
Posting posting(const Bet& bet, Purpose debit, Purpose credit, std::int64_t minor = 1000);

}  // namespace croupier::domain
