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

// When the bet needs attention although no call is due: the end of a stake's hold, an age alarm.
std::optional<base::Instant> next_deadline(const Bet& bet, const CasinoTerms& casino);

// The earlier of the two: what the store indexes. Nothing: the bet is at rest.
std::optional<base::Instant> next_due(const Bet& bet, const CasinoTerms& casino);

}  // namespace croupier::domain
