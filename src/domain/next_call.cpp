// SPDX-License-Identifier: Apache-2.0
#include "domain/next_call.h"

#include <algorithm>

namespace croupier::domain {

namespace {

bool at_casino(const Bet& bet) { return !bet.tombstone && bet.mode == Mode::real; }

// A repeated close or reopen of unknown outcome keeps its number; a new decision counts up.
std::uint64_t seq_for(const Closing& closing, bool close) {
    const bool repeat = closing.state == Closure::uncertain && closing.last_was_close == close;
    return repeat ? closing.seq : closing.seq + 1;
}

bool needs_info_first(const Bet& bet, const Transfer& head, const CasinoTerms& casino) {
    if (head.ask_first) return true;
    if (head.state == TransferState::received && casino.repeat_key == RepeatKey::info) return true;
    // A return that finds no stake may be refused or answered for ever; the list ends the doubt,
    // whatever the casino's repeat key is.
    const Transfer& stake = bet.transfers.front();
    return head.type == TransactionType::stake_return && head.tries > 0 &&
           stake.state == TransferState::in_doubt &&
           head.due >= provable_from(stake, casino).value_or(base::Instant{}) &&
           bet.info_due < head.due;
}

NextCall owed_call(const Bet& bet, std::size_t ordinal, const CasinoTerms& casino) {
    const Transfer& head = bet.transfers[ordinal];
    if (needs_info_first(bet, head, casino)) return {.kind = CallKind::info, .due = head.due};
    const Closure closure = bet.closing.state;
    if (closure == Closure::closed || closure == Closure::uncertain) {
        return {
            .kind = CallKind::reopen,
            .due = std::max(head.due, bet.closing.due),
            .seq = seq_for(bet.closing, false)};
    }
    return {.kind = CallKind::make, .ordinal = ordinal, .due = head.due};
}

std::optional<NextCall> doubt_call(const Bet& bet, const CasinoTerms& casino) {
    const Transfer& stake = bet.transfers.front();
    if (bet.info_wanted) return NextCall{.kind = CallKind::info, .due = bet.info_due};
    if (stake.state != TransferState::in_doubt || stake.stuck) return std::nullopt;
    const auto proof = provable_from(stake, casino).value_or(base::Instant{});
    return NextCall{.kind = CallKind::info, .due = std::max(bet.info_due, proof)};
}

std::optional<NextCall> later_look(const Bet& bet, const CasinoTerms& casino) {
    if (!bet.later.open()) return std::nullopt;
    const base::Instant due = later_look_at(bet.later, bet.later.done, casino);
    return NextCall{.kind = CallKind::info, .due = std::max(bet.info_due, due)};
}

std::optional<NextCall> close_call(const Bet& bet, const CasinoTerms& casino) {
    if (bet.closing.state == Closure::closed || bet.closing.state == Closure::given_up) return {};
#ifdef CROUPIER_PLANTED_BUG_reopened_never_closed
    if (bet.closing.state == Closure::open && bet.closing.seq > 0) return {};
#endif
    if (bet.transfers.front().state != TransferState::booked) return {};
    base::Instant last{};
    bool followed = false;
    for (std::size_t ordinal = 1; ordinal < bet.transfers.size(); ++ordinal) {
        const Transfer& transfer = bet.transfers[ordinal];
        if (transfer.state != TransferState::booked || transfer.extra != Extra::none) continue;
        followed = true;
        last = std::max(last, transfer.settled_at.value_or(base::Instant{}));
    }
    if (!followed) return {};
    return NextCall{
        .kind = CallKind::close,
        .due = std::max(last + casino.policy.close_after, bet.closing.due),
        .seq = seq_for(bet.closing, true)};
}

// What brings the bet to rest; later looks are not among it.
std::optional<NextCall> pressing_call(const Bet& bet, const CasinoTerms& casino) {
    if (!at_casino(bet)) return std::nullopt;
    const Transfer& stake = bet.transfers.front();
    if (stage_of(bet) == BetStage::stake_in_flight) {
        if (stake.state != TransferState::pending || stake.tries > 0) return std::nullopt;
        return NextCall{.kind = CallKind::make, .ordinal = 0, .due = stake.decided_at};
    }
    if (const auto head = first_open(bet)) {
        // Word against word: where a repeat is not harmless, the list comes first.
        if (bet.info_wanted && casino.repeat_key == RepeatKey::info) {
            return NextCall{.kind = CallKind::info, .due = bet.info_due};
        }
        if (bet.transfers[*head].stuck) return std::nullopt;
        return owed_call(bet, *head, casino);
    }
    if (const auto call = doubt_call(bet, casino)) return call;
    return close_call(bet, casino);
}

}  // namespace

base::Duration late_after(const CasinoTerms& casino, TransactionType type) {
    const CasinoPolicy& policy = casino.policy;
    const bool stake = type == TransactionType::stake;
    return std::max(policy.late_after, (stake ? policy.bet_timeout : policy.win_timeout) * 2);
}

base::Instant later_look_at(const LaterLooks& later, int number, const CasinoTerms& casino) {
    base::Duration wait = late_after(casino, TransactionType::payout);
    for (int step = 0; step < number; ++step)
        wait *= 10;
    return later.from + wait;
}

std::optional<base::Instant> provable_from(const Transfer& transfer, const CasinoTerms& casino) {
    if (transfer.sends == 0 || !transfer.last_sent) return std::nullopt;
#ifdef CROUPIER_PLANTED_BUG_not_listed_is_never
    return transfer.last_sent;
#endif
    const base::Duration late = late_after(casino, transfer.type);
    if (!transfer.received_at || casino.booking == Booking::answer) {
        return *transfer.last_sent + late;
    }
    // It has the make and books when its queue comes to it: a slow queue is no loss.
    const base::Instant heard = std::max(*transfer.last_sent, *transfer.received_at);
    return heard + casino.policy.accept_window + late * 5;
}

bool may_have_left(
    const Bet& bet, std::size_t ordinal, const CasinoTerms& casino, base::Instant now) {
    const Transfer& transfer = bet.transfers[ordinal];
    if (transfer.state == TransferState::booked || transfer.sends > 0) return true;
    if (transfer.refusal && transfer.tries > 0) return true;
    if (ordinal == 0) return transfer.tries == 0 && !is_settled(transfer.state);
    const auto call = next_call(bet, casino);
    return call && call->kind == CallKind::make && call->ordinal == ordinal && call->due <= now;
}

std::optional<NextCall> next_call(const Bet& bet, const CasinoTerms& casino) {
    const auto call = pressing_call(bet, casino);
    if (!at_casino(bet) || stage_of(bet) == BetStage::stake_in_flight || first_open(bet)) {
        return call;
    }
    const auto look = later_look(bet, casino);
    if (!call || !look) return call ? call : look;
    return look->due < call->due ? look : call;
}

bool is_never_to_leave(const Bet& bet, base::Instant now) {
    if (!at_casino(bet)) return false;
    const Transfer& stake = bet.transfers.front();
    if (stake.tries > 0 || stake.sends > 0) return false;
    if (stake.state == TransferState::in_doubt) return true;
    return stake.state == TransferState::pending && now >= bet.hold_until;
}

bool only_looks_are_left(const Bet& bet, const CasinoTerms& casino) {
    return bet.later.open() && !pressing_call(bet, casino) && !next_deadline(bet, casino) &&
           !first_open(bet);
}

std::optional<base::Instant> next_deadline(const Bet& bet, const CasinoTerms& casino) {
    if (!at_casino(bet)) return std::nullopt;
    if (stage_of(bet) == BetStage::stake_in_flight) return bet.hold_until;
    std::optional<base::Instant> earliest;
    for (std::size_t ordinal = 1; ordinal < bet.transfers.size(); ++ordinal) {
        const Transfer& transfer = bet.transfers[ordinal];
        if (is_settled(transfer.state) || transfer.alarms >= 2) continue;
        const CasinoPolicy& policy = casino.policy;
        const base::Instant alarm =
            transfer.decided_at + (transfer.alarms == 0 ? policy.alarm_first : policy.alarm_second);
        if (!earliest || alarm < *earliest) earliest = alarm;
    }
    return earliest;
}

std::optional<base::Instant> next_due(const Bet& bet, const CasinoTerms& casino) {
    const auto call = next_call(bet, casino);
    const auto deadline = next_deadline(bet, casino);
    if (!call) return deadline;
    return deadline ? std::min(call->due, *deadline) : call->due;
}

}  // namespace croupier::domain
