// SPDX-License-Identifier: Apache-2.0
// GET /games: the games that a casino may launch, by GameId, page by page.
#pragma once

#include <optional>
#include <string>

#include "net/http.h"
#include "usecases/directory.h"

namespace croupier::casino_api {

struct GamesQuery {
    std::string category;  // "" wherever the casino does not care
    std::string provider;  // its name or its GUID
    std::string search;    // part of the game's name
    domain::GameId after;
    std::size_t limit = 100;
};
std::optional<GamesQuery> read_games_query(const net::Request& request);
// `Games` and, when there are more, `Cursor`.
base::Json list_games(const usecases::Directory& directory, const GamesQuery& query);

}  // namespace croupier::casino_api
