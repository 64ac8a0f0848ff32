// SPDX-License-Identifier: Apache-2.0
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {
constexpr base::Duration touch_every{60'000};
}

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

Step new_step(std::string what, std::string evidence) {
    return {
        .what = std::move(what),
        .names = {},
        .give_up_at = {},
        .decide = {},
        .done = {},
        .evidence = std::move(evidence)};
}

bool touch_session(View& view, const domain::Session& session) {
    if (view.now() - session.last_call_at < touch_every) return false;
    domain::Session awake = session;
    awake.last_call_at = view.now();
    view.put(std::move(awake));
    return true;
}

}  // namespace croupier::usecases
