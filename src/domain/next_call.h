// SPDX-License-Identifier: Apache-2.0
// The outbox, derived: which call to the casino a bet needs next, and when. It follows from the bet
// alone, so there is no second record of it that could disagree (ADR 0004).
#pragma once

#include <optional>

#include "domain/bet.h"

namespace croupier::domain {

enum class CallKind { make, info, close, reopen };

struct NextCall {
    CallKind kind;
    std::size_t ordinal = 0;  // make: the transfer's place in bet.transfers
    base::Instant due;
    std::uint64_t seq = 0;  // close, reopen
    bool operator==(const NextCall&) const = default;
};

// What is due next about this bet, or nothing while it waits for somebody else or is at rest.
std::optional<NextCall> next_call(const Bet& bet, const CasinoTerms& casino);

// How long "not listed" proves nothing about a call of make of this type that was just sent.
base::Duration late_after(const CasinoTerms& casino, TransactionType type);

// When a later look is due; the first is number 0. Never sooner than silence about a payout is
// proof.
base::Instant later_look_at(const LaterLooks& later, int number, const CasinoTerms& casino);

// From when on a list is asked whose silence proves that the transfer was never taken. Nothing: it
// was never sent, so there is nothing to prove.
std::optional<base::Instant> provable_from(const Transfer& transfer, const CasinoTerms& casino);

// May the casino have heard of this transfer by now? What it confirms of others is no match.
bool may_have_left(
    const Bet& bet, std::size_t ordinal, const CasinoTerms& casino, base::Instant now);

// A stake that no make was handed over for, and that none may be handed over for any more: its hold
// is over, or it was refunded before. For whoever hands calls over, and has none about this bet.
bool is_never_to_leave(const Bet& bet, base::Instant now);

// Nothing is due but later looks: the bet is at rest for whoever waits for that.
bool only_looks_are_left(const Bet& bet, const CasinoTerms& casino);

// When the bet needs attention although no call is due: the end of a stake's hold, an age alarm.
std::optional<base::Instant> next_deadline(const Bet& bet, const CasinoTerms& casino);

// The earlier of the two: what the store indexes. Nothing: the bet is at rest.
std::optional<base::Instant> next_due(const Bet& bet, const CasinoTerms& casino);

}  // namespace croupier::domain
