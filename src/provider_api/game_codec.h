// SPDX-License-Identifier: Apache-2.0
// The bodies of contract section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.h"
#include "usecases/ports.h"

namespace croupier::provider_api {

// Canonical JSON, so that a provider that reads and writes it anew gets the bytes that we signed.
// What is not documented is sent only if the provider's record lists it.
std::string write_launch(const usecases::LaunchOrder& order, const domain::ProviderTerms& terms);

domain::Outcome<std::string> read_frame_uri(std::string_view body);

// A game that is listed, but not so that it can be played.
struct SkippedGame {
    std::optional<domain::ProviderGameId> id;
    std::string why;  // "game 3: name is missing"
};
struct GameList {
    std::vector<domain::GameTerms> games;
    std::vector<SkippedGame> skipped;
};
// An error when there is no list, or nothing in it can be read.
domain::Outcome<GameList> read_games(domain::ProviderId provider, std::string_view body);

}  // namespace croupier::provider_api
