// SPDX-License-Identifier: Apache-2.0
// The hub's calls to providers (contract section 4): launch a game, list the games. Loop thread
// only.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/loop.h"
#include "base/random.h"
#include "net/http.h"
#include "provider_api/game_codec.h"
#include "usecases/directory.h"
#include "usecases/ports.h"

namespace croupier::provider_api {

class GameClient final : public usecases::ProviderGames {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;
        usecases::DirectorySource& directory;
        net::HttpClient& http;
    };
    explicit GameClient(const Parts& parts) : parts_(parts) {}

    void launch(
        const usecases::LaunchOrder& order,
        std::function<void(domain::Outcome<std::string>)> frame_uri) override;

    // Every game that the provider offers now. A game that cannot be read is skipped, with a
    // warning in the log. Ids are not set.
    using Listed = std::function<void(domain::Outcome<GameList>)>;
    // A list may be longer than other answers; the HTTP client has to let it through.
    static constexpr std::size_t list_bytes_max = 8 * 1024 * 1024;
    void list_games(domain::ProviderId provider, Listed done);

private:
    struct Call {
        std::string method;
        std::string path;
        std::string body;
    };
    // `done` gets the body of an answer with status 200.
    void send(
        const usecases::ProviderEntry& provider, Call call,
        std::function<void(domain::Outcome<std::string>)> done);

    Parts parts_;
};

}  // namespace croupier::provider_api
