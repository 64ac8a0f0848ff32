// SPDX-License-Identifier: Apache-2.0
// A refund arrives: what was paid is taken back and the stake returned, all promised in one commit.
// A refund that comes before its bet leaves a tombstone (contract section 5.1).
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

using domain::ErrorCode;

domain::Bet tombstone(const RefundBet& command, const CallSite& site, View& view) {
    domain::Bet bet = bet_of_session(site, command.bet, view);
    bet.tombstone = true;
    return bet;
}

struct RefundStep {
    RefundBet command;

    Keep decide(View& view, std::optional<Outcome<Settled>>& answer) const;
    Outcome<Settled> refund(
        View& view, const CallSite& site, const domain::Bet& bet, Keep& keep) const;
};

Keep RefundStep::decide(View& view, std::optional<Outcome<Settled>>& answer) const {
    const auto site = find_site(view, command.provider, command.session);
    if (!site.ok()) {
        answer = domain::refuse(site.error().code);
        return Keep::no;
    }
    const BetKey key{command.provider, site.value().session->player, command.bet};
    if (const domain::Bet* bet = view.bet(key)) {
        Keep keep = Keep::no;
        answer = refund(view, site.value(), *bet, keep);
        return keep;
    }
    answer = domain::refuse(ErrorCode::bet_not_found);
#ifdef CROUPIER_PLANTED_BUG_tombstone_forgotten
    return Keep::no;
#endif
    view.put({.bet = tombstone(command, site.value(), view), .postings = {}, .alarms = {}});
    return Keep::yes;
}

Outcome<Settled> RefundStep::refund(
    View& view, const CallSite& site, const domain::Bet& bet, Keep& keep) const {
    Settled settled{
        .bet = bet.id,
        .awaited = {},
        .seen = {},
        .player = player_of(bet),
        .wait_until = command.arrived + site.provider->terms.hold_win,
        .purse = {},
        .hold_until = {}};
    if (bet.mode == domain::Mode::demo) settled.purse = site.session->purse;
    switch (domain::stage_of(bet)) {
    case domain::BetStage::tombstone:
        return domain::refuse(ErrorCode::bet_not_found);
    case domain::BetStage::doubtful_or_returned:
    case domain::BetStage::refused:
        return settled;
    case domain::BetStage::paid_out:
        if (!bet.instant && !site.provider->terms.refund_after_payout) {
            return domain::refuse(ErrorCode::not_possible, "paid out already");
        }
        break;
    case domain::BetStage::stake_in_flight:
    case domain::BetStage::booked:
        break;
    }
    keep = Keep::yes;
    domain::BetChange change{.bet = bet, .postings = {}, .alarms = {}};
    const std::size_t known = bet.transfers.size();
    domain::promise_refund(change, moves_of(view, *site.casino));
    for (std::size_t ordinal = known; ordinal < change.bet.transfers.size(); ++ordinal) {
        settled.awaited.push_back(change.bet.transfers[ordinal].id);
    }
    if (bet.mode == domain::Mode::demo) {
        settled.purse = settle_demo(change, site, view, known);
        if (!settled.purse) {
            keep = Keep::no;
            return domain::refuse(ErrorCode::internal, "the demo purse overflows");
        }
    }
    view.put(std::move(change));
    return settled;
}

}  // namespace

void BetDesk::refund(RefundBet command, Done<Settled> done) {
    auto answer = std::make_shared<std::optional<Outcome<Settled>>>();
    Step step = new_step("refund", command.evidence, command.request);
    step.owner = command.provider;
    step.names.sessions.push_back(command.session);
    step.names.session_bets.push_back({command.session, command.bet});
    step.names.bet_blocks.push_back(domain::slot_of(command.session));
    step.done = deliver<Settled>(answer, std::move(done));
    step.decide = [refund = RefundStep{std::move(command)}, policy = parts_.session_policy,
                   answer](View& view) {
        const Caller caller{refund.command.provider, refund.command.session};
        return keep_awake(view, caller, policy, refund.decide(view, *answer));
    };
    parts_.batcher.submit(std::move(step));
}

void BetDesk::view_session(
    domain::ProviderId provider, domain::SessionId session, Done<SessionView> done) {
    auto answer = std::make_shared<std::optional<Outcome<SessionView>>>();
    Step step = new_step("view session", {});
    step.owner = provider;
    step.names.sessions.push_back(session);
    step.give_up_at = parts_.loop.now() + base::Duration(2000);
    step.done = deliver<SessionView>(answer, std::move(done));
    step.decide = [provider, session, policy = parts_.session_policy, answer](View& view) {
        const auto site = find_site(view, provider, session);
        if (!site.ok() ||
            !domain::is_live(*site.value().session, site.value().player, policy, view.now())) {
            *answer = domain::refuse(ErrorCode::session_not_found);
            return Keep::no;
        }
        const domain::Session found = *site.value().session;
        const domain::Player* player = site.value().player;
        *answer = SessionView{
            .player =
                {found.player, found.casino,
                 player != nullptr ? player->partner_user : domain::PartnerUserId{}, found.tag_id,
                 found.currency},
            .session = found};
        return keep_awake(view, {provider, session}, policy, Keep::no);
    };
    parts_.batcher.submit(std::move(step));
}

}  // namespace croupier::usecases
