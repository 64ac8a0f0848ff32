// SPDX-License-Identifier: Apache-2.0
// What the provider, the clock and a restart do to a bet. What the casino says is in
// casino_says.cpp.
#include "domain/bet_moves.h"

#include <algorithm>

#include "domain/bet_journal.h"
#include "domain/next_call.h"

namespace croupier::domain {

void begin_bet(
    BetChange& change, const MoveContext& context, Money stake, std::optional<ErrorCode> refusal) {
    add_transfer(
        change, context, {.type = TransactionType::stake, .amount = stake, .refusal = refusal});
}

void promise_payout(BetChange& change, const MoveContext& context, PayoutKey key, Money amount) {
#ifdef CROUPIER_PLANTED_BUG_rounding
    amount = Money(amount.minor() / 10 * 10, amount.currency());
#endif
    add_transfer(
        change, context,
        {.type = TransactionType::payout, .amount = amount, .payout_key = std::move(key)});
}

void promise_refund(BetChange& change, const MoveContext& context) {
    if (stage_of(change.bet) == BetStage::stake_in_flight) return doubt_stake(change, context);
    const std::size_t known = change.bet.transfers.size();
    for (std::size_t ordinal = known; ordinal-- > 1;) {
        const Transfer payout = change.bet.transfers[ordinal];
        // A payout of zero moved nothing: there is nothing to take back.
        if (payout.type != TransactionType::payout || payout.amount.is_zero()) continue;
        if (payout.extra != Extra::none || payout.undoes) continue;  // a person's business
        add_transfer(
            change, context,
            {.type = TransactionType::payout_return, .amount = payout.amount, .undoes = payout.id});
    }
    promise_stake_return(change, context);
}

void stake_overdue(BetChange& change, const MoveContext& context) {
    if (stage_of(change.bet) != BetStage::stake_in_flight) return;
    if (context.now < change.bet.hold_until) return;
    doubt_stake(change, context);
}

void recover(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    if (bet.tombstone || bet.mode == Mode::demo) return;
    // Before anything new is decided: this is what the last hub could have been doing.
    const auto call = next_call(bet, context.casino);
    Transfer& stake = bet.transfers.front();
    const bool outstanding = stake.tries == 0;  // then nothing that follows it was sent
    if (outstanding && !is_settled(stake.state)) note_attempt(stake, context.now);
    stake.tries = std::max<std::uint32_t>(stake.tries, 1);
    if (stage_of(bet) == BetStage::stake_in_flight) doubt_stake(change, context);
    if (!outstanding && call && call->kind == CallKind::make && call->ordinal > 0 &&
        call->due <= context.now) {
        Transfer& head = bet.transfers[call->ordinal];
        note_attempt(head, context.now);
        head.ask_first = head.ask_first || context.casino.repeat_key == RepeatKey::info;
    }
    if (call && call->kind == CallKind::close && call->due <= context.now) {
        bet.closing.state = Closure::uncertain;  // it may have been under way
        bet.closing.seq = call->seq;
        bet.closing.last_was_close = true;
    }
}

void raise_age_alarms(BetChange& change, const MoveContext& context) {
    const CasinoPolicy& policy = context.casino.policy;
    for (std::size_t ordinal = 1; ordinal < change.bet.transfers.size(); ++ordinal) {
        Transfer& transfer = change.bet.transfers[ordinal];
        if (is_settled(transfer.state) || transfer.alarms >= 2) continue;
        const base::Duration limit =
            transfer.alarms == 0 ? policy.alarm_first : policy.alarm_second;
        if (context.now - transfer.decided_at < limit) continue;
        ++transfer.alarms;
        raise(
            change, AlarmKind::owed_late,
            std::string(to_text(transfer.type)) + " unresolved for " + base::to_text(limit));
    }
}

}  // namespace croupier::domain
