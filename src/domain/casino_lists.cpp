// SPDX-License-Identifier: Apache-2.0
// What the casino's own list of a bet's bookings (payments/info) decides. It is read before a
// repeat at a casino that does not know our TransactionId, when a stake stayed in doubt, and when
// the casino contradicted itself.
#include <algorithm>

#include "domain/bet_journal.h"
#include "domain/bet_moves.h"
#include "domain/list_weight.h"
#include "domain/next_call.h"

namespace croupier::domain {

namespace {

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

// One look into the casino's list, and the bet that it decides about.
struct Look {
    BetChange& change;
    const MoveContext& context;
    const Listed& list;
    base::Instant asked_at;

    [[nodiscard]] Bet& bet() const { return change.bet; }
    [[nodiscard]] bool lists(std::size_t ordinal) const {
        return listed(change.bet, ordinal, list) != nullptr;
    }
    // The list is silent about it; is that proof? What was never sent needs none.
    [[nodiscard]] bool proves_never(const Transfer& transfer) const {
        const auto from = provable_from(transfer, context.casino);
        return !from || asked_at >= *from;
    }
    // Asks again when silence will be proof.
    void ask_again_about(const Transfer& transfer) const {
        bet().info_wanted = true;
        bet().info_due =
            std::max(context.now, provable_from(transfer, context.casino).value_or(context.now));
    }
};

// The last return of the stake, void or not.
std::optional<std::size_t> last_return(const Bet& bet) {
    for (std::size_t ordinal = bet.transfers.size(); ordinal-- > 1;) {
        if (returns_stake(bet, bet.transfers[ordinal])) return ordinal;
    }
    return std::nullopt;
}

// The list left nothing of the bet: neither the stake nor, therefore, anything to return.
void void_unlisted_stake(const Look& look) {
    Bet& bet = look.bet();
    const Transfer& stake = bet.transfers.front();
    if (stake.state != TransferState::in_doubt || !look.proves_never(stake)) return;
    const Transfer* back = standing_return(bet);
    if (back != nullptr && look.lists(ordinal_of(bet, back))) {
        bet.transfers.front().stuck = true;
        raise(
            look.change, AlarmKind::stuck,
            "the casino lists a return and not the stake that it returns");
        return;
    }
    const base::Instant now = look.context.now;
    if (back != nullptr) {
        move_transfer(look.change, ordinal_of(bet, back), TransferState::voided, now);
    }
    move_transfer(look.change, 0, TransferState::voided, now);
}

// A stake that the casino lists after the hub had given it up: it is booked, with its return. The
// return that was sent counts if it is listed; only one that can be said never to have been taken
// is replaced, under a new TransactionId.
void book_listed_stake(const Look& look, const ListedTransaction& entry) {
    Bet& bet = look.bet();
    const base::Instant now = look.context.now;
    const auto place = last_return(bet);
    const bool settled = place && is_settled(bet.transfers[*place].state) &&
                         bet.transfers[*place].state != TransferState::written_off;
    const bool listed_back = settled && look.lists(*place);
    if (settled && !listed_back && !look.proves_never(bet.transfers[*place])) {
        if (bet.transfers.front().state == TransferState::voided) {
            move_transfer(look.change, 0, TransferState::in_doubt, now);
        }
        return look.ask_again_about(bet.transfers[*place]);
    }
    bind(bet.transfers.front(), entry);
    if (listed_back) {
        if (bet.transfers[*place].state != TransferState::booked) {
            book_transfer(look.change, look.context, *place);
        }
    } else if (settled && bet.transfers[*place].state == TransferState::booked) {
        move_transfer(look.change, *place, TransferState::voided, now);
    }
    promise_stake_return(look.change, look.context);
    book_stake(look.change, look.context);
}

bool given_up(const Transfer& stake) {
    switch (stake.state) {
    case TransferState::in_doubt:
        return true;
    case TransferState::voided:
        return stake.sends > 0;
    case TransferState::refused:  // by the casino; what the hub refused never left
        return stake.sends > 0 || stake.tries > 0;
    case TransferState::pending:
    case TransferState::received:
    case TransferState::booked:
    case TransferState::written_off:
        return false;
    }
    return false;
}

void decide_stake(const Look& look) {
    const Transfer& stake = look.bet().transfers.front();
    if (!given_up(stake)) return;
    if (const ListedTransaction* entry = listed(look.bet(), 0, look.list)) {
        return book_listed_stake(look, *entry);
    }
    void_unlisted_stake(look);
}

// Nothing proves yet that it was never taken: looked for again with growing pauses, at the latest
// when silence is proof.
void look_on(const Look& look, Transfer& transfer) {
    const MoveContext& context = look.context;
    const base::Instant proof =
        std::max(context.now, provable_from(transfer, context.casino).value_or(context.now));
    ++look.bet().info_failures;
    const base::Instant again =
        context.now + base::backoff_delay(
                          context.casino.policy.repeat, look.bet().info_failures,
                          context.now - transfer.decided_at, context.random);
    transfer.ask_first = true;
    transfer.due = std::min(again, proof);
}

void send_anew(const Look& look, std::size_t ordinal) {
    Transfer& transfer = look.bet().transfers[ordinal];
    const MoveContext& context = look.context;
    look.bet().info_failures = 0;
    if (transfer.state == TransferState::received) {
        move_transfer(look.change, ordinal, TransferState::pending, context.now);
    }
    transfer.ask_first = false;
    transfer.due = context.now;
    if (!transfer.duplicate_seen) return;
    if (context.casino.repeat_key == RepeatKey::bet_type) {
        transfer.stuck = true;
        raise(look.change, AlarmKind::stuck, "the casino books one transaction of each type a bet");
    } else {
        postpone(transfer, context);
    }
}

// The transfer whose turn it is; what follows it was not sent.
void decide_owed(const Look& look) {
    const auto ordinal = first_open(look.bet());
    if (!ordinal) return;
    Transfer& transfer = look.bet().transfers[*ordinal];
    const bool asked_for = transfer.sends > 0 || transfer.tries > 0;
    const ListedTransaction* entry = asked_for ? listed(look.bet(), *ordinal, look.list) : nullptr;
    if (entry != nullptr) {
        bind(transfer, *entry);
        return book_transfer(look.change, look.context, *ordinal);
    }
    // Where the casino knows a repeat when it sees one, no proof is needed.
    const bool harmless = look.context.casino.repeat_key != RepeatKey::info;
    if (!harmless && !look.proves_never(transfer)) return look_on(look, transfer);
    send_anew(look, *ordinal);
}

// --- no list

// A later look that saw nothing is made up for until the next one is due.
void later_look_failed(LaterLooks& later, const MoveContext& context) {
    if (!later.open()) return;
    if (context.now >= later_look_at(later, later.done + 1, context.casino)) ++later.done;
}

bool has_open_question(const Bet& bet) {
    return first_open(bet).has_value() || bet.info_wanted ||
           bet.transfers.front().state == TransferState::in_doubt;
}

void put_before_a_person(BetChange& change, const MoveContext& context, const std::string& why) {
    Bet& bet = change.bet;
    if (bet.no_list || !has_open_question(bet) || !bet.no_list_since) return;
    if (context.now - *bet.no_list_since < context.casino.policy.no_list_after) return;
    bet.no_list = true;
    raise(change, AlarmKind::stuck, "the casino gives no list: " + why);
}

void no_list(BetChange& change, const MoveContext& context, bool answered, const std::string& why) {
    Bet& bet = change.bet;
    ++bet.info_failures;
    const base::Instant again = context.now + base::backoff_delay(
                                                  context.casino.policy.repeat, bet.info_failures,
                                                  context.now - bet.created_at, context.random);
    bet.info_due = again;
    if (answered && !bet.no_list_since) bet.no_list_since = context.now;
    if (answered) put_before_a_person(change, context, why);
    if (!has_open_question(bet)) later_look_failed(bet.later, context);
    const auto head = first_open(bet);
    if (!head) return;
    Transfer& open = bet.transfers[*head];
    open.due = again;
    // Where a repeat is harmless it does not wait for a list that never comes.
    const bool harmless = context.casino.repeat_key == RepeatKey::transaction;
    if (harmless && !open.duplicate_seen) open.ask_first = false;
}

// It lacks what the casino has booked: it shows an earlier time and decides nothing.
void stale_list(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    if (!bet.stale_since) bet.stale_since = context.now;
    if (!bet.denied && context.now - *bet.stale_since >= context.casino.policy.denied_after) {
        bet.denied = true;
        raise(change, AlarmKind::booking_denied, "the casino does not list what it has booked");
    }
    no_list(change, context, true, "its lists lack what it has booked");
}

void take_list(const Look& look, std::optional<bool> closed) {
    Bet& bet = look.bet();
    const bool at_rest = !has_open_question(bet);
    bet.no_list_since.reset();
    bet.stale_since.reset();
    bet.no_list = false;
    bet.denied = false;
    bet.info_wanted = false;
    bet.info_due = look.context.now;
    if (closed && bet.closing.state != Closure::given_up) {
        bet.closing.state = *closed ? Closure::closed : Closure::open;
    }
    decide_stake(look);
    decide_owed(look);
    take_surplus(look.change, look.context, look.list);
    if (!first_open(bet)) bet.info_failures = 0;
    if (at_rest && bet.later.open()) ++bet.later.done;
}

}  // namespace

void record_info(BetChange& change, const MoveContext& context, const InfoAnswer& answer) {
    const bool listed = answer.kind == InfoAnswer::Kind::list;
    if (!listed) {
        return no_list(change, context, answer.kind == InfoAnswer::Kind::no_list, answer.why);
    }
    const Listed list = distinct(answer.record.transactions);
    if (is_stale(change.bet, list)) return stale_list(change, context);
    if (list.empty() && !answer.empty_is_believed) {
        return no_list(change, context, true, "its empty lists prove nothing yet");
    }
    take_list({change, context, list, answer.asked_at}, answer.record.closed);
}

}  // namespace croupier::domain
