// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/games_api.h"

#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "sandbox/common/control.h"

namespace croupier::sandbox::provider {
namespace {

using base::Json;

net::Response refusal(int status, HubCode code, std::string_view detail) {
    return net::Response::json(
        status, base::to_text(Json::object()
                                  .set("_responseCode", Json::integer(static_cast<int>(code)))
                                  .set("message", Json::string(detail))));
}

// 9625 basis points are 96.25 percent.
Json percent(std::uint32_t basis_points) {
    std::string text = std::to_string(basis_points / 100) + '.';
    text += static_cast<char>('0' + basis_points / 10 % 10);
    text += static_cast<char>('0' + basis_points % 10);
    while (text.back() == '0')
        text.pop_back();
    if (text.back() == '.') text.pop_back();
    return Json::number(std::move(text));
}

std::string image_url(std::string_view base_url, const Game& game) {
    return std::string(base_url) + "/images/" + std::string(game.game_id);
}

base::Result<std::string, std::string> wanted_text(const Json& body, std::string_view name) {
    CROUPIER_TRY(auto text, text_member(body, name));
    if (!text || text->empty()) return base::fail(std::string(name) + ": text is wanted");
    return *std::move(text);
}

base::Result<domain::Money, std::string> wanted_amount(
    const Json& body, std::string_view name, domain::Currency currency) {
    CROUPIER_TRY(const auto text, amount_member(body, name));
    if (!text) return base::fail(std::string(name) + ": an amount is wanted");
    const auto money = domain::parse_money(*text, currency, domain::ExtraDigits::ignore_zeros);
    if (!money.ok() || money.value().is_negative()) {
        return base::fail(std::string(name) + ": not an amount of the currency");
    }
    return money.value();
}

}  // namespace

base::Json games_list(std::string_view base_url) {
    Json games = Json::array();
    for (const Game& game : all_games()) {
        games.push(Json::object()
                       .set("gameId", Json::string(game.game_id))
                       .set("name", Json::string(game.name))
                       .set("gameCategory", Json::string(game.category))
                       .set("lobbyImgUrl", Json::string(image_url(base_url, game)))
                       .set("maxOdd", Json::integer(game.max_odd))
                       .set("rtp", percent(game.rtp_basis_points))
                       .set("volatility", Json::string(game.volatility))
                       .set("languages", Json::array({Json::string("en")}))
                       .set("hasDemo", Json::boolean(true))
                       .set("live", Json::boolean(false))
                       .set("version", Json::string("1")));
    }
    return games;
}

base::Result<Session, std::string> read_launch(const base::Json& body, const Game& game) {
    CROUPIER_TRY(auto session_id, wanted_text(body, "sessionId"));
    if (!base::parse_uuid(session_id)) return base::fail(std::string("sessionId: no GUID"));
    CROUPIER_TRY(const auto mode_text, wanted_text(body, "gameMode"));
    const auto mode = parse_game_mode(mode_text);
    if (!mode) return base::fail(std::string("gameMode: real or demo is wanted"));
    CROUPIER_TRY(const auto code, wanted_text(body, "currency"));
    const auto currency = domain::Currency::from_code(code);
    if (!currency) return base::fail(std::string("currency: not known here"));
    CROUPIER_TRY(auto user_id, text_member(body, "userId"));
    if (*mode == GameMode::real && (!user_id || !base::is_wire_id(*user_id))) {
        return base::fail(std::string("userId: a player id is wanted"));
    }
    CROUPIER_TRY(auto language, text_member(body, "language"));
    CROUPIER_TRY(const auto min_bet, wanted_amount(body, "minBet", *currency));
    CROUPIER_TRY(const auto max_bet, wanted_amount(body, "maxBet", *currency));
    if (domain::less(max_bet, min_bet)) return base::fail(std::string("maxBet: below minBet"));
    return Session{
        std::move(session_id),
        std::string(game.game_id),
        std::move(user_id).value_or(""),
        std::move(language).value_or("en"),
        *mode,
        min_bet,
        max_bet};
}

std::vector<net::Route> GamesApi::routes() {
    const auto listed = [this](
                            const net::PathParameters&, const net::Request& request,
                            const net::Reply& reply) { list(request, reply); };
    const auto launched = [this](
                              const net::PathParameters& path, const net::Request& request,
                              const net::Reply& reply) {
        launch(path.find("gameId")->second, request, reply);
    };
    const auto pictured = [](const net::PathParameters& path, const net::Request&,
                             const net::Reply& reply) {
        image(path.find("gameId")->second, reply);
    };
    return {
        {"GET", "/images/{gameId}", pictured},
        {"GET", "/v1/games", under_faults(parts_.faults, parts_.loop, listed)},
        {"POST", "/v1/games/{gameId}/launch", under_faults(parts_.faults, parts_.loop, launched)}};
}

void GamesApi::image(const std::string& game_id, const net::Reply& reply) {
    const Game* game = find_game(game_id);
    if (game == nullptr) return reply(net::Response::text(404, "no such game"));
    reply({.headers = {{"Content-Type", "image/svg+xml"}}, .body = lobby_image(*game)});
}

void GamesApi::list(const net::Request& request, const net::Reply& reply) {
    if (!is_authentic(request, reply)) return;
    reply(net::Response::json(200, base::to_text(games_list(base_url_))));
}

void GamesApi::launch(
    const std::string& game_id, const net::Request& request, const net::Reply& reply) {
    if (!is_authentic(request, reply)) return;
    const Game* game = find_game(game_id);
    if (game == nullptr) return reply(refusal(404, HubCode::invalid_request, "no such game"));
    const auto body = base::parse_json(request.body);
    if (!body.ok()) return reply(refusal(400, HubCode::invalid_request, "unreadable JSON"));
    const auto session = read_launch(body.value(), *game);
    if (!session.ok()) return reply(refusal(400, HubCode::invalid_request, session.error()));

    const auto known = parts_.book.find_session(session.value().session_id);
    if (!known.ok()) return reply(refusal(503, HubCode::unknown, "the book cannot be read"));
    if (!known.value()) return store(session.value(), reply);
    if (*known.value() == session.value()) return reply(frame_answer(session.value()));
    reply(refusal(400, HubCode::invalid_request, "sessionId: launched before, differently"));
}

void GamesApi::store(const Session& session, const net::Reply& reply) {
    const base::Instant now = parts_.loop.now();
    parts_.queue.submit(
        [session, now](Book& book) { return book.add_session(session, now); },
        lifetime_.guard([this, session, reply](const db::DbResult<void>& stored) {
            if (stored.ok()) return reply(frame_answer(session));
            // The same session twice within one commit: the first one stands, and the hub asks
            // again.
            reply(refusal(503, HubCode::unknown, "launched at the same moment"));
        }));
}

net::Response GamesApi::frame_answer(const Session& session) const {
    return net::Response::json(
        200, base::to_text(Json::object().set(
                 "frameUri", Json::string(base_url_ + "/frame/" + session.session_id))));
}

bool GamesApi::is_authentic(const net::Request& request, const net::Reply& reply) {
    const auto checked = checker_.check(request, parts_.loop.now());
    if (checked.ok()) return true;
    base::log_warning(
        "provider.inbound.refused", {{"path", request.path}, {"reason", to_text(checked.error())}});
    const bool ours = checked.error() == SignatureFault::not_kept;
    reply(refusal(
        ours ? 503 : 401, ours ? HubCode::unknown : HubCode::authorization,
        to_text(checked.error())));
    return false;
}

}  // namespace croupier::sandbox::provider
