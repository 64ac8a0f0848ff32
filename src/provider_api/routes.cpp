// SPDX-License-Identifier: Apache-2.0
#include "provider_api/routes.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace croupier::provider_api {

namespace {

using domain::ErrorCode;

// A balance that comes later is of no use to a game that shows it.
constexpr base::Duration balance_wait_max{5000};
constexpr std::string_view base_path = "/v1/sessions";

net::Response refusal(const Verdict& verdict) { return to_response({verdict, {}, {}}); }

// With the provider's secret this proves, years later, what the provider sent.
std::string evidence_of(const net::Request& request, const AuthenticProvider& provider) {
    std::string evidence = request.method;
    evidence.append(1, ' ').append(request.path);
    evidence.append(1, '\n').append(provider.proof());
    evidence.append(1, '\n').append(request.body);
    return evidence;
}

}  // namespace

ProviderApi::ProviderApi(const Parts& parts)
    : parts_(parts),
      held_(parts.loop, parts.held_replies_max),
      replies_(parts.loop, held_, parts.balances) {
    for (const usecases::SeenRequest& request : std::exchange(parts_.seen, {}))
        replays_.remember(request);
    parts_.batcher.watch([this](const usecases::Committed& commit) { held_.committed(commit); });
}

std::vector<net::Route> ProviderApi::routes() {
    const auto bets = RepeatRule::same_again;
    return {
        route("GET", "balance", RepeatRule::never, &ProviderApi::balance),
        route("POST", "bets/pay-in", bets, &ProviderApi::pay_in),
        route("POST", "bets/pay-out", bets, &ProviderApi::pay_out),
        route("POST", "bets/pay-in-out", bets, &ProviderApi::pay_in_out),
        route("POST", "bets/refund", bets, &ProviderApi::refund)};
}

net::Route ProviderApi::route(std::string method, std::string call, RepeatRule rule, Serve serve) {
    const auto handle = [this, rule, serve](
                            const net::PathParameters& path, const net::Request& request,
                            const net::Reply& reply) {
        const auto refuse_call = [&](const domain::Error& why) {
            note_refused(request, why);
            reply(refusal(verdict_of(why.code)));
        };
        const auto provider = authenticate(request, parts_.directory.current(), parts_.loop.now());
        if (!provider.ok()) return refuse_call(provider.error());
        const auto seen = admit(provider.value(), request, rule);
        if (!seen.ok()) return refuse_call(seen.error());
        const auto session = base::parse_uuid(path.find("sessionId")->second);
        if (!session) return reply(refusal(verdict_of(ErrorCode::session_not_found)));
        const base::Duration hold = provider.value().terms().hold;
        const CallTimes times{request.arrived, request.arrived + hold};
        const CallFrame frame{
            provider.value().id(), domain::SessionId(*session), request.arrived,
            evidence_of(request, provider.value()), seen.value()};
        (this->*serve)({frame, times}, request.body, reply);
    };
    return {std::move(method), std::string(base_path) + "/{sessionId}/" + std::move(call), handle};
}

// Anybody may cause these lines.
void ProviderApi::note_refused(const net::Request& request, const domain::Error& why) {
    const auto held_back = refusals_.admit(parts_.loop.now());
    if (!held_back) return;
    base::log_info(
        "provider_api.call_refused", {{"path", request.path},
                                      {"peer", request.peer},
                                      {"reason", why.detail},
                                      {"held_back", *held_back}});
}

domain::Outcome<usecases::SeenRequest> ProviderApi::admit(
    const AuthenticProvider& provider, const net::Request& request, RepeatRule rule) {
    const base::Instant now = parts_.loop.now();
    const usecases::SeenRequest seen{
        provider.id(), provider.request_id(), content_of(request),
        remembered_until(provider.terms(), now)};
    switch (replays_.admit(seen, rule, now)) {
    case Admission::first:
    case Admission::repeat:
        return seen;
    case Admission::refused:
        return domain::refuse(ErrorCode::unauthorized, "X-Request-Id was seen");
    case Admission::full:
        break;
    }
    return domain::refuse(ErrorCode::overloaded, "too many request ids within one window");
}

void ProviderApi::balance(Admitted call, const std::string&, const net::Reply& reply) {
    call.times.until = std::min(call.times.until, call.times.arrived + balance_wait_max);
    const auto id = hold(reply, call.times);
    if (!id) return;
    parts_.desk.view_session(
        call.frame.provider, call.frame.session,
        [this, id = *id,
         times = call.times](const domain::Outcome<usecases::SessionView>& outcome) {
            replies_.viewed(id, times, outcome);
        });
}

void ProviderApi::pay_in(Admitted call, const std::string& body, const net::Reply& reply) {
    place(std::move(call), body, StakeKind::pay_in, reply);
}

void ProviderApi::pay_in_out(Admitted call, const std::string& body, const net::Reply& reply) {
    place(std::move(call), body, StakeKind::pay_in_out, reply);
}

void ProviderApi::place(
    Admitted call, const std::string& body, StakeKind kind, const net::Reply& reply) {
    auto command = read_stake(body, kind, std::move(call.frame));
    if (!command.ok()) return reply(refusal(command.error()));
    const auto id = hold(reply, call.times);
    if (!id) return;
    parts_.desk.place(
        std::move(command).value(),
        [this, id = *id, times = call.times](const domain::Outcome<usecases::Placed>& outcome) {
            replies_.placed(id, times, outcome);
        });
}

void ProviderApi::pay_out(Admitted call, const std::string& body, const net::Reply& reply) {
    const auto command = read_payout(body, std::move(call.frame));
    if (!command.ok()) return reply(refusal(command.error()));
    const auto id = hold(reply, call.times);
    if (id) settle(*id, command.value());
}

void ProviderApi::settle(HeldId id, const usecases::SettleBet& command) {
    parts_.desk.settle(
        command, [this, id, command](const domain::Outcome<usecases::Settled>& outcome) {
            replies_.settled(id, outcome, [this, id, command] { settle(id, command); });
        });
}

void ProviderApi::refund(Admitted call, const std::string& body, const net::Reply& reply) {
    auto command = read_refund(body, std::move(call.frame));
    if (!command.ok()) return reply(refusal(command.error()));
    const auto id = hold(reply, call.times);
    if (!id) return;
    parts_.desk.refund(
        std::move(command).value(),
        [this, id = *id](const domain::Outcome<usecases::Settled>& outcome) {
            replies_.settled(id, outcome, [] {});
        });
}

std::optional<HeldId> ProviderApi::hold(const net::Reply& reply, const CallTimes& times) {
    const Answer at_the_end{verdict_of(ErrorCode::outcome_unknown), {}, {}};
    return held_.hold(reply, times.until + BetReplies::grace, at_the_end);
}

net::RefusalForm refusal_form() {
    const auto write = [](int status) {
        const auto code = status >= 500 ? ResponseCode::unknown : ResponseCode::invalid_request;
        return refusal({code, status});
    };
    return {std::string(base_path), write};
}

}  // namespace croupier::provider_api
