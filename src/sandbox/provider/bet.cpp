// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/bet.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace croupier::sandbox::provider {
namespace {

void move_to(Bet& bet, BetState after) {
    CROUPIER_ASSUME(may_follow(bet.state, after));
    bet.state = after;
}

void move_payouts(Bet& bet, PayoutState from, PayoutState to) {
    for (Payout& payout : bet.payouts) {
        if (payout.state == from) payout.state = to;
    }
}

template <class Enum, std::size_t N>
std::optional<Enum> parse_name(std::string_view text, const std::array<Enum, N>& all) {
    const auto at = std::ranges::find_if(all, [&](Enum value) { return to_text(value) == text; });
    return at == all.end() ? std::nullopt : std::optional(*at);
}

}  // namespace

bool may_follow(BetState before, BetState after) {
    using enum BetState;
    switch (before) {
    case intended:
        return after == accepted || after == refused || after == in_doubt || after == refunding;
    case in_doubt:
        return after == refunded || after == void_bet || after == stuck || after == accepted;
    case refunding:
        return after == refunded || after == stuck;
    case stuck:
        return after == in_doubt || after == refunding;
    case accepted:
    case refused:
    case refunded:
    case void_bet:
        return false;
    }
    return false;
}

void accept_stake(Bet& bet, HubCode code, RoundFate fate, std::vector<Payout> payouts_of_pay_in) {
    bet.last_code = static_cast<int>(code);
    bet.stake_accepted = true;
    // A pay-in-out's payouts are durable at the hub with this answer, and a refund takes them back.
    move_payouts(bet, PayoutState::drawn, PayoutState::paid);
    if (fate == RoundFate::called_off) return move_to(bet, BetState::refunding);
    if (bet.kind == BetKind::pay_in) bet.payouts = std::move(payouts_of_pay_in);
    move_to(bet, BetState::accepted);
}

void refuse_stake(Bet& bet, HubCode code) {
    bet.last_code = static_cast<int>(code);
    move_payouts(bet, PayoutState::drawn, PayoutState::dropped);
    move_to(bet, BetState::refused);
}

void doubt_stake(Bet& bet, HubCode code) {
    bet.last_code = static_cast<int>(code);
    move_to(bet, BetState::in_doubt);
}

void end_refund(Bet& bet, HubCode code) {
    bet.last_code = static_cast<int>(code);
    switch (verdict_on_refund(code)) {
    case RefundVerdict::taken:
        move_payouts(bet, PayoutState::drawn, PayoutState::dropped);
        move_payouts(bet, PayoutState::paid, PayoutState::taken_back);
        return move_to(bet, BetState::refunded);
    case RefundVerdict::bet_unknown:
        // What the hub accepted it cannot have forgotten: such an answer is no end, it is an alarm.
        if (bet.stake_accepted) return move_to(bet, BetState::stuck);
        move_payouts(bet, PayoutState::drawn, PayoutState::dropped);
        return move_to(bet, BetState::void_bet);
    case RefundVerdict::refused:
        if (code == HubCode::invalid_request && bet.kind == BetKind::pay_in_out &&
            !bet.stake_accepted) {
            // "Not possible in this state" about a pay-in-out in doubt: the hub has it, settled,
            // and does not take it back. Then it counts as it was sent.
            bet.stake_accepted = true;
            move_payouts(bet, PayoutState::drawn, PayoutState::paid);
            return move_to(bet, BetState::accepted);
        }
        return move_to(bet, BetState::stuck);
    case RefundVerdict::repeat:
        return;
    }
}

void end_payout(Payout& payout, PayoutVerdict verdict) {
    CROUPIER_ASSUME(payout.state == PayoutState::owed);
    switch (verdict) {
    case PayoutVerdict::taken:
        payout.state = PayoutState::paid;
        return;
    case PayoutVerdict::refused:
        payout.state = PayoutState::stuck;
        return;
    case PayoutVerdict::repeat:
        return;
    }
}

bool refund_is_owed(const Bet& bet) {
    return bet.state == BetState::in_doubt || bet.state == BetState::refunding;
}

Payout* next_owed_payout(Bet& bet) {
    if (bet.state != BetState::accepted) return nullptr;
    const auto at = std::ranges::find(bet.payouts, PayoutState::owed, &Payout::state);
    return at == bet.payouts.end() ? nullptr : &*at;
}

bool is_at_rest(const Bet& bet) {
    switch (bet.state) {
    case BetState::intended:
    case BetState::in_doubt:
    case BetState::refunding:
        return false;
    case BetState::accepted:
        return std::ranges::find(bet.payouts, PayoutState::owed, &Payout::state) ==
               bet.payouts.end();
    case BetState::refused:
    case BetState::refunded:
    case BetState::void_bet:
    case BetState::stuck:
        return true;
    }
    return true;
}

void take_up_again(Bet& bet) {
    if (bet.state == BetState::intended) move_to(bet, BetState::in_doubt);
    if (bet.state == BetState::stuck) {
        move_to(bet, bet.stake_accepted ? BetState::refunding : BetState::in_doubt);
    }
    move_payouts(bet, PayoutState::stuck, PayoutState::owed);
}

std::string_view to_text(BetState state) {
    switch (state) {
    case BetState::intended:
        return "intended";
    case BetState::accepted:
        return "accepted";
    case BetState::refused:
        return "refused";
    case BetState::in_doubt:
        return "in_doubt";
    case BetState::refunding:
        return "refunding";
    case BetState::refunded:
        return "refunded";
    case BetState::void_bet:
        return "void";
    case BetState::stuck:
        return "stuck";
    }
    return "";
}

std::string_view to_text(PayoutState state) {
    switch (state) {
    case PayoutState::drawn:
        return "drawn";
    case PayoutState::owed:
        return "owed";
    case PayoutState::paid:
        return "paid";
    case PayoutState::dropped:
        return "dropped";
    case PayoutState::taken_back:
        return "taken_back";
    case PayoutState::stuck:
        return "stuck";
    }
    return "";
}

std::string_view to_text(BetKind kind) {
    switch (kind) {
    case BetKind::pay_in_out:
        return "pay_in_out";
    case BetKind::pay_in:
        return "pay_in";
    }
    return "";
}

std::optional<BetState> parse_bet_state(std::string_view text) {
    return parse_name(text, all_bet_states);
}

std::optional<PayoutState> parse_payout_state(std::string_view text) {
    return parse_name(text, all_payout_states);
}

std::optional<BetKind> parse_bet_kind(std::string_view text) {
    return parse_name(text, std::array{BetKind::pay_in_out, BetKind::pay_in});
}

}  // namespace croupier::sandbox::provider
