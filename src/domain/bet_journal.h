// SPDX-License-Identifier: Apache-2.0
// The pen that writes a bet's transfers: every new transfer and every change of state goes through
// here, and the postings with it. Private to domain: use cases call bet_moves.h.
#pragma once

#include "domain/bet_moves.h"

namespace croupier::domain {

// Moves a transfer to a state and the amount to where it stands then. Moving to the present state
// does nothing.
void move_transfer(BetChange& change, std::size_t ordinal, TransferState to, base::Instant now);

struct NewTransfer {
    TransactionType type;
    Money amount;
    PayoutKey payout_key{};
    std::optional<TransactionId> undoes{};
    std::optional<ErrorCode> refusal{};  // a stake that the hub refuses is born refused
};
// Appends a pending (or refused) transfer, due now, and answers its place.
std::size_t add_transfer(BetChange& change, const MoveContext& context, NewTransfer order);

void raise(BetChange& change, AlarmKind kind, std::string detail);

// The stake may have been taken: it is in doubt from now on, and its return is promised with it.
void doubt_stake(BetChange& change, const MoveContext& context);
// The casino booked the stake: the payout of a pay-in-out follows, unless the stake was in doubt or
// returned before.
void book_stake(BetChange& change, const MoveContext& context);
void promise_stake_return(BetChange& change, const MoveContext& context);

// A call of make ended that the casino may have taken. It counts from its end: when it left, after
// its signature and for want of a connection, is not known, and is no later.
void note_attempt(Transfer& transfer, base::Instant now);
// The casino booked money owed; one that was sent more than once to a casino that cannot tell
// repeats is looked after.
void book_transfer(BetChange& change, const MoveContext& context, std::size_t ordinal);
// Looks `wanted` times for what the casino does late, from now on.
void look_later(Bet& bet, base::Instant now, std::uint8_t wanted);
// A booking of the casino beyond what it was asked for (Extra::open), with its alarm.
void add_extra(BetChange& change, const MoveContext& context, const ListedTransaction& entry);

// Sets when money owed is tried again after another failure.
void postpone(Transfer& transfer, const MoveContext& context);
// The casino refuses money owed: alarm at once, tried on until it is booked or a person closes it.
void refuse_owed(
    BetChange& change, const MoveContext& context, std::size_t ordinal, ErrorCode code);

// Does another transfer of the bet carry this booking? An empty one never does.
bool booking_belongs_elsewhere(
    const Bet& bet, std::size_t ordinal, const PartnerTransactionId& booking);

}  // namespace croupier::domain
