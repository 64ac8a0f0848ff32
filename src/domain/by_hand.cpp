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

bool resume(BetChange& change, const MoveContext& context) {
    Bet& bet = change.bet;
    if (bet.tombstone || bet.mode == Mode::demo) return false;
    const bool close_resumed = resume_close(bet.closing, context.now);
    if (const auto ordinal = first_open(bet)) {
        Transfer& open = bet.transfers[*ordinal];
        // It waited for a reason: the casino may have booked it by now.
        open.ask_first = open.ask_first || open.stuck || open.tries > 0;
        open.stuck = false;
        open.duplicate_seen = false;
        open.due = context.now;
        return true;
    }
    Transfer& stake = bet.transfers.front();
    if (stake.state != TransferState::in_doubt) return close_resumed;
    stake.stuck = false;
    bet.info_due = context.now;
    return true;
}

WriteOff write_off(BetChange& change, const MoveContext& context, TransactionId transaction) {
    Bet& bet = change.bet;
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const Transfer& transfer = bet.transfers[ordinal];
        if (transfer.id != transaction) continue;
        if (transfer.state == TransferState::written_off) return WriteOff::already;
        const bool owed = may_move(transfer.type, transfer.state, TransferState::written_off);
        if (!owed || bet.mode == Mode::demo) return WriteOff::not_owed;
        move_transfer(change, ordinal, TransferState::written_off, context.now);
        return WriteOff::done;
    }
    return WriteOff::no_such_transfer;
}

}  // namespace croupier::domain
