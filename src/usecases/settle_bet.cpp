// SPDX-License-Identifier: Apache-2.0
// A payout arrives. It is promised in one commit and never refused for want of a session, a limit
// or a switch; from then on the hub owns its delivery (contract sections 5 and 5.1).
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

using domain::ErrorCode;
using domain::Money;

// transactionId, else gameRoundId; the two cannot be taken for each other.
domain::PayoutKey key_of_payout(const SettleBet& command) {
    if (!command.transaction.empty()) return domain::PayoutKey("t:" + command.transaction);
    return domain::PayoutKey("r:" + command.round.value());
}

const domain::Transfer* payout_with(
    const domain::Bet& bet, const domain::PayoutKey& key, std::optional<Money> amount) {
    for (const domain::Transfer& transfer : bet.transfers) {
        if (transfer.type != domain::TransactionType::payout) continue;
        if (transfer.payout_key == key && (!amount || transfer.amount == *amount)) return &transfer;
    }
    return nullptr;
}

Settled settled_of(const domain::Bet& bet, const CallSite& site, base::Instant arrived) {
    Settled settled{
        .bet = bet.id,
        .awaited = {},
        .seen = {},
        .player = player_of(bet),
        .wait_until = arrived + site.provider->terms.hold_win,
        .purse = {},
        .hold_until = arrived + site.provider->terms.hold};
    if (site.session->mode == domain::Mode::demo) settled.purse = site.session->purse;
    return settled;
}

struct SettleStep {
    SettleBet command;

    Keep decide(View& view, std::optional<Outcome<Settled>>& answer) const;
    Outcome<Settled> answer_for(
        View& view, const CallSite& site, const domain::Bet& bet, Keep& keep) const;
    Outcome<Settled> pay(
        View& view, const CallSite& site, const domain::Bet& bet, Keep& keep) const;
    Settled repeat_of(
        const domain::Transfer& payout, const domain::Bet& bet, const CallSite& site) const;
};

// It hears what the first one does: a balance with the payout in it, if the casino books in time.
Settled SettleStep::repeat_of(
    const domain::Transfer& payout, const domain::Bet& bet, const CallSite& site) const {
    Settled settled = settled_of(bet, site, command.arrived);
    if (!domain::is_settled(payout.state)) {
        settled.awaited.push_back(payout.id);
        settled.seen = bet;
    }
    return settled;
}

Keep SettleStep::decide(View& view, std::optional<Outcome<Settled>>& answer) const {
    Keep keep = Keep::no;
    const auto site = find_site(view, command.provider, command.session);
    if (!site.ok()) {
        answer = domain::refuse(site.error().code);
        return keep;
    }
    const BetKey key{command.provider, site.value().session->player, command.bet};
    const domain::Bet* bet = view.bet(key);
    if (bet == nullptr) {
        answer = domain::refuse(ErrorCode::bet_not_found);
        return keep;
    }
    answer = answer_for(view, site.value(), *bet, keep);
    return keep;
}

Outcome<Settled> SettleStep::answer_for(
    View& view, const CallSite& site, const domain::Bet& bet, Keep& keep) const {
    switch (domain::stage_of(bet)) {
    case domain::BetStage::tombstone:
    case domain::BetStage::doubtful_or_returned:
        return domain::refuse(ErrorCode::not_possible);
    case domain::BetStage::refused:
        return domain::refuse(ErrorCode::bet_not_found);
    case domain::BetStage::stake_in_flight: {
        Settled waiting = settled_of(bet, site, command.arrived);
        waiting.stake_in_flight = true;
        return waiting;
    }
    case domain::BetStage::booked:
    case domain::BetStage::paid_out:
        return pay(view, site, bet, keep);
    }
    return domain::refuse(ErrorCode::internal);
}

Outcome<Settled> SettleStep::pay(
    View& view, const CallSite& site, const domain::Bet& bet, Keep& keep) const {
    const auto parsed = domain::parse_money(command.win, bet.currency, domain::ExtraDigits::refuse);
    if (!parsed.ok() || parsed.value().is_negative() || parsed.value().minor() > payout_minor_max) {
        return domain::refuse(ErrorCode::invalid_request, "winAmount");
    }
    const Money win = parsed.value();
    const domain::PayoutKey key = key_of_payout(command);
    const bool by_amount = site.provider->terms.payout_key == domain::PayoutKeyRule::round_amount &&
                           command.transaction.empty();
    if (const auto* known = payout_with(bet, key, win)) return repeat_of(*known, bet, site);
    const bool known = payout_with(bet, key, std::nullopt) != nullptr;
    domain::BetChange change{.bet = bet, .postings = {}, .alarms = {}};
    keep = Keep::yes;
    if (known && !by_amount) {
        view.raise(
            {domain::AlarmKind::content_mismatch, bet.id,
             "payout " + key.value() + " came again with " + domain::to_text(win)});
        return domain::refuse(ErrorCode::content_mismatch);
    }
    // Keys are unique in a bet: a further amount of the same round gets the amount into its key,
    // in front, where no round's name can look like it.
    const domain::PayoutKey own =
        known ? domain::PayoutKey("a:" + domain::to_text(win) + "|" + command.round.value()) : key;
    if (const auto* further = known ? payout_with(bet, own, win) : nullptr) {
        keep = Keep::no;
        return repeat_of(*further, bet, site);
    }
    const domain::MoveContext context = moves_of(view, *site.casino);
    domain::promise_payout(change, context, own, win);
    alarm_big_win(change, site, win);
    Settled settled = settled_of(bet, site, command.arrived);
    settled.awaited.push_back(change.bet.transfers.back().id);
    if (bet.mode == domain::Mode::demo) {
        settled.purse = settle_demo(change, site, view, bet.transfers.size());
        if (!settled.purse) {
            keep = Keep::no;
            return domain::refuse(ErrorCode::internal, "the demo purse overflows");
        }
    }
    view.put(std::move(change));
    return settled;
}

}  // namespace

std::optional<Money> settle_demo(
    domain::BetChange& change, const CallSite& site, View& view, std::size_t first_ordinal) {
    domain::Session session = *view.session(site.session->id);
    std::optional<Money> purse = session.purse;
    const domain::MoveContext context = moves_of(view, *site.casino);
    for (std::size_t ordinal = first_ordinal; ordinal < change.bet.transfers.size(); ++ordinal) {
        record_accept(change, context, ordinal, {.verdict = domain::Verdict::done});
        const domain::Transfer moved = change.bet.transfers[ordinal];
        const bool takes = moved.type == domain::TransactionType::stake ||
                           moved.type == domain::TransactionType::payout_return;
        purse = takes ? domain::subtract(*purse, moved.amount) : domain::add(*purse, moved.amount);
        if (!purse) return std::nullopt;
    }
    session.purse = *purse;
    view.put(std::move(session));
    return purse;
}

void BetDesk::settle(SettleBet command, Done<Settled> done) {
    auto answer = std::make_shared<std::optional<Outcome<Settled>>>();
    Step step = new_step("settle", command.evidence, command.request);
    step.owner = command.provider;
    step.names.sessions.push_back(command.session);
    step.names.session_bets.push_back({command.session, command.bet});
    step.done = deliver<Settled>(answer, std::move(done));
    step.decide = [settle = SettleStep{std::move(command)}, policy = parts_.session_policy,
                   answer](View& view) {
        const Caller caller{settle.command.provider, settle.command.session};
        return keep_awake(view, caller, policy, settle.decide(view, *answer));
    };
    parts_.batcher.submit(std::move(step));
}

}  // namespace croupier::usecases
