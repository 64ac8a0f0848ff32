// SPDX-License-Identifier: Apache-2.0
#include "usecases/bet_steps.h"

#include <algorithm>

namespace croupier::usecases {

Outcome<CallSite> find_site(
    const View& view, domain::ProviderId provider, domain::SessionId session) {
    const domain::Session* found = view.session(session);
    if (found == nullptr || found->provider != provider) {
        return domain::refuse(domain::ErrorCode::session_not_found);
    }
    const CallSite site{
        found, view.player(found->player), view.directory().provider(provider),
        view.directory().casino(found->casino)};
    if (site.provider == nullptr || site.casino == nullptr) {
        return domain::refuse(domain::ErrorCode::session_not_found, "a partner's record is gone");
    }
    return site;
}

domain::MoveContext moves_of(View& view, const CasinoEntry& casino) {
    return {casino.terms, view.now(), view.random()};
}

bool booked_by_another_bet(
    const View& view, const domain::Bet& bet, const domain::PartnerTransactionId& booking) {
    if (booking.value().empty()) return false;
    const auto found = view.booking({bet.casino, booking});
    return found && found->first != bet.id;
}

Step new_step(std::string what, std::string evidence, std::optional<SeenRequest> request) {
    return {
        .what = std::move(what),
        .names = {},
        .give_up_at = {},
        .decide = {},
        .done = {},
        .evidence = std::move(evidence),
        .request = std::move(request)};
}

domain::Bet bet_of_session(const CallSite& site, const domain::ProviderBetId& name, View& view) {
    const domain::Session& session = *site.session;
    return {
        .id = view.next_bet_id(session.player.slot),
        .player = session.player,
        .casino = session.casino,
        .partner_user =
            site.player != nullptr ? site.player->partner_user : domain::PartnerUserId{},
        .tag_id = session.tag_id,
        .provider = session.provider,
        .provider_bet = name,
        .session = session.id,
        .game = session.game,
        .currency = session.currency,
        .mode = session.mode,
        .created_at = view.now(),
        .hold_until = view.now()};
}

void alarm_big_win(domain::BetChange& change, const CallSite& site, domain::Money win) {
    const auto& most = site.provider->terms.max_win;
    if (!most || most->currency() != win.currency() || !domain::less(*most, win)) return;
    change.alarms.push_back(
        {domain::AlarmKind::max_win_exceeded, change.bet.id, domain::to_text(win)});
}

Keep keep_awake(View& view, const Caller& caller, const domain::SessionPolicy& policy, Keep keep) {
    const domain::Session* session = view.session(caller.session);
    if (session == nullptr || session->provider != caller.provider) return keep;
    const base::Duration every =
        std::clamp(policy.idle / 60, base::Duration(1000), base::Duration(60'000));
    if (view.now() - session->last_call_at < every) return keep;
    if (!domain::is_live(*session, view.player(session->player), policy, view.now())) return keep;
    domain::Session awake = *session;
    awake.last_call_at = view.now();
    view.put(std::move(awake));
    return Keep::yes;
}

}  // namespace croupier::usecases
