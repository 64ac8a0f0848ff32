// SPDX-License-Identifier: Apache-2.0
#include "provider_api/game_codec.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/json.h"
#include "provider_api/fields.h"

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

bool is_web_url(std::string_view text) {
    if (text.size() > url_size_max) return false;
    if (!text.starts_with("https://") && !text.starts_with("http://")) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// Text of a member: absent and null are the same; a text too long or of another kind is nothing.
std::optional<std::string> optional_text(const Json& json, std::string_view name) {
    const Json* member = json.find(name);
    if (member == nullptr || member->is(Json::Kind::null)) return std::string();
    if (!member->is(Json::Kind::string)) return std::nullopt;
    return member->as_string();
}

std::optional<bool> optional_flag(const Json& json, std::string_view name, bool when_absent) {
    const Json* member = json.find(name);
    if (member == nullptr || member->is(Json::Kind::null)) return when_absent;
    if (!member->is(Json::Kind::boolean)) return std::nullopt;
    return member->as_boolean();
}

bool is_label(const std::optional<std::string>& text) {
    return text && !text->empty() && text->size() <= name_size_max;
}

domain::Outcome<domain::GameTerms> read_game(domain::ProviderId provider, const Json& json) {
    const auto wrong = [](std::string_view name) {
        return domain::refuse(
            ErrorCode::counterparty_failed, std::string(name) + " is missing or no good");
    };
    if (!json.is(Json::Kind::object)) {
        return domain::refuse(ErrorCode::counterparty_failed, "is no object");
    }
    auto id = id_of(json, "gameId");
    if (!id) return wrong("gameId");
    auto name = optional_text(json, "name");
    if (!is_label(name)) return wrong("name");
    // Any category: the list of the contract may grow.
    auto category = optional_text(json, "gameCategory");
    if (!is_label(category)) return wrong("gameCategory");
    // Demo is part of the documented launch, so a provider that does not speak of it has it.
    const auto has_demo = optional_flag(json, "hasDemo", true);
    if (!has_demo) return wrong("hasDemo");
    const auto live = optional_flag(json, "live", false);
    if (!live) return wrong("live");

    domain::GameTerms game;
    game.provider = provider;
    game.provider_game = domain::ProviderGameId(*std::move(id));
    game.name = *std::move(name);
    game.category = *std::move(category);
    // A picture that is no URL of the web is left out: it must not cost us the game.
    auto image = optional_text(json, "lobbyImgUrl");
    if (image && is_web_url(*image)) game.image_url = *std::move(image);
    game.has_demo = *has_demo;
    game.live = *live;
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
    const auto json = base::parse_json(body, base::peer_body);
    if (!json.ok()) return domain::refuse(ErrorCode::counterparty_failed, "the answer is no JSON");
    const auto uri = optional_text(json.value(), "frameUri");
    if (!uri || !is_web_url(*uri)) {
        return domain::refuse(ErrorCode::counterparty_failed, "frameUri is missing or no URL");
    }
    return *uri;
}

domain::Outcome<GameList> read_games(domain::ProviderId provider, std::string_view body) {
    const auto wrong = [](std::string detail) {
        return domain::refuse(ErrorCode::counterparty_failed, std::move(detail));
    };
    const auto json = base::parse_json(body, base::peer_body);
    if (!json.ok()) return wrong("the list is no JSON");
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
        const auto id = id_of(elements[i], "gameId");
        list.skipped.push_back(
            {id ? std::optional(domain::ProviderGameId(*id)) : std::nullopt,
             "game " + std::to_string(i + 1) + ": " +
                 (game.ok() ? "gameId is listed twice" : std::move(game).error().detail)});
    }
    // What is not listed gets switched off, so a list of another form must not count as an empty
    // one.
    if (list.games.empty() && !list.skipped.empty()) return wrong(list.skipped.front().why);
    return list;
}

}  // namespace croupier::provider_api
