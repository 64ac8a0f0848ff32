// SPDX-License-Identifier: Apache-2.0
#include "provider_api/game_codec.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/json_read.h"
#include "base/text.h"

namespace croupier::provider_api {

namespace {

using base::Json;
using domain::ErrorCode;

constexpr std::size_t url_size_max = 4096;
constexpr std::size_t name_size_max = 256;
constexpr std::size_t games_max = 10'000;

Json amount(domain::Money money) { return Json::number(domain::to_text(money)); }

bool wants(const domain::ProviderTerms& terms, std::string_view field) {
    return std::find(terms.launch_fields.begin(), terms.launch_fields.end(), field) !=
           terms.launch_fields.end();
}

// An address of the web in ASCII; nothing: it is none.
std::optional<std::string> web_url(std::string_view text) {
    auto url = base::to_ascii_url(text);
    if (!url || url->size() > url_size_max) return std::nullopt;
    const std::string scheme = base::to_lower(url->substr(0, url->find("://")));
    if (scheme != "https" && scheme != "http") return std::nullopt;
    const bool plain =
        std::all_of(url->begin(), url->end(), [](char c) { return c > ' ' && c <= '~'; });
    return plain ? url : std::nullopt;
}

base::Reading<std::string> read_label(const Json& json, std::string_view name) {
    CROUPIER_TRY(auto text, base::required(json, name, base::as_text));
    if (text.empty() || text.size() > name_size_max) {
        return base::fail(std::string(name) + " is empty or too long");
    }
    return text;
}

base::Reading<domain::GameTerms> read_game(domain::ProviderId provider, const Json& json) {
    if (!json.is(Json::Kind::object)) return base::fail(std::string("is no object"));
    domain::GameTerms game;
    game.provider = provider;
    CROUPIER_TRY(const auto id, base::required(json, "gameId", base::as_id));
    game.provider_game = domain::ProviderGameId(id);
    CROUPIER_TRY(game.name, read_label(json, "name"));
    // Any category: the list of the contract may grow.
    CROUPIER_TRY(game.category, read_label(json, "gameCategory"));
    // A picture that is no URL of the web is left out: it must not cost us the game.
    const auto image = base::optional(json, "lobbyImgUrl", base::as_token);
    game.image_url = image ? web_url(*image).value_or("") : "";
    // Demo is part of the documented launch, so a provider that does not speak of it has it.
    game.has_demo = base::optional(json, "hasDemo", base::as_flag).value_or(true);
    game.live = base::optional(json, "live", base::as_flag).value_or(false);
    return game;
}

}  // namespace

std::string write_launch(const usecases::LaunchOrder& order, const domain::ProviderTerms& terms) {
    const domain::Session& session = order.session;
    const bool demo = session.mode == domain::Mode::demo;
    Json body = Json::object();
    body.set("sessionId", Json::string(base::to_text(session.id.value())));
    body.set("currency", Json::string(session.currency.code()));
    body.set("language", Json::string(session.language));
    body.set("minBet", amount(session.min_bet));
    body.set("maxBet", amount(session.max_bet));
    body.set("gameMode", Json::string(demo ? "demo" : "real"));
    if (!demo && order.player) {
        body.set("userId", Json::string(base::to_text(order.player->value())));
    }
    if (wants(terms, "maxWin") && terms.max_win && terms.max_win->currency() == session.currency) {
        body.set("maxWin", amount(*terms.max_win));
    }
    const bool known_view = order.view_type == "desktop" || order.view_type == "mobile";
    if (wants(terms, "viewType") && known_view) {
        body.set("viewType", Json::string(order.view_type));
    }
    if (wants(terms, "returnUrl") && !order.return_url.empty()) {
        body.set("returnUrl", Json::string(order.return_url));
    }
    return base::to_canonical_text(body);
}

domain::Outcome<std::string> read_frame_uri(std::string_view body) {
    const auto wrong = [](std::string detail) {
        return domain::refuse(ErrorCode::counterparty_failed, std::move(detail));
    };
    const auto json = base::parse_json(body, base::generous_body);
    if (!json.ok()) return wrong("the body is no JSON");
    const auto uri = base::required(json.value(), "frameUri", base::as_token);
    if (!uri.ok()) return wrong(uri.error());
    auto url = web_url(uri.value());
    if (!url) return wrong("frameUri is no address of the web");
    return *std::move(url);
}

domain::Outcome<GameList> read_games(domain::ProviderId provider, std::string_view body) {
    const auto wrong = [](std::string detail) {
        return domain::refuse(ErrorCode::counterparty_failed, std::move(detail));
    };
    const auto json = base::parse_json(body, base::generous_body);
    if (!json.ok()) return wrong("the list is no JSON");
    // What some libraries write for a list without elements.
    if (json.value() == Json() || json.value() == Json::object()) return GameList{};
    if (!json.value().is(Json::Kind::array)) return wrong("the list is no array");
    const std::vector<Json>& elements = json.value().elements();
    if (elements.size() > games_max) return wrong("the list is too long");
    GameList list;
    std::set<domain::ProviderGameId> ids;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        auto game = read_game(provider, elements[i]);
        if (game.ok() && ids.insert(game.value().provider_game).second) {
            list.games.push_back(std::move(game).value());
            continue;
        }
        const auto id = base::optional(elements[i], "gameId", base::as_id);
        list.skipped.push_back(
            {id ? std::optional(domain::ProviderGameId(*id)) : std::nullopt,
             "game " + std::to_string(i + 1) + ": " +
                 (game.ok() ? "gameId is listed twice" : game.error())});
    }
    // What is not listed gets switched off, so a list of another form must not count as an empty
    // one.
    if (list.games.empty() && !list.skipped.empty()) return wrong(list.skipped.front().why);
    return list;
}

}  // namespace croupier::provider_api
