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
    return head.type == TransactionType::stake_return && head.tries > 0 &&
           bet.transfers.front().state == TransferState::in_doubt && bet.doubt_since &&
           head.due >= *bet.doubt_since + casino.policy.doubt_info_after && bet.info_due < head.due;
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
    if (stake.state != TransferState::in_doubt || stake.stuck || !bet.doubt_since)
        return std::nullopt;
    return NextCall{
        .kind = CallKind::info,
        .due = std::max(bet.info_due, *bet.doubt_since + casino.policy.doubt_info_after)};
}

std::optional<NextCall> close_call(const Bet& bet, const CasinoTerms& casino) {
    if (bet.closing.state == Closure::closed || bet.closing.state == Closure::given_up) return {};
    if (bet.transfers.front().state != TransferState::booked) return {};
    base::Instant last{};
    bool followed = false;
    for (std::size_t ordinal = 1; ordinal < bet.transfers.size(); ++ordinal) {
        const Transfer& transfer = bet.transfers[ordinal];
        if (transfer.state != TransferState::booked) continue;
        followed = true;
        last = std::max(last, transfer.settled_at.value_or(base::Instant{}));
    }
    if (!followed) return {};
    return NextCall{
        .kind = CallKind::close,
        .due = std::max(last + casino.policy.close_after, bet.closing.due),
        .seq = seq_for(bet.closing, true)};
}

}  // namespace

std::optional<NextCall> next_call(const Bet& bet, const CasinoTerms& casino) {
    if (!at_casino(bet)) return std::nullopt;
    const Transfer& stake = bet.transfers.front();
    if (stage_of(bet) == BetStage::stake_in_flight) {
        if (stake.state != TransferState::pending || stake.tries > 0) return std::nullopt;
        return NextCall{.kind = CallKind::make, .ordinal = 0, .due = stake.decided_at};
    }
    if (const auto head = first_open(bet)) {
        if (bet.transfers[*head].stuck) return std::nullopt;
        return owed_call(bet, *head, casino);
    }
    if (const auto call = doubt_call(bet, casino)) return call;
    return close_call(bet, casino);
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
