// SPDX-License-Identifier: Apache-2.0
// What a person decides about a bet that the rules alone cannot bring to rest.
#include <algorithm>

#include "domain/bet_journal.h"
#include "domain/bet_moves.h"

namespace croupier::domain {

namespace {

bool resume_close(Closing& closing, base::Instant now) {
    switch (closing.state) {
    case Closure::given_up:
        closing.state = Closure::open;
        break;
    case Closure::open:  // not asked for yet, or refused for the moment
    case Closure::uncertain:
        if (closing.failures == 0) return false;
        break;
    case Closure::closed:
        return false;
    }
    closing.failures = 0;
    closing.due = now;
    return true;
}

constexpr ByHand no_such_transfer{false, "the bet has no such transfer"};
constexpr ByHand not_owed{false, "the transfer is not owed: nothing of it is sent"};
constexpr ByHand elsewhere{false, "that booking belongs to another transaction"};

std::optional<std::size_t> ordinal_of(const Bet& bet, TransactionId transaction) {
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        if (bet.transfers[ordinal].id == transaction) return ordinal;
    }
    return std::nullopt;
}

// A refusal is an answer: the stake was there. What found no connection never was.
bool never_left(const Transfer& stake) {
    return stake.sends == 0 && (stake.tries == 0 || stake.state == TransferState::voided);
}

// A stake that the hub has given up: in doubt never becomes accepted, so it goes back.
ByHand book_lost_stake(BetChange& change, const MoveContext& context) {
    const Transfer& stake = change.bet.transfers.front();
    switch (stake.state) {
    case TransferState::pending:
    case TransferState::received:
        return {false, "the casino's answer about the stake is still awaited"};
    case TransferState::refused:
    case TransferState::voided:
        if (never_left(stake)) return {false, "the stake never left the hub"};
        break;
    case TransferState::in_doubt:
        break;
    case TransferState::booked:
    case TransferState::written_off:
        return {true, "booked before"};
    }
    promise_stake_return(change, context);
    book_stake(change, context);
    return {true, "the stake is booked, and its return goes to the casino"};
}

ByHand book_owed_money(BetChange& change, const MoveContext& context, std::size_t ordinal) {
    const TransferState state = change.bet.transfers[ordinal].state;
    if (state == TransferState::voided) {
        return {false, "a return found void: resume lets the casino's list decide"};
    }
    if (change.bet.mode == Mode::demo) return not_owed;
    book_transfer(change, context, ordinal);
    return {true, "booked: it is not sent any more"};
}

std::optional<TransactionType> undoing_of(TransactionType type) {
    switch (type) {
    case TransactionType::payout:
        return TransactionType::payout_return;
    case TransactionType::stake:
        return TransactionType::stake_return;
    case TransactionType::payout_return:
        return TransactionType::payout;
    case TransactionType::stake_return:
    case TransactionType::jackpot:
        return std::nullopt;
    }
    return std::nullopt;
}

// With nothing left to decide, no list is missed any more.
void end_question(Bet& bet) {
    const bool doubted = bet.transfers.front().state == TransferState::in_doubt;
    if (!doubted && !first_open(bet)) bet.no_list = false;
}

// The stake was never taken: both it and its return never were.
ByHand end_doubt(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    if (bet.transfers.front().state == TransferState::voided) return {true, "void before"};
    if (bet.transfers.front().state != TransferState::in_doubt) {
        return {false, "the stake is not in doubt: only money owed or in doubt can be written off"};
    }
    const Transfer* back = standing_return(bet);
    if (back != nullptr && back->state == TransferState::booked) {
        return {false, "the stake's return is booked: the stake can only be booked, too"};
    }
    if (back != nullptr) {
        move_transfer(change, *ordinal_of(bet, back->id), TransferState::voided, context.now);
    }
    move_transfer(change, 0, TransferState::voided, context.now);
    end_question(bet);
    return {true, "the stake counts as never taken, and its return ends with it"};
}

}  // namespace

std::optional<Need> need_of(const Bet& bet) {
    const auto any = [&bet](auto is) {
        return std::any_of(bet.transfers.begin(), bet.transfers.end(), is);
    };
    if (any([](const Transfer& one) { return one.stuck; })) return Need::stuck;
    if (any([](const Transfer& one) { return !is_settled(one.state) && one.refusal; })) {
        return Need::refused;
    }
    if (bet.no_list) return Need::no_list;
    if (any([](const Transfer& one) { return one.extra == Extra::open; })) return Need::extra;
    if (any([](const Transfer& one) { return !is_settled(one.state) && one.alarms > 0; })) {
        return Need::late;
    }
    if (bet.closing.state == Closure::given_up) return Need::not_closed;
    return std::nullopt;
}

std::string_view to_text(Need need) {
    switch (need) {
    case Need::stuck:
        return "stuck";
    case Need::refused:
        return "refused";
    case Need::no_list:
        return "no list";
    case Need::extra:
        return "extra";
    case Need::late:
        return "late";
    case Need::not_closed:
        return "not closed";
    }
    return "?";
}

const Transfer* transfer_that_waits(const Bet& bet) {
    if (const auto ordinal = first_open(bet)) return &bet.transfers[*ordinal];
    const Transfer* stake = bet.stake();
    return stake != nullptr && stake->state == TransferState::in_doubt ? stake : nullptr;
}

ByHand resume(BetChange& change, const MoveContext& context) {
    constexpr ByHand tried{true, "what waits is tried now"};
    constexpr ByHand nothing{false, "nothing of this bet waits"};
    Bet& bet = change.bet;
    if (bet.tombstone || bet.mode == Mode::demo) return nothing;
    const bool close_resumed = resume_close(bet.closing, context.now);
    if (const auto ordinal = first_open(bet)) {
        Transfer& open = bet.transfers[*ordinal];
        // It waited for a reason: the casino may have booked it by now.
        open.ask_first = open.ask_first || open.stuck || open.tries > 0;
        open.stuck = false;
        open.duplicate_seen = false;
        open.due = context.now;
        return tried;
    }
    Transfer& stake = bet.transfers.front();
    if (stake.state != TransferState::in_doubt) return close_resumed ? tried : nothing;
    stake.stuck = false;
    bet.info_due = context.now;
    return tried;
}

ByHand book(
    BetChange& change, const MoveContext& context, TransactionId transaction,
    const PartnerTransactionId& booking) {
    const auto ordinal = ordinal_of(change.bet, transaction);
    if (!ordinal) return no_such_transfer;
    Transfer& transfer = change.bet.transfers[*ordinal];
    if (transfer.state == TransferState::booked) return {true, "booked before"};
    if (booking_belongs_elsewhere(change.bet, *ordinal, booking)) return elsewhere;
    const ByHand booked = transfer.type == TransactionType::stake
                              ? book_lost_stake(change, context)
                              : book_owed_money(change, context, *ordinal);
    Transfer& now = change.bet.transfers[*ordinal];
    if (booked.done && now.partner_transaction.value().empty()) now.partner_transaction = booking;
    end_question(change.bet);
    return booked;
}

ByHand send_again(BetChange& change, const MoveContext& context, TransactionId transaction) {
    Bet& bet = change.bet;
    const auto ordinal = ordinal_of(bet, transaction);
    if (!ordinal) return no_such_transfer;
    Transfer& transfer = bet.transfers[*ordinal];
    if (transfer.type == TransactionType::stake) return {false, "a stake is never sent again"};
    if (is_settled(transfer.state) || bet.mode == Mode::demo) return not_owed;
    if (first_open(bet) != ordinal) return {false, "another transaction of the bet goes first"};
    move_transfer(change, *ordinal, TransferState::pending, context.now);
    transfer.ask_first = false;
    transfer.duplicate_seen = false;
    transfer.stuck = false;
    transfer.due = context.now;
    bet.info_wanted = false;  // a look that is due does not go first
    bet.info_due = context.now;
    return {true, "it is sent now, without a look into the casino's list"};
}

ByHand send_without_reopening(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    const auto ordinal = first_open(bet);
    if (!ordinal || bet.mode == Mode::demo) return {false, "no money of this bet is owed"};
    if (bet.closing.state != Closure::closed && bet.closing.state != Closure::uncertain) {
        return {true, "what is owed waits for no reopening"};
    }
    bet.closing.state = Closure::open;
    bet.closing.failures = 0;
    bet.closing.due = context.now;
    bet.transfers[*ordinal].due = context.now;
    return {true, "what is owed is sent now, without reopening the bet"};
}

ByHand take_back(BetChange& change, const MoveContext& context, TransactionId transaction) {
    Bet& bet = change.bet;
    const auto ordinal = ordinal_of(bet, transaction);
    if (!ordinal) return no_such_transfer;
    const Transfer target = bet.transfers[*ordinal];
    const bool extra = target.extra != Extra::none;
    const auto undoing = extra ? undoing_of(target.type) : std::nullopt;
    if (extra && !undoing) return {false, "nothing undoes a return or a jackpot: waive it"};
    if (!extra && target.type != TransactionType::payout) {
        return {false, "only a payout, or what the casino booked by itself, can be taken back"};
    }
    if (std::any_of(bet.transfers.begin(), bet.transfers.end(), [&](const Transfer& other) {
            return other.undoes == transaction && other.state != TransferState::voided;
        })) {
        return {true, "taken back before"};
    }
    if (target.state != TransferState::booked || bet.mode == Mode::demo) {
        return {false, "it is not booked: there is nothing to take back"};
    }
    if (target.amount.is_zero()) return {false, "it moved nothing"};
    if (extra) bet.transfers[*ordinal].extra = Extra::settled;
    add_transfer(
        change, context,
        {.type = undoing.value_or(TransactionType::payout_return),
         .amount = target.amount,
         .undoes = transaction});
    return {true, "what undoes it is sent until the casino books it"};
}

ByHand waive(
    BetChange& change, [[maybe_unused]] const MoveContext& context, TransactionId transaction) {
    const auto ordinal = ordinal_of(change.bet, transaction);
    if (!ordinal) return no_such_transfer;
    Transfer& extra = change.bet.transfers[*ordinal];
    switch (extra.extra) {
    case Extra::none:
        return {false, "the hub asked for it: only what the casino booked by itself is waived"};
    case Extra::open:
        extra.extra = Extra::settled;
        return {true, "waived: it stays in the books"};
    case Extra::settled:
        break;
    }
    return {true, "settled before"};
}

ByHand write_off(BetChange& change, const MoveContext& context, TransactionId transaction) {
    const Bet& bet = change.bet;
    const auto ordinal = ordinal_of(bet, transaction);
    if (!ordinal) return no_such_transfer;
    const Transfer& transfer = bet.transfers[*ordinal];
    if (transfer.state == TransferState::written_off) return {true, "written off before"};
    if (transfer.type == TransactionType::stake) return end_doubt(change, context);
    const bool owed = may_move(transfer.type, transfer.state, TransferState::written_off);
    if (!owed || bet.mode == Mode::demo) return not_owed;
    move_transfer(change, *ordinal, TransferState::written_off, context.now);
    end_question(change.bet);
    return {true, "written off"};
}

}  // namespace croupier::domain
