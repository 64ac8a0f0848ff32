// SPDX-License-Identifier: Apache-2.0
#include "domain/invariants.h"

#include <algorithm>
#include <set>

namespace croupier::domain {

namespace {

using Broken = std::optional<std::string>;

// One decision may move a transfer twice (received, then booked).
bool reachable(TransactionType type, TransferState from, TransferState to) {
    if (from == to || may_move(type, from, to)) return true;
    for (int middle = 0; middle <= static_cast<int>(TransferState::written_off); ++middle) {
        const auto state = static_cast<TransferState>(middle);
        if (may_move(type, from, state) && may_move(type, state, to)) return true;
    }
    return false;
}

Broken history_kept(const Bet& before, const Bet& after) {
    if (before.id != after.id || before.player != after.player || before.casino != after.casino ||
        before.provider != after.provider || before.provider_bet != after.provider_bet ||
        before.currency != after.currency || before.content != after.content ||
        before.tombstone != after.tombstone) {
        return "a fixed fact of the bet changed";
    }
    if (after.transfers.size() < before.transfers.size()) return "a transfer vanished";
    for (std::size_t ordinal = 0; ordinal < before.transfers.size(); ++ordinal) {
        const Transfer& was = before.transfers[ordinal];
        const Transfer& is = after.transfers[ordinal];
        if (was.id != is.id || was.type != is.type || !(was.amount == is.amount) ||
            was.undoes != is.undoes || was.payout_key != is.payout_key) {
            return "a fixed fact of a transfer changed";
        }
        if (!reachable(was.type, was.state, is.state)) {
            return "a " + std::string(to_text(was.type)) + " moved from " +
                   std::string(to_text(was.state)) + " to " + std::string(to_text(is.state));
        }
    }
    return std::nullopt;
}

Broken shape_holds(const Bet& bet) {
    if (bet.tombstone) {
        return bet.transfers.empty() ? Broken{} : Broken{"a tombstone has transfers"};
    }
    if (bet.transfers.empty() || bet.transfers.front().type != TransactionType::stake) {
        return "the first transfer is not the stake";
    }
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const Transfer& transfer = bet.transfers[ordinal];
        const bool extra = transfer.extra != Extra::none;
        if (ordinal > 0 && transfer.type == TransactionType::stake && !extra) {
            return "a second stake";
        }
        if (extra && transfer.state != TransferState::booked) return "an extra that is not booked";
        if (transfer.amount.currency() != bet.currency) return "an amount in another currency";
        if (transfer.amount.is_negative()) return "a negative amount";
    }
    return std::nullopt;
}

bool may_undo(const Transfer& transfer, const Transfer& target) {
    switch (transfer.type) {
    case TransactionType::stake_return:
        return target.type == TransactionType::stake;
    case TransactionType::payout_return:
        return target.type == TransactionType::payout;
    case TransactionType::payout:
        return target.extra != Extra::none;
    case TransactionType::stake:
    case TransactionType::jackpot:
        return false;
    }
    return false;
}

Broken undoings_match(const Bet& bet) {
    std::set<TransactionId> undone;
    for (const Transfer& transfer : bet.transfers) {
        if (transfer.extra != Extra::none) continue;
        const Transfer* target = transfer.undoes ? bet.find(*transfer.undoes) : nullptr;
        // A payout undoes nothing but a payout return that the casino booked on its own.
        const bool back = transfer.type == TransactionType::payout && target != nullptr &&
                          target->type == TransactionType::payout_return;
        const bool undoing = back || transfer.type == TransactionType::stake_return ||
                             transfer.type == TransactionType::payout_return;
        if (undoing != transfer.undoes.has_value()) return "a return without what it undoes";
        if (!undoing || transfer.state == TransferState::voided) continue;
        if (target == nullptr || !may_undo(transfer, *target)) return "a return of the wrong thing";
        if (!(target->amount == transfer.amount)) return "a return of another amount";
        if (!undone.insert(target->id).second) return "returned twice";
    }
    return std::nullopt;
}

// Payouts are only ever decided on a booked stake, each key once; a doubt always has its return.
Broken rules_hold(const Bet& bet) {
    if (bet.tombstone) return std::nullopt;
    std::set<PayoutKey> keys;
    const TransferState stake = bet.stake()->state;
    for (const Transfer& transfer : bet.transfers) {
        if (transfer.type != TransactionType::payout) continue;
        if (transfer.extra != Extra::none || transfer.undoes) continue;  // not of the provider
        if (stake != TransferState::booked) return "a payout without a booked stake";
        if (bet.doubt_since) return "a payout on a stake that was in doubt";
        if (bet.stake()->refusal) return "a payout on a stake that was refused";
        if (!keys.insert(transfer.payout_key).second) return "two payouts of one key";
    }
    if (stake == TransferState::in_doubt && !bet.info_wanted && standing_return(bet) == nullptr &&
        std::none_of(bet.transfers.begin(), bet.transfers.end(), [](const Transfer& one) {
            return one.type == TransactionType::stake_return;
        })) {
        return "a stake in doubt without its return";
    }
    return std::nullopt;
}

Broken add_positions(const Bet& bet, std::int64_t sign, Balances& sums) {
    for (const Transfer& transfer : bet.transfers) {
        const auto position = position_of(transfer);
        if (!position || bet.mode == Mode::demo) continue;
        const std::int64_t minor = sign * transfer.amount.minor();
        auto& debit = sums[{bet.casino, bet.provider, bet.currency, position->debit}];
        auto& credit = sums[{bet.casino, bet.provider, bet.currency, position->credit}];
        if (__builtin_add_overflow(debit, minor, &debit)) return "overflow";
        if (__builtin_sub_overflow(credit, minor, &credit)) return "overflow";
    }
    return std::nullopt;
}

// The postings move exactly what the states say moved.
Broken books_follow(const Bet* before, const BetChange& change) {
    for (const Posting& posting : change.postings) {
        if (posting.amount.minor() <= 0) return "a posting that moves nothing or less";
        if (posting.debit == posting.credit) return "a posting onto itself";
        if (posting.bet != change.bet.id) return "a posting of another bet";
    }
    Balances expected;
    if (auto broken = add_positions(change.bet, 1, expected)) return broken;
    if (before != nullptr) {
        if (auto broken = add_positions(*before, -1, expected)) return broken;
    }
    std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
    const auto posted = sum_of(change.postings);
    if (!posted) return "overflow";
    if (*posted != expected) return "the postings differ from what the states say";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> broken_invariant(const Bet* before, const BetChange& change) {
    if (auto broken = shape_holds(change.bet)) return broken;
    if (before != nullptr) {
        if (auto broken = history_kept(*before, change.bet)) return broken;
    }
    if (auto broken = undoings_match(change.bet)) return broken;
    if (auto broken = rules_hold(change.bet)) return broken;
    return books_follow(before, change);
}

}  // namespace croupier::domain
