// SPDX-License-Identifier: Apache-2.0
#include "domain/list_weight.h"

#include <algorithm>

#include "domain/bet_journal.h"

namespace croupier::domain {

namespace {

bool same_kind(const ListedTransaction& entry, const Transfer& transfer) {
    return entry.type == transfer.type && entry.amount == transfer.amount;
}

std::size_t listed_like(const Listed& list, const Transfer& transfer) {
    return static_cast<std::size_t>(std::count_if(
        list.begin(), list.end(), [&](const auto& entry) { return same_kind(entry, transfer); }));
}

bool must_be_listed(const Bet& bet, const Transfer& transfer) {
    const bool named = transfer.confirmed && !is_settled(transfer.state);
    if (transfer.state != TransferState::booked && !named) return false;
    if (transfer.type == TransactionType::payout && transfer.amount.is_zero()) return false;
    const bool unsure = bet.transfers.front().state != TransferState::booked;
    return !(unsure && returns_stake(bet, transfer));
}

// Held as booked, in flight or in doubt. What was decided and never sent is none of it.
bool accounts_for_a_booking(const Transfer& transfer) {
    if (transfer.state == TransferState::booked) return true;
    return !is_settled(transfer.state) && transfer.sends > 0;
}

std::size_t held_like(const Bet& bet, const ListedTransaction& entry) {
    return static_cast<std::size_t>(std::count_if(
        bet.transfers.begin(), bet.transfers.end(),
        [&](const Transfer& one) { return same_kind(entry, one) && accounts_for_a_booking(one); }));
}

bool is_bound(const Bet& bet, const ListedTransaction& entry) {
    return booking_belongs_elsewhere(bet, bet.transfers.size(), entry.partner_transaction);
}

// A transfer that a person had ended, and that the casino books after all.
bool book_written_off(
    BetChange& change, const MoveContext& context, const ListedTransaction& entry) {
    for (std::size_t ordinal = 1; ordinal < change.bet.transfers.size(); ++ordinal) {
        const Transfer& one = change.bet.transfers[ordinal];
        const bool late = one.state == TransferState::written_off && one.sends > 0;
        if (!late || !same_kind(entry, one)) continue;
        raise(change, AlarmKind::contradiction, "booked after it was written off");
        book_transfer(change, context, ordinal);
        return true;
    }
    return false;
}

}  // namespace

Listed distinct(const Listed& list) {
    Listed once;
    for (const ListedTransaction& entry : list) {
        const bool again = std::any_of(once.begin(), once.end(), [&](const auto& known) {
            return !entry.partner_transaction.value().empty() && known.type == entry.type &&
                   known.amount == entry.amount &&
                   known.partner_transaction == entry.partner_transaction;
        });
        if (!again) once.push_back(entry);
    }
    return once;
}

bool is_stale(const Bet& bet, const Listed& list) {
    for (const Transfer& transfer : bet.transfers) {
        if (!must_be_listed(bet, transfer)) continue;
        const auto needed =
            std::count_if(bet.transfers.begin(), bet.transfers.end(), [&](const Transfer& one) {
                return one.type == transfer.type && one.amount == transfer.amount &&
                       must_be_listed(bet, one);
            });
        if (listed_like(list, transfer) < static_cast<std::size_t>(needed)) return true;
    }
    return false;
}

void take_surplus(BetChange& change, const MoveContext& context, const Listed& list) {
    for (std::size_t at = 0; at < list.size(); ++at) {
        const auto alike = [&](const ListedTransaction& other) {
            return other.type == list[at].type && other.amount == list[at].amount;
        };
        const auto here = list.begin() + static_cast<std::ptrdiff_t>(at);
        if (std::any_of(list.begin(), here, alike)) continue;  // counted with its first
        std::size_t held = held_like(change.bet, list[at]);
        Listed entries;
        std::copy_if(list.begin(), list.end(), std::back_inserter(entries), alike);
        // Those that no transfer is bound to are the surplus.
        std::stable_partition(entries.begin(), entries.end(), [&](const auto& entry) {
            return is_bound(change.bet, entry);
        });
        for (; held < entries.size(); ++held) {
            if (book_written_off(change, context, entries[held])) continue;
            add_extra(change, context, entries[held]);
        }
    }
}

}  // namespace croupier::domain
