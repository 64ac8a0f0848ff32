// SPDX-License-Identifier: Apache-2.0
#include "domain/bet_journal.h"

#include <algorithm>

namespace croupier::domain {

namespace {

Account account_of(const Bet& bet, Purpose purpose) {
    return {bet.casino, bet.provider, bet.currency, purpose};
}

void post(BetChange& change, const Transfer& transfer, Purpose debit, Purpose credit) {
    change.postings.push_back(
        {change.bet.id, transfer.id, account_of(change.bet, debit), account_of(change.bet, credit),
         transfer.amount});
}

// From where the amount stood to where it stands now, in as few lines as say it.
void post_move(
    BetChange& change, const Transfer& transfer, std::optional<Position> from,
    std::optional<Position> to) {
    if (change.bet.mode == Mode::demo || transfer.amount.is_zero() || from == to) return;
    if (from && to && from->debit == to->debit)
        return post(change, transfer, from->credit, to->credit);
    if (from && to && from->credit == to->credit)
        return post(change, transfer, to->debit, from->debit);
    if (from) post(change, transfer, from->credit, from->debit);
    if (to) post(change, transfer, to->debit, to->credit);
}

constexpr std::uint8_t later_looks = 4;

void raise_refused(BetChange& change, const Transfer& transfer, ErrorCode code) {
    raise(
        change, AlarmKind::owed_refused,
        std::string(to_text(transfer.type)) + " refused: " + std::string(to_text(code)));
}

}  // namespace

void move_transfer(BetChange& change, std::size_t ordinal, TransferState to, base::Instant now) {
    Transfer& transfer = change.bet.transfers.at(ordinal);
    if (transfer.state == to) return;
    CROUPIER_ASSUME(may_move(transfer.type, transfer.state, to));
    post_move(
        change, transfer, position_of(transfer.type, transfer.state),
        position_of(transfer.type, to));
    transfer.state = to;
    const bool stake_void = to == TransferState::voided && transfer.type == TransactionType::stake;
    if (stake_void && transfer.sends > 0) look_later(change.bet, now, later_looks);
    if (is_settled(to)) {
        transfer.settled_at = now;
        transfer.ask_first = false;
        transfer.duplicate_seen = false;
        transfer.stuck = false;
    } else {
        transfer.settled_at.reset();
    }
}

std::size_t add_transfer(BetChange& change, const MoveContext& context, NewTransfer order) {
    Transfer transfer{
        .id = TransactionId(base::make_uuid7(context.now, context.random)),
        .type = order.type,
        .amount = order.amount,
        .state = order.refusal ? TransferState::refused : TransferState::pending,
        .refusal = order.refusal,
        .payout_key = std::move(order.payout_key),
        .undoes = order.undoes,
        .decided_at = context.now,
        .settled_at = order.refusal ? std::optional(context.now) : std::nullopt,
        .due = context.now};
    post_move(change, transfer, std::nullopt, position_of(transfer.type, transfer.state));
    change.bet.transfers.push_back(std::move(transfer));
    return change.bet.transfers.size() - 1;
}

void note_attempt(Transfer& transfer, base::Instant now) {
    ++transfer.sends;
    transfer.last_sent = std::max(transfer.last_sent.value_or(now), now);
}

void book_transfer(BetChange& change, const MoveContext& context, std::size_t ordinal) {
    move_transfer(change, ordinal, TransferState::booked, context.now);
    const bool repeated = change.bet.transfers[ordinal].sends > 1;
    if (repeated && context.casino.repeat_key == RepeatKey::info) {
        look_later(change.bet, context.now, later_looks);
    }
}

void look_later(Bet& bet, base::Instant now, std::uint8_t wanted) {
    if (bet.later.open() && bet.later.wanted > wanted) return;
    bet.later = {.from = now, .done = 0, .wanted = wanted};
}

void add_extra(BetChange& change, const MoveContext& context, const ListedTransaction& entry) {
    Transfer transfer{
        .id = TransactionId(base::make_uuid7(context.now, context.random)),
        .type = entry.type,
        .amount = entry.amount,
        .state = TransferState::booked,
        .refusal = {},
        .partner_transaction = entry.partner_transaction,
        .decided_at = context.now,
        .settled_at = context.now,
        .due = context.now,
        .extra = Extra::open};
    post_move(change, transfer, std::nullopt, position_of(transfer));
    const bool takes = static_cast<int>(transfer.type) < 0;
    raise(
        change, takes ? AlarmKind::overcharged : AlarmKind::overpaid,
        "the casino lists a " + std::string(to_text(transfer.type)) + " of " +
            to_text(transfer.amount) + " beyond what it was asked for");
    change.bet.transfers.push_back(std::move(transfer));
}

void raise(BetChange& change, AlarmKind kind, std::string detail) {
    change.alarms.push_back({kind, change.bet.id, std::move(detail)});
}

void doubt_stake(BetChange& change, const MoveContext& context) {
    move_transfer(change, 0, TransferState::in_doubt, context.now);
    if (!change.bet.doubt_since) change.bet.doubt_since = context.now;
    promise_stake_return(change, context);
}

void promise_stake_return(BetChange& change, const MoveContext& context) {
    if (standing_return(change.bet) != nullptr) return;
    const Transfer& stake = change.bet.transfers.front();
    add_transfer(
        change, context,
        {.type = TransactionType::stake_return, .amount = stake.amount, .undoes = stake.id});
}

void book_stake(BetChange& change, const MoveContext& context) {
    move_transfer(change, 0, TransferState::booked, context.now);
    const Bet& bet = change.bet;
    if (!bet.instant || !bet.win || bet.doubt_since || standing_return(bet) != nullptr) return;
    add_transfer(
        change, context,
        {.type = TransactionType::payout,
         .amount = *bet.win,
         .payout_key = PayoutKey("r:" + bet.round.value())});
}

void postpone(Transfer& transfer, const MoveContext& context) {
    const base::Duration age = context.now - transfer.decided_at;
    const std::uint32_t failures = std::max<std::uint32_t>(1, transfer.tries);
    transfer.due = context.now +
                   base::backoff_delay(context.casino.policy.repeat, failures, age, context.random);
}

void refuse_owed(
    BetChange& change, const MoveContext& context, std::size_t ordinal, ErrorCode code) {
    Transfer& transfer = change.bet.transfers.at(ordinal);
    transfer.refusal = code;
    transfer.ask_first = true;
    const Transfer& stake = change.bet.transfers.front();
    const bool stake_unsure = returns_stake(change.bet, transfer) &&
                              stake.state == TransferState::in_doubt && change.bet.doubt_since;
    if (stake_unsure) {
        // Most likely there is nothing to return, and these two say so; the casino's list decides
        // once a late stake can be ruled out.
        if (code != ErrorCode::transaction_unknown && code != ErrorCode::transaction_refused) {
            raise_refused(change, transfer, code);
        }
        postpone(transfer, context);
        const auto proof = provable_from(stake, context.casino);
        transfer.due = std::max(transfer.due, proof.value_or(transfer.due));
        return;
    }
    if (transfer.type == TransactionType::payout_return) {
        // A later try would take another day's deposit: a person decides, and what waits behind it
        // waits too.
        transfer.stuck = true;
        return raise_refused(change, transfer, code);
    }
    transfer.ask_first = context.casino.repeat_key == RepeatKey::info;
    transfer.due = context.now + context.casino.policy.refused_owed_every;
    raise_refused(change, transfer, code);
}

bool booking_belongs_elsewhere(
    const Bet& bet, std::size_t ordinal, const PartnerTransactionId& booking) {
    if (booking.value().empty()) return false;
    for (std::size_t other = 0; other < bet.transfers.size(); ++other) {
        if (other != ordinal && bet.transfers[other].partner_transaction == booking) return true;
    }
    return false;
}

}  // namespace croupier::domain
