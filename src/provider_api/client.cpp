// SPDX-License-Identifier: Apache-2.0
#include "provider_api/client.h"

#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "provider_api/signature.h"

namespace croupier::provider_api {

namespace {

using domain::ErrorCode;

// One segment of a path; anything but unreserved characters is escaped (RFC 3986).
std::string path_segment(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string segment;
    for (const char c : text) {
        const bool kept = unreserved.find(c) != std::string_view::npos;
        segment += kept ? std::string(1, c) : base::percent_encode(c);
    }
    return segment;
}

void warn_of_skipped(domain::ProviderId provider, const GameList& list) {
    for (const SkippedGame& game : list.skipped) {
        base::log_warning(
            "provider_api.game_skipped", {{"provider", base::to_text(provider.value())},
                                          {"game", game.id ? game.id->value() : std::string()},
                                          {"reason", game.why}});
    }
}

}  // namespace

void GameClient::launch(
    const usecases::LaunchOrder& order,
    std::function<void(domain::Outcome<std::string>)> frame_uri) {
    const auto directory = parts_.directory.current();
    const auto* provider = directory->provider(order.session.provider);
    const auto* game = directory->game(order.session.game);
    if (provider == nullptr || game == nullptr) {
        parts_.loop.post([frame_uri = std::move(frame_uri)] {
            frame_uri(domain::refuse(ErrorCode::game_unavailable, "no such provider or game"));
        });
        return;
    }
    Call call{
        "POST", "/v1/games/" + path_segment(game->provider_game.value()) + "/launch",
        write_launch(order, provider->terms)};
    send(
        *provider, std::move(call),
        [id = provider->terms.id,
         frame_uri = std::move(frame_uri)](const domain::Outcome<std::string>& body) {
            const auto read = body.ok() ? read_frame_uri(body.value()) : body;
            if (read.ok()) return frame_uri(read.value());
            base::log_warning(
                "provider_api.launch_failed",
                {{"provider", base::to_text(id.value())}, {"why", read.error().detail}});
            // A casino hears what is wrong with an answer, and nothing of our network.
            frame_uri(domain::refuse(
                read.error().code, "the provider's answer to launch: " +
                                       (body.ok() ? read.error().detail : "none that is good")));
        });
}

void GameClient::list_games(domain::ProviderId provider, Listed done) {
    const auto directory = parts_.directory.current();
    const auto* entry = directory->provider(provider);
    if (entry == nullptr) {
        parts_.loop.post([done = std::move(done)] {
            done(domain::refuse(ErrorCode::invalid_request, "no such provider"));
        });
        return;
    }
    send(
        *entry, {"GET", "/v1/games", ""},
        [provider, done = std::move(done)](domain::Outcome<std::string> body) {
            if (!body.ok()) return done(base::fail(std::move(body).error()));
            auto list = read_games(provider, body.value());
            if (list.ok()) warn_of_skipped(provider, list.value());
            done(std::move(list));
        });
}

void GameClient::send(
    const usecases::ProviderEntry& provider, Call call,
    std::function<void(domain::Outcome<std::string>)> done) {
    const base::Instant now = parts_.loop.now();
    net::OutgoingRequest request;
    request.method = std::move(call.method);
    request.url = provider.terms.api_url + call.path;
    request.headers = sign_call(provider.terms.id, provider.secret, call.body, now, parts_.random);
    request.headers.push_back({"Accept", "application/json"});
    if (!call.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    request.body = std::move(call.body);
    request.lane = "games";
    parts_.http.send(
        std::move(request), now + provider.terms.call_timeout,
        [done = std::move(done)](net::HttpResult result) {
            if (!result.ok()) {
                return done(domain::refuse(ErrorCode::counterparty_failed, result.error().detail));
            }
            if (const int status = result.value().status; status != 200) {
                return done(domain::refuse(
                    ErrorCode::counterparty_failed, "status " + std::to_string(status)));
            }
            done(std::move(result.value().body));
        });
}

}  // namespace croupier::provider_api
