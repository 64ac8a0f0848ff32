// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/frame_api.h"

#include <utility>

#include "base/id.h"
#include "base/json.h"
#include "sandbox/common/control.h"

namespace croupier::sandbox::provider {
namespace {

using base::Json;

Json money_text(domain::Money money) { return Json::string(domain::to_text(money)); }

Json round_json(const RoundResult& result) {
    const Bet& bet = result.bet;
    domain::Money win = domain::Money::zero(bet.stake.currency());
    if (bet.state == BetState::accepted) {
        for (const Payout& payout : bet.payouts)
            win = domain::add(win, payout.amount).value_or(win);
    }
    Json json = Json::object()
                    .set("state", Json::string(to_text(bet.state)))
                    .set("betId", Json::string(bet.bet_id))
                    .set("stake", money_text(bet.stake))
                    .set("win", money_text(win))
                    .set("currency", Json::string(bet.stake.currency().code()))
                    .set("label", Json::string(result.label))
                    .set("code", Json::integer(bet.last_code));
    if (result.balance) json.set("balance", Json::string(*result.balance));
    return json;
}

net::Response json_answer(int status, const Json& json) {
    return net::Response::json(status, base::to_text(json));
}

base::Result<domain::Money, std::string> read_stake(
    const net::Request& request, const Session& session) {
    const auto body = base::parse_json(request.body);
    if (!body.ok()) return base::fail(std::string("unreadable JSON"));
    CROUPIER_TRY(const auto text, amount_member(body.value(), "stake"));
    if (!text) return base::fail(std::string("stake: an amount is wanted"));
    const auto stake =
        domain::parse_money(*text, session.min_bet.currency(), domain::ExtraDigits::refuse);
    if (!stake.ok()) return base::fail(std::string("stake: not an amount of the currency"));
    return stake.value();
}

}  // namespace

std::vector<net::Route> FrameApi::routes() {
    return {
        route("GET", "/frame/{sessionId}", &FrameApi::page),
        route("GET", "/frame/{sessionId}/balance", &FrameApi::balance),
        route("POST", "/frame/{sessionId}/play", &FrameApi::play)};
}

net::Route FrameApi::route(std::string method, std::string pattern, Handler handler) {
    return {
        std::move(method), std::move(pattern),
        [this, handler](
            const net::PathParameters& path, const net::Request& request, const net::Reply& reply) {
            const auto session = parts_.book.find_session(path.find("sessionId")->second);
            if (!session.ok()) return reply(control_error(503, "the book cannot be read"));
            if (!session.value()) return reply(control_error(404, "no such session"));
            const Game* game = find_game(session.value()->game_id);
            if (game == nullptr) return reply(control_error(410, "the game is gone"));
            (this->*handler)(*session.value(), *game, request, reply);
        }};
}

void FrameApi::page(
    const Session& session, const Game& game, const net::Request&, const net::Reply& reply) {
    const std::string nonce = base::to_text(base::make_uuid4(parts_.random));
    net::Response response;
    response.headers = {
        {"Content-Type", "text/html; charset=utf-8"},
        {"Cache-Control", "no-store"},
        {"Content-Security-Policy", "default-src 'none'; connect-src 'self'; script-src 'nonce-" +
                                        nonce + "'; style-src 'nonce-" + nonce + "'"}};
    response.body = frame_page(session, game, nonce);
    reply(std::move(response));
}

void FrameApi::balance(
    const Session& session, const Game&, const net::Request&, const net::Reply& reply) {
    parts_.hub.balance(session.session_id, [reply](const HubAnswer& answer) {
        Json json = Json::object().set("code", Json::integer(static_cast<int>(answer.code)));
        if (answer.balance) json.set("balance", Json::string(*answer.balance));
        if (answer.currency) json.set("currency", Json::string(*answer.currency));
        reply(json_answer(200, json));
    });
}

void FrameApi::play(
    const Session& session, const Game& game, const net::Request& request,
    const net::Reply& reply) {
    const auto stake = read_stake(request, session);
    if (!stake.ok()) return reply(control_error(400, stake.error()));
    if (const auto problem = check_stake(session, game, stake.value())) {
        return reply(control_error(422, *problem));
    }
    if (!parts_.play.has_room()) return reply(control_error(503, "too many rounds in flight"));
    parts_.runner.play(
        session, game, stake.value(), RoundFate::played,
        [reply](const RoundResult& result) { reply(json_answer(200, round_json(result))); });
    parts_.loop.at(parts_.loop.now() + patience_, [reply] {
        if (reply.answered()) return;
        reply(json_answer(200, Json::object().set("state", Json::string("pending"))));
    });
}

}  // namespace croupier::sandbox::provider
