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

std::optional<Money> sum(std::optional<Money> a, std::optional<Money> b) {
    if (!a || !b) return a;
    return a->currency() == b->currency() ? domain::add(*a, *b) : a;
}

// By how much a transfer will move the player's balance, seen from a balance that has the booked
// transfers in it. Undoing what was never booked moves nothing.
std::optional<Money> effect_of(const domain::Bet& bet, const domain::Transfer& transfer) {
    using domain::TransactionType;
    const auto* undone = transfer.undoes ? bet.find(*transfer.undoes) : nullptr;
    const bool undoes_booked = undone != nullptr && undone->state == domain::TransferState::booked;
    switch (transfer.type) {
    case TransactionType::stake:
        return domain::negate(transfer.amount);
    case TransactionType::payout:
    case TransactionType::jackpot:
        return transfer.amount;
    case TransactionType::stake_return:
        return undoes_booked ? transfer.amount : Money::zero(bet.currency);
    case TransactionType::payout_return:
        return undoes_booked ? domain::negate(transfer.amount) : Money::zero(bet.currency);
    }
    return std::nullopt;
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
        total = sum(total.value_or(Money::zero(bet.currency)), effect_of(bet, transfer));
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
    succeed(id, code, placed.player, times.arrived, times.until);
}

void BetReplies::settled(
    HeldId id, const CallTimes& times, const domain::Outcome<usecases::Settled>& outcome,
    base::Task ask_again) {
    if (!outcome.ok()) return refuse(id, outcome.error().code);
    const usecases::Settled& settled = outcome.value();
    if (settled.stake_in_flight) {
        return hold_until_out_of_flight(id, settled, std::move(ask_again));
    }
    const domain::Currency currency = settled.player.currency;
    if (settled.purse) {
        return held_.answer(id, success(ResponseCode::success, currency, settled.purse));
    }
    if (!settled.promised.empty()) return hold_until_booked(id, times, settled);
    succeed(id, ResponseCode::success, settled.player, times.arrived, settled.wait_until);
}

void BetReplies::viewed(
    HeldId id, const CallTimes& times, const domain::Outcome<usecases::SessionView>& outcome) {
    if (!outcome.ok()) return refuse(id, outcome.error().code);
    const domain::Session& session = outcome.value().session;
    if (session.mode == domain::Mode::demo) {
        return held_.answer(id, success(ResponseCode::success, session.currency, session.purse));
    }
    // Here the balance is the answer: without any, there is none to give.
    balances_.read(
        outcome.value().player, times.arrived, times.until,
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
    // The payout of a pay-in-out was decided in this very commit: no casino has told a balance with
    // it in yet.
    const auto told = balances_.known(placed.player.key);
    const auto payout = outstanding(bet, payouts_of(bet));
    if (payout && told && told->told_at >= bet.created_at) {
        const auto balance = sum(known(placed.player), payout);
        return held_.answer(id, success(code, bet.currency, balance));
    }
    succeed(id, code, placed.player, bet.created_at, placed.hold_until);
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

void BetReplies::hold_until_booked(
    HeldId id, const CallTimes& times, const usecases::Settled& settled) {
    const usecases::PlayerRef player = settled.player;
    const auto missing = std::make_shared<std::optional<Money>>();
    held_.wait_until(id, settled.wait_until, [this, id, player, missing] {
        held_.answer(
            id, success(ResponseCode::success, player.currency, sum(known(player), *missing)));
    });
    held_.watch(id, settled.bet, [this, id, times, settled, missing](const domain::Bet& bet) {
        *missing = outstanding(bet, settled.promised);
        if (*missing) return;
        held_.unwatch(id);
        succeed(id, ResponseCode::success, settled.player, times.arrived, settled.wait_until);
    });
}

void BetReplies::refuse(HeldId id, ErrorCode code) {
    held_.answer(id, {verdict_of(code), std::nullopt, std::nullopt});
}

void BetReplies::refuse(HeldId id, ErrorCode code, const usecases::PlayerRef& player) {
    held_.answer(id, {verdict_of(code), player.currency, known(player)});
}

void BetReplies::succeed(
    HeldId id, ResponseCode code, const usecases::PlayerRef& player, base::Instant not_before,
    base::Instant deadline) {
    // From here on the wait can only end well.
    held_.wait_until(id, deadline + grace, [this, id, code, player] {
        held_.answer(id, success(code, player.currency, known(player)));
    });
    balances_.read(
        player, not_before, deadline,
        [this, id, code, currency = player.currency](std::optional<Money> balance) {
            held_.answer(id, success(code, currency, balance));
        });
}

std::optional<Money> BetReplies::known(const usecases::PlayerRef& player) const {
    const auto found = balances_.known(player.key);
    if (!found || found->money.currency() != player.currency) return std::nullopt;
    return found->money;
}

}  // namespace croupier::provider_api
