// SPDX-License-Identifier: Apache-2.0
#include "provider_api/bet_replies.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace croupier::provider_api {

namespace {

using domain::ErrorCode;
using domain::Money;
using How = usecases::Placed::How;

ResponseCode code_of(How how) {
    switch (how) {
    case How::accepted:
        return ResponseCode::success;
    case How::repeated:
        return ResponseCode::already_accepted;
    case How::waiting:
        break;
    }
    return ResponseCode::unknown;
}

Answer success(ResponseCode code, domain::Currency currency, std::optional<Money> balance) {
    return {{code, 200}, currency, balance};
}

// How long a pay-in-out waits for its payout, only to show a balance with it.
constexpr base::Duration payout_wait{1000};

std::optional<Money> sum(std::optional<Money> a, std::optional<Money> b) {
    if (!a || !b) return a;
    return a->currency() == b->currency() ? domain::add(*a, *b) : a;
}

// What these transfers still have to move; nothing when none of them is unsettled.
std::optional<Money> outstanding(
    const domain::Bet& bet, const std::vector<domain::TransactionId>& transfers) {
    std::optional<Money> total;
    for (const domain::Transfer& transfer : bet.transfers) {
        const bool counts =
            !domain::is_settled(transfer.state) &&
            std::find(transfers.begin(), transfers.end(), transfer.id) != transfers.end();
        if (!counts) continue;
        total = sum(
            total.value_or(Money::zero(bet.currency)), usecases::effect_on_balance(bet, transfer));
    }
    return total;
}

std::vector<domain::TransactionId> payouts_of(const domain::Bet& bet) {
    std::vector<domain::TransactionId> payouts;
    for (const domain::Transfer& transfer : bet.transfers) {
        if (transfer.type == domain::TransactionType::payout) payouts.push_back(transfer.id);
    }
    return payouts;
}

}  // namespace

void BetReplies::placed(
    HeldId id, const CallTimes& times, const domain::Outcome<usecases::Placed>& outcome) {
    if (!held_.holds(id)) return;  // the commit hung for longer than the hold
    if (!outcome.ok()) return refuse(id, outcome.error().code);
    const usecases::Placed& placed = outcome.value();
    if (placed.how == How::waiting) return hold_stake(id, placed);
    const ResponseCode code = code_of(placed.how);
    if (placed.purse) {
        return held_.answer(id, success(code, placed.player.currency, placed.purse));
    }
    succeed_with_news(id, code, placed.player, times.until);
}

void BetReplies::settled(
    HeldId id, const domain::Outcome<usecases::Settled>& outcome, base::Task ask_again) {
    if (!outcome.ok()) return refuse(id, outcome.error().code);
    const usecases::Settled& settled = outcome.value();
    if (settled.stake_in_flight) {
        return hold_until_out_of_flight(id, settled, std::move(ask_again));
    }
    const domain::Currency currency = settled.player.currency;
    if (settled.purse) {
        return held_.answer(id, success(ResponseCode::success, currency, settled.purse));
    }
    if (settled.awaited.empty()) {
        return succeed_with_news(id, ResponseCode::success, settled.player, settled.wait_until);
    }
    Awaiting awaiting{ResponseCode::success, settled.bet,       settled.awaited, {},
                      settled.player,        settled.wait_until};
    // Else the commit that promised it tells.
    if (settled.seen) awaiting.missing = outstanding(*settled.seen, settled.awaited);
    hold_until_booked(id, awaiting);
}

void BetReplies::viewed(
    HeldId id, const CallTimes& times, const domain::Outcome<usecases::SessionView>& outcome) {
    if (!outcome.ok()) return refuse(id, outcome.error().code);
    const domain::Session& session = outcome.value().session;
    if (session.mode == domain::Mode::demo) {
        return held_.answer(id, success(ResponseCode::success, session.currency, session.purse));
    }
    // Here the balance is the answer: without any, there is none to give.
    balances_.ask(
        outcome.value().player, times.until,
        [this, id, currency = session.currency](std::optional<Money> balance) {
            if (!balance) return refuse(id, ErrorCode::counterparty_failed);
            held_.answer(id, success(ResponseCode::success, currency, balance));
        });
}

void BetReplies::hold_stake(HeldId id, const usecases::Placed& placed) {
    const bool first = first_held_.insert(placed.bet).second;
    held_.wait_until(id, placed.hold_until + grace, [this, id, placed, first] {
        if (first) first_held_.erase(placed.bet);
        refuse(id, ErrorCode::outcome_unknown, placed.player);
    });
    held_.watch(id, placed.bet, [this, id, placed, first](const domain::Bet& bet) {
        const auto verdict = usecases::stake_verdict(bet, first);
        if (!verdict) return;
        if (first) first_held_.erase(placed.bet);
        held_.unwatch(id);
        stake_decided(id, placed, bet, *verdict);
    });
}

void BetReplies::stake_decided(
    HeldId id, const usecases::Placed& placed, const domain::Bet& bet,
    const domain::Outcome<How>& verdict) {
    if (!verdict.ok()) return refuse(id, verdict.error().code, placed.player);
    const ResponseCode code = code_of(verdict.value());
    const auto payout = outstanding(bet, payouts_of(bet));
    if (!payout) return succeed(id, code, placed.player, placed.hold_until);
    // The payout of a pay-in-out was decided in this very commit: no casino has told a balance with
    // it in yet.
    if (const auto balance = balances_.fresh(placed.player)) {
        return held_.answer(id, success(code, bet.currency, sum(balance, payout)));
    }
    const base::Instant until = std::min(placed.hold_until, loop_.now() + payout_wait);
    hold_until_booked(id, {code, bet.id, payouts_of(bet), payout, placed.player, until});
}

void BetReplies::hold_until_out_of_flight(
    HeldId id, const usecases::Settled& settled, base::Task ask_again) {
    held_.wait_until(id, settled.hold_until + grace, [this, id, player = settled.player] {
        refuse(id, ErrorCode::outcome_unknown, player);
    });
    held_.watch(id, settled.bet, [this, id, again = std::move(ask_again)](const domain::Bet& bet) {
        if (domain::stage_of(bet) == domain::BetStage::stake_in_flight) return;
        held_.unwatch(id);
        again();
    });
}

void BetReplies::hold_until_booked(HeldId id, const Awaiting& awaiting) {
    const usecases::PlayerRef player = awaiting.player;
    const auto missing = std::make_shared<std::optional<Money>>(awaiting.missing);
    held_.wait_until(id, awaiting.until, [this, id, awaiting, missing] {
        const auto balance = sum(balances_.known(awaiting.player), *missing);
        held_.answer(id, success(awaiting.code, awaiting.player.currency, balance));
    });
    held_.watch(id, awaiting.bet, [this, id, awaiting, missing](const domain::Bet& bet) {
        *missing = outstanding(bet, awaiting.transfers);
        if (*missing) return;
        held_.unwatch(id);
        succeed(id, awaiting.code, awaiting.player, awaiting.until);
    });
    // Something to show when the wait ends without the booking.
    if (!balances_.known(player)) balances_.ask(player, awaiting.until, [](const auto&) {});
}

void BetReplies::refuse(HeldId id, ErrorCode code) {
    held_.answer(id, {verdict_of(code), std::nullopt, std::nullopt});
}

void BetReplies::refuse(HeldId id, ErrorCode code, const usecases::PlayerRef& player) {
    held_.answer(id, {verdict_of(code), player.currency, balances_.known(player)});
}

void BetReplies::succeed(
    HeldId id, ResponseCode code, const usecases::PlayerRef& player, base::Instant deadline) {
    const auto balance = balances_.fresh(player);
    if (!balance) return succeed_with_news(id, code, player, deadline);
    held_.answer(id, success(code, player.currency, balance));
}

void BetReplies::succeed_with_news(
    HeldId id, ResponseCode code, const usecases::PlayerRef& player, base::Instant deadline) {
    // From here on the wait can only end well.
    held_.wait_until(id, deadline + grace, [this, id, code, player] {
        held_.answer(id, success(code, player.currency, balances_.known(player)));
    });
    balances_.ask(
        player, deadline,
        [this, id, code, currency = player.currency](std::optional<Money> balance) {
            held_.answer(id, success(code, currency, balance));
        });
}

}  // namespace croupier::provider_api
