// SPDX-License-Identifier: Apache-2.0
#include "casino_api/catalogue.h"

#include "base/text.h"
#include "casino_api/requests.h"

namespace croupier::casino_api {

namespace {

using base::Json;

bool contains_ignoring_case(std::string_view text, std::string_view part) {
    return base::to_lower(text).find(base::to_lower(part)) != std::string::npos;
}

bool is_wanted(
    const domain::GameTerms& game, const domain::ProviderTerms& provider, const GamesQuery& query) {
    if (!game.enabled || !provider.enabled) return false;
    if (!query.category.empty() && !base::equal_ignoring_case(game.category, query.category)) {
        return false;
    }
    if (!query.provider.empty() && !base::equal_ignoring_case(provider.name, query.provider) &&
        !base::equal_ignoring_case(base::to_text(provider.id.value()), query.provider)) {
        return false;
    }
    return contains_ignoring_case(game.name, query.search);
}

Json to_json(const domain::GameTerms& game, const domain::ProviderTerms& provider) {
    Json json = Json::object();
    json.set("GameId", Json::integer(static_cast<std::int64_t>(game.id.value())));
    json.set("Name", Json::string(game.name));
    json.set("Provider", Json::string(provider.name));
    json.set("Category", Json::string(game.category));
    if (!game.image_url.empty()) json.set("ImageUrl", Json::string(game.image_url));
    json.set("MinBet", Json::string(game.min_bet));
    json.set("MaxBet", Json::string(game.max_bet));
    json.set("HasDemo", Json::boolean(game.has_demo));
    json.set("Live", Json::boolean(game.live));
    return json;
}

}  // namespace

std::optional<GamesQuery> read_games_query(const net::Request& request) {
    GamesQuery query;
    query.category = request.query("category").value_or("");
    query.provider = request.query("provider").value_or("");
    query.search = request.query("search").value_or("");
    const auto limit = read_limit(request);
    const auto cursor = base::parse_u64(request.query("cursor").value_or("0"));
    if (!limit || !cursor) return std::nullopt;
    query.limit = *limit;
    query.after = domain::GameId(*cursor);
    return query;
}

Json list_games(const usecases::Directory& directory, const GamesQuery& query) {
    Json games = Json::array();
    std::optional<domain::GameId> last;
    bool more = false;
    for (auto at = directory.games.upper_bound(query.after); at != directory.games.end(); ++at) {
        const domain::GameTerms& game = at->second;
        const auto* provider = directory.provider(game.provider);
        if (provider == nullptr || !is_wanted(game, provider->terms, query)) continue;
        if (games.elements().size() == query.limit) {
            more = true;
            break;
        }
        games.push(to_json(game, provider->terms));
        last = game.id;
    }
    Json value = Json::object();
    value.set("Games", std::move(games));
    if (more) value.set("Cursor", Json::string(std::to_string(last->value())));
    return value;
}

}  // namespace croupier::casino_api
