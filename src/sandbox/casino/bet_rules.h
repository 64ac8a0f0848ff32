// SPDX-License-Identifier: Apache-2.0
// What a transaction may do to a bet: pure, no I/O. The wallet loads the state, asks, and books
// what was decided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "sandbox/casino/calls.h"

namespace croupier::sandbox::casino {

enum class Dialect {
    ours,  // keeps TransactionId and tombstones, knows which transaction undoes which
    // Built from the documented parts alone: a repeat is a new transaction, make's answer has no
    // Value, nothing says a Balance.
    stock
};

struct BetTransaction {
    std::int64_t number = 0;
    TransactionType type = TransactionType::stake;
    domain::Money amount;
    bool undone = false;
};

// The bet as one player's call finds it. Only transactions that were booked.
struct BetState {
    bool known = false;
    bool of_this_player = false;
    bool cashback = false;
    bool closed = false;
    bool tombstone = false;  // a return came before any stake
    std::vector<BetTransaction> transactions = {};
};

struct PlayerState {
    domain::Money balance;
    bool blocked = false;
    std::optional<domain::Money> stake_max = std::nullopt;
    bool promo_code_usable = true;
};

struct Demand {
    TransactionType type = TransactionType::stake;
    domain::Money amount;  // not negative
    bool cashback = false;
};

struct Decision {
    Code code = Code::success;
    // The transaction that this one takes back.
    std::optional<std::int64_t> undoes = std::nullopt;
    // A return of a stake that never came, also of a bet that only a jackpot made known: nothing
    // moves, and the stake is refused should it come after all.
    bool leaves_tombstone = false;
};

Decision decide(
    const Demand& demand, const BetState& bet, const PlayerState& player, Dialect dialect);

// The balance after it; nothing on overflow. Below zero is possible for a payout return alone.
std::optional<domain::Money> balance_after(const Demand& demand, domain::Money balance);

}  // namespace croupier::sandbox::casino
