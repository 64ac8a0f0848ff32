// SPDX-License-Identifier: Apache-2.0
// What the casino's answers and accepts do to a bet (contract section 1.5, "outcome after
// outcome").
#include <algorithm>

#include "domain/bet_journal.h"
#include "domain/bet_moves.h"
#include "domain/next_call.h"

namespace croupier::domain {

namespace {

bool repeats_after_a_look([[maybe_unused]] const CasinoTerms& casino) {
#ifdef CROUPIER_PLANTED_BUG_blind_repeat  // the simulation has to find it (tests/CMakeLists.txt)
    return false;
#else
    return casino.repeat_key == RepeatKey::info;
#endif
}

bool may_be_taken(Verdict verdict) {
    return verdict == Verdict::done || verdict == Verdict::unknown;
}

// The make of this stake had not ended when the doubt began, so nothing can have been sent since:
// the return is dropped, and the stake never was.
void drop_unsent_return(BetChange& change, const MoveContext& context) {
    for (std::size_t ordinal = 1; ordinal < change.bet.transfers.size(); ++ordinal) {
        if (returns_stake(change.bet, change.bet.transfers[ordinal])) {
            move_transfer(change, ordinal, TransferState::voided, context.now);
        }
    }
    move_transfer(change, 0, TransferState::voided, context.now);
}

void refuse_stake(BetChange& change, const MoveContext& context, ErrorCode code) {
    change.bet.transfers.front().refusal = code;
    move_transfer(change, 0, TransferState::refused, context.now);
    if (code == ErrorCode::content_mismatch) {
        raise(change, AlarmKind::content_mismatch, "the casino knows the stake with other content");
    }
    // "Error while adding the transaction": looked up once, since some add it all the same.
    if (code == ErrorCode::transaction_refused) look_later(change.bet, context.now, 1);
}

void want_info(Bet& bet, base::Instant now) {
    bet.info_wanted = true;
    bet.info_due = now;
}

// The casino says that it booked a stake which the hub had given up.
void stake_confirmed_late(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    const TransferState state = bet.transfers.front().state;
    if (state == TransferState::refused) {
        // The return first: a pay-in-out pays out on a booked stake only while nothing returns it.
        promise_stake_return(change, context);
        return book_stake(change, context);
    }
    const Transfer* back = standing_return(bet);
    const bool returned = back != nullptr && back->state == TransferState::booked;
    if (state == TransferState::in_doubt && !returned) return book_stake(change, context);
    // Returned or void already: only the casino's own list tells whether something is left to
    // return.
    move_transfer(change, 0, TransferState::in_doubt, context.now);
    if (!bet.doubt_since) bet.doubt_since = context.now;
    want_info(bet, context.now);
}

void stake_done(BetChange& change, const MoveContext& context, bool final) {
    Transfer& stake = change.bet.transfers.front();
    switch (stake.state) {
    case TransferState::pending:
        if (!stake.received_at) stake.received_at = context.now;
        if (!final) return move_transfer(change, 0, TransferState::received, context.now);
        return book_stake(change, context);
    case TransferState::received:
        if (final) book_stake(change, context);
        return;
    case TransferState::in_doubt:
    case TransferState::voided:
    case TransferState::refused:
        if (final) stake_confirmed_late(change, context);
        return;
    case TransferState::booked:
    case TransferState::written_off:
        return;
    }
}

// `make_outstanding`: no end of the make was known before this news.
void stake_refused(
    BetChange& change, const MoveContext& context, ErrorCode code, bool make_outstanding) {
    switch (change.bet.transfers.front().state) {
    case TransferState::pending:
    case TransferState::received:
        return refuse_stake(change, context, code);
    case TransferState::in_doubt:
        if (make_outstanding) drop_unsent_return(change, context);
        return;
    case TransferState::booked:
        return record_contradiction(change, context, "the stake was refused after it was booked");
    case TransferState::refused:
    case TransferState::voided:
    case TransferState::written_off:
        return;
    }
}

void answer_stake(BetChange& change, const MoveContext& context, const CasinoAnswer& answer) {
    Transfer& stake = change.bet.transfers.front();
    const bool outstanding = stake.tries == 0;
    const bool in_flight = stage_of(change.bet) == BetStage::stake_in_flight;
    ++stake.tries;
    if (may_be_taken(answer.verdict)) note_attempt(stake, context.now);
    switch (answer.verdict) {
    case Verdict::done:
        return stake_done(change, context, context.casino.booking == Booking::answer);
    case Verdict::refused:
        return stake_refused(change, context, answer.refusal, outstanding);
    case Verdict::closed:
        return stake_refused(change, context, ErrorCode::not_possible, outstanding);
    case Verdict::unknown:
        // In booking `accept` the time-out ends the call and not the wait.
        if (!in_flight || (answer.timed_out && context.casino.booking == Booking::accept)) return;
        return doubt_stake(change, context);
    case Verdict::not_sent:
        if (stake.state == TransferState::in_doubt) return drop_unsent_return(change, context);
        if (stake.state == TransferState::pending) {
            move_transfer(change, 0, TransferState::voided, context.now);
        }
        return;
    }
}

void book_owed(BetChange& change, const MoveContext& context, std::size_t ordinal) {
    const TransferState before = change.bet.transfers[ordinal].state;
    if (before == TransferState::booked) return;
    const bool was_void = before == TransferState::voided;
    if (was_void && standing_return(change.bet) != nullptr) {
        // The stake was returned anew since: the casino may have paid twice, a person must look.
        return record_contradiction(
            change, context, "a return found void is booked beside its successor");
    }
    if (before == TransferState::written_off) {
        raise(change, AlarmKind::contradiction, "booked after it was written off");
    }
    book_transfer(change, context, ordinal);
    if (was_void && change.bet.transfers.front().state == TransferState::voided) {
        // A return of a stake that the hub had found void: the list decides what there was.
        move_transfer(change, 0, TransferState::in_doubt, context.now);
        want_info(change.bet, context.now);
    }
}

void owed_done(BetChange& change, const MoveContext& context, std::size_t ordinal) {
    Transfer& transfer = change.bet.transfers[ordinal];
    if (context.casino.booking == Booking::answer) return book_owed(change, context, ordinal);
    if (is_settled(transfer.state)) return;
    if (!transfer.received_at) transfer.received_at = context.now;
    transfer.due = context.now + context.casino.policy.accept_window;
    transfer.ask_first = false;
    move_transfer(change, ordinal, TransferState::received, context.now);
}

void owed_closed(BetChange& change, const MoveContext& context, Transfer& transfer) {
    change.bet.closing.state = Closure::closed;
    change.bet.closing.due = context.now;
    if (transfer.tries <= 2) {
        transfer.due = context.now;  // reopened, then repeated at once
    } else {
        postpone(transfer, context);
    }
}

// An accept came first, and it is final; a refusal after it is word against word.
void answer_after_word(
    BetChange& change, const MoveContext& context, const CasinoAnswer& answer,
    const Transfer& transfer) {
    const bool refuses = answer.verdict == Verdict::refused || answer.verdict == Verdict::closed;
    if (!refuses || transfer.state != TransferState::booked) return;
    record_contradiction(
        change, context, std::string(to_text(transfer.type)) + " was refused after it was booked");
}

void answer_owed(
    BetChange& change, const MoveContext& context, std::size_t ordinal,
    const CasinoAnswer& answer) {
    Transfer& transfer = change.bet.transfers[ordinal];
    ++transfer.tries;
    if (may_be_taken(answer.verdict)) note_attempt(transfer, context.now);
    if (answer.verdict == Verdict::done) return owed_done(change, context, ordinal);
    if (is_settled(transfer.state)) return answer_after_word(change, context, answer, transfer);
    switch (answer.verdict) {
    case Verdict::done:
        return;
    case Verdict::closed:
        return owed_closed(change, context, transfer);
    case Verdict::refused:
        return refuse_owed(change, context, ordinal, answer.refusal);
    case Verdict::unknown:
        transfer.ask_first = repeats_after_a_look(context.casino);
        return postpone(transfer, context);
    case Verdict::not_sent:
        return postpone(transfer, context);
    }
}

// A booking that already belongs to another transfer books nothing.
bool caught_duplicate(
    BetChange& change, const MoveContext& context, std::size_t ordinal,
    const CasinoAnswer& answer) {
    if (answer.verdict != Verdict::done) return false;
    if (!answer.booking_elsewhere &&
        !booking_belongs_elsewhere(change.bet, ordinal, answer.partner_transaction)) {
        return false;
    }
    record_duplicate_booking(change, context, ordinal);
    return true;
}

// Binds the casino's booking to the transfer; another one than before is a contradiction.
void bind_booking(
    BetChange& change, const MoveContext& context, std::size_t ordinal,
    const PartnerTransactionId& booking) {
    Transfer& transfer = change.bet.transfers[ordinal];
    if (booking.value().empty() || transfer.partner_transaction == booking) return;
    if (transfer.partner_transaction.value().empty()) {
        transfer.partner_transaction = booking;
    } else if (
        transfer.state == TransferState::booked || transfer.state == TransferState::received) {
        record_contradiction(change, context, "a second PartnerTransactionId for one transfer");
    }
}

// The accept refuses what make's 200 had received: that attempt was taken by nobody.
void forget_refused_attempt(Transfer& transfer) {
    transfer.received_at.reset();
    if (transfer.sends > 0 && --transfer.sends == 0) transfer.last_sent.reset();
}

}  // namespace

void record_make_answer(
    BetChange& change, const MoveContext& context, std::size_t ordinal,
    const CasinoAnswer& answer) {
    // An answer about a transfer that is not in the books is a bug of whoever asked: it throws.
    Transfer& transfer = change.bet.transfers.at(ordinal);
    if (caught_duplicate(change, context, ordinal, answer)) {
        ++transfer.tries;
        note_attempt(transfer, context.now);
        return;
    }
    if (answer.verdict == Verdict::done)
        bind_booking(change, context, ordinal, answer.partner_transaction);
    if (ordinal == 0) return answer_stake(change, context, answer);
    answer_owed(change, context, ordinal, answer);
}

std::optional<ErrorCode> record_accept(
    BetChange& change, const MoveContext& context, std::size_t ordinal,
    const CasinoAnswer& answer) {
    Bet& bet = change.bet;
    if (caught_duplicate(change, context, ordinal, answer)) return ErrorCode::content_mismatch;
    const TransferState state = bet.transfers[ordinal].state;
    if (answer.verdict == Verdict::done) {
        bet.transfers[ordinal].confirmed = true;
        bind_booking(change, context, ordinal, answer.partner_transaction);
        if (state == TransferState::booked) return std::nullopt;
        if (ordinal == 0) {
            stake_done(change, context, true);
        } else {
            book_owed(change, context, ordinal);
        }
        return std::nullopt;
    }
    if (state == TransferState::booked) {
        record_contradiction(change, context, "an error accept after a booking");
        return ErrorCode::content_mismatch;
    }
    const bool unknown = answer.verdict == Verdict::unknown;
    if (ordinal == 0 && unknown) {
        if (stage_of(bet) == BetStage::stake_in_flight) doubt_stake(change, context);
    } else if (ordinal == 0) {
        const bool closed = answer.verdict == Verdict::closed;
        const ErrorCode code = closed ? ErrorCode::not_possible : answer.refusal;
        stake_refused(change, context, code, bet.transfers.front().tries == 0);
    } else if (!is_settled(state)) {
        move_transfer(change, ordinal, TransferState::pending, context.now);
        if (!unknown) forget_refused_attempt(bet.transfers[ordinal]);
        if (answer.verdict == Verdict::closed) {
            owed_closed(change, context, bet.transfers[ordinal]);
        } else if (unknown) {
            bet.transfers[ordinal].ask_first = repeats_after_a_look(context.casino);
            postpone(bet.transfers[ordinal], context);
        } else {
            refuse_owed(change, context, ordinal, answer.refusal);
        }
    }
    return std::nullopt;
}

void record_close_answer(
    BetChange& change, const MoveContext& context, const NextCall& call, CloseVerdict verdict) {
    Closing& closing = change.bet.closing;
    const bool closed = call.kind == CallKind::close;
    closing.seq = std::max(closing.seq, call.seq);
    closing.last_was_close = closed;
    switch (verdict) {
    case CloseVerdict::done:
        closing.state = closed ? Closure::closed : Closure::open;
        closing.failures = 0;
        closing.due = context.now;
        return;
    case CloseVerdict::refused_for_good:
        // A refused reopening must not hold up money owed: it is sent, and the casino's answer to
        // it counts.
        closing.state = closed ? Closure::given_up : Closure::open;
        raise(change, AlarmKind::close_refused, closed ? "close refused" : "reopening refused");
        return;
    case CloseVerdict::unknown:
        closing.state = Closure::uncertain;
        ++closing.failures;
        closing.due = context.now + base::backoff_delay(
                                        context.casino.policy.repeat, closing.failures,
                                        context.now - change.bet.created_at, context.random);
        return;
    }
}

void record_duplicate_booking(BetChange& change, const MoveContext& context, std::size_t ordinal) {
    Transfer& transfer = change.bet.transfers[ordinal];
    raise(
        change, AlarmKind::duplicate_booking,
        "the casino's booking belongs to another transaction");
    if (is_settled(transfer.state)) return want_info(change.bet, context.now);
    if (ordinal == 0) {
        if (stage_of(change.bet) == BetStage::stake_in_flight) doubt_stake(change, context);
        return;
    }
    transfer.ask_first = true;
    transfer.due = context.now;
    if (transfer.duplicate_seen) {
        transfer.stuck = true;
        raise(change, AlarmKind::stuck, "one PartnerTransactionId for two transactions again");
    }
    transfer.duplicate_seen = true;
}

void record_unmatched_accept(BetChange& change, const MoveContext& context, std::string detail) {
    raise(change, AlarmKind::accept_unmatched, std::move(detail));
    if (!change.bet.tombstone) want_info(change.bet, context.now);
}

void record_contradiction(BetChange& change, const MoveContext& context, std::string detail) {
    raise(change, AlarmKind::contradiction, std::move(detail));
    want_info(change.bet, context.now);
}

}  // namespace croupier::domain
