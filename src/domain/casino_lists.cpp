// SPDX-License-Identifier: Apache-2.0
// What the casino's own list of a bet's bookings (payments/info) decides. It is read before a
// repeat at a casino that does not know our TransactionId, when a stake stayed in doubt, and when
// the casino contradicted itself.
#include <algorithm>

#include "domain/bet_journal.h"
#include "domain/bet_moves.h"

namespace croupier::domain {

namespace {

using Listed = std::vector<ListedTransaction>;

bool bound_to_other(const Bet& bet, std::size_t ordinal, const ListedTransaction& entry) {
    return booking_belongs_elsewhere(bet, ordinal, entry.partner_transaction);
}

// Bookings of the same type and amount that other transfers of this bet account for.
std::size_t booked_twins(const Bet& bet, std::size_t ordinal) {
    const Transfer& own = bet.transfers[ordinal];
    std::size_t count = 0;
    for (std::size_t other = 0; other < bet.transfers.size(); ++other) {
        const Transfer& twin = bet.transfers[other];
        if (other != ordinal && twin.type == own.type && twin.amount == own.amount &&
            twin.state == TransferState::booked) {
            ++count;
        }
    }
    return count;
}

// The entry that is this transfer: by our id where the casino keeps it, else by type and amount,
// counted.
const ListedTransaction* listed(const Bet& bet, std::size_t ordinal, const Listed& list) {
    const Transfer& own = bet.transfers[ordinal];
    std::size_t same = 0;
    const ListedTransaction* candidate = nullptr;
    for (const ListedTransaction& entry : list) {
        if (entry.type != own.type || !(entry.amount == own.amount)) continue;
        if (entry.transaction == own.id) return &entry;
        if (entry.transaction && bet.find(*entry.transaction) != nullptr) continue;
        if (!entry.partner_transaction.value().empty() &&
            entry.partner_transaction == own.partner_transaction) {
            return &entry;
        }
        ++same;
        if (candidate == nullptr && !bound_to_other(bet, ordinal, entry)) candidate = &entry;
    }
    std::size_t twins_unnamed = booked_twins(bet, ordinal);
    for (const ListedTransaction& entry : list) {
        const Transfer* named = entry.transaction ? bet.find(*entry.transaction) : nullptr;
        if (named != nullptr && named->type == own.type && named->amount == own.amount &&
            twins_unnamed > 0) {
            --twins_unnamed;
        }
    }
    return same > twins_unnamed ? candidate : nullptr;
}

void bind(Transfer& transfer, const ListedTransaction& entry) {
    if (transfer.partner_transaction.value().empty()) {
        transfer.partner_transaction = entry.partner_transaction;
    }
}

std::size_t ordinal_of(const Bet& bet, const Transfer* transfer) {
    return static_cast<std::size_t>(transfer - bet.transfers.data());
}

bool late_stake_ruled_out(const Bet& bet, const MoveContext& context) {
    return bet.doubt_since &&
           context.now >= *bet.doubt_since + context.casino.policy.doubt_info_after;
}

// True when the list left nothing of the bet: neither the stake nor, therefore, anything to return.
bool void_unlisted_stake(BetChange& change, const MoveContext& context, const Listed& list) {
    Bet& bet = change.bet;
    if (bet.transfers.front().state != TransferState::in_doubt) return false;
    if (!late_stake_ruled_out(bet, context)) return false;
    const Transfer* back = standing_return(bet);
    if (back != nullptr && listed(bet, ordinal_of(bet, back), list) != nullptr) {
        bet.transfers.front().stuck = true;
        raise(
            change, AlarmKind::stuck,
            "the casino lists a return and not the stake that it returns");
        return false;
    }
    if (back != nullptr) {
        move_transfer(change, ordinal_of(bet, back), TransferState::voided, context.now);
    }
    move_transfer(change, 0, TransferState::voided, context.now);
    return true;
}

// A stake that the casino lists and whose return it does not: returned anew, under a new
// TransactionId.
void return_listed_stake(BetChange& change, const MoveContext& context, const Listed& list) {
    Bet& bet = change.bet;
    const Transfer* back = standing_return(bet);
    if (back != nullptr && !is_settled(back->state)) return;                   // it is on its way
    if (back != nullptr && back->state == TransferState::written_off) return;  // given otherwise
    if (back != nullptr && listed(bet, ordinal_of(bet, back), list) != nullptr) return;
    if (back != nullptr) {
        move_transfer(change, ordinal_of(bet, back), TransferState::voided, context.now);
    }
    promise_stake_return(change, context);
}

void decide_stake(BetChange& change, const MoveContext& context, const Listed& list) {
    Bet& bet = change.bet;
    if (bet.transfers.front().state != TransferState::in_doubt) return;
    const ListedTransaction* entry = listed(bet, 0, list);
    if (entry == nullptr) {
        void_unlisted_stake(change, context, list);
        return;
    }
    bind(bet.transfers.front(), *entry);
    book_stake(change, context);
    return_listed_stake(change, context, list);
}

void decide_owed(
    BetChange& change, const MoveContext& context, std::size_t ordinal, const Listed& list) {
    Transfer& transfer = change.bet.transfers[ordinal];
    if (const ListedTransaction* entry = listed(change.bet, ordinal, list)) {
        bind(transfer, *entry);
        return move_transfer(change, ordinal, TransferState::booked, context.now);
    }
    if (transfer.state == TransferState::received) {
        move_transfer(change, ordinal, TransferState::pending, context.now);
    }
    transfer.ask_first = false;
    transfer.due = context.now;
    if (!transfer.duplicate_seen) return;
    transfer.duplicate_seen = false;
    if (context.casino.repeat_key == RepeatKey::bet_type) {
        transfer.stuck = true;
        raise(change, AlarmKind::stuck, "the casino books one transaction of each type a bet");
    } else {
        postpone(transfer, context);
    }
}

void look_for_denials(BetChange& change, const Listed& list) {
    for (std::size_t ordinal = 0; ordinal < change.bet.transfers.size(); ++ordinal) {
        if (change.bet.transfers[ordinal].state != TransferState::booked) continue;
        if (listed(change.bet, ordinal, list) != nullptr) continue;
        raise(
            change, AlarmKind::booking_denied,
            std::string(to_text(change.bet.transfers[ordinal].type)) +
                " is booked here and not listed by the casino");
    }
}

void no_list(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    ++bet.info_failures;
    const base::Instant again = context.now + base::backoff_delay(
                                                  context.casino.policy.repeat, bet.info_failures,
                                                  context.now - bet.created_at, context.random);
    bet.info_due = again;
    for (std::size_t ordinal = 1; ordinal < bet.transfers.size(); ++ordinal) {
        Transfer& open = bet.transfers[ordinal];
        if (is_settled(open.state)) continue;
        open.due = again;
        // Where a repeat is harmless it does not wait for a list that never comes.
        const bool harmless = context.casino.repeat_key == RepeatKey::transaction;
        if (harmless && !open.duplicate_seen) open.ask_first = false;
        return;
    }
}

}  // namespace

void record_info(BetChange& change, const MoveContext& context, const InfoAnswer& answer) {
    const CasinoRecord& record = answer.record;
    const bool nothing = record.transactions.empty() && !answer.empty_is_believed;
    if (answer.kind != InfoAnswer::Kind::list || nothing) return no_list(change, context);
    Bet& bet = change.bet;
    bet.info_failures = 0;
    bet.info_due = context.now;
    if (record.closed && bet.closing.state != Closure::given_up) {
        bet.closing.state = *record.closed ? Closure::closed : Closure::open;
    }
    decide_stake(change, context, record.transactions);
    for (std::size_t ordinal = 1; ordinal < bet.transfers.size(); ++ordinal) {
        const TransferState state = bet.transfers[ordinal].state;
        if (state != TransferState::pending && state != TransferState::received) continue;
        decide_owed(change, context, ordinal, record.transactions);
        break;  // what follows it was not sent
    }
    if (!bet.info_wanted) return;
    // A stake that is still in doubt is asked about again, once a late one can be ruled out.
    if (bet.transfers.front().state != TransferState::in_doubt) {
        look_for_denials(change, record.transactions);
    }
    bet.info_wanted = false;
}

}  // namespace croupier::domain
