// SPDX-License-Identifier: Apache-2.0
#include "casino_api/routes.h"

#include "base/log.h"
#include "casino_api/catalogue.h"
#include "casino_api/envelope.h"
#include "casino_api/history.h"
#include "casino_api/requests.h"

namespace croupier::casino_api {

namespace {

using base::Json;
using domain::ErrorCode;
using Parts = std::shared_ptr<const RouteParts>;

// A call whose Bearer was checked.
struct Call {
    VerifiedCasino casino;
    const net::PathParameters& path;
    const net::Request& request;
    net::Reply reply;
    // The picture that the casino was found in, and its terms there.
    usecases::DirectoryPtr directory;
    const domain::CasinoTerms& terms;
};
using CallHandler = void (*)(const RouteParts&, const Call&);

net::Route guarded(
    const Parts& parts, std::string method, std::string_view path, CallHandler handler) {
    auto check = [parts, handler](
                     const net::PathParameters& values, const net::Request& request,
                     const net::Reply& reply) {
        const auto casino = parts->auth.check(request);
        if (!casino.ok()) return reply(refusal(casino.error().code));
        const auto directory = parts->directory.current();
        const auto* entry = directory->casino(casino.value().id());
        if (entry == nullptr) return reply(refusal(ErrorCode::unauthorized));
        handler(*parts, {casino.value(), values, request, reply, directory, entry->terms});
    };
    return {std::move(method), std::string(casino_base_path) + std::string(path), check};
}

net::Route open_to_all(
    std::string method, std::string_view path,
    std::function<void(const net::Request&, const net::Reply&)> handler) {
    auto call = [handler = std::move(handler)](
                    const net::PathParameters&, const net::Request& request,
                    const net::Reply& reply) { handler(request, reply); };
    return {std::move(method), std::string(casino_base_path) + std::string(path), call};
}

void log_in(const RouteParts& parts, const net::Request& request, const net::Reply& reply) {
    const auto wanted = read_log_in(request);
    if (!wanted) return reply(refusal(ErrorCode::invalid_request));
    parts.auth.log_in(*wanted, [reply](const domain::Outcome<AccessToken>& token) {
        if (!token.ok()) return reply(refusal(token.error().code));
        Json value = Json::object();
        value.set("AccessToken", Json::string(token.value().token));
        value.set("TokenType", Json::string("Bearer"));
        value.set("ExpiresIn", Json::integer(token.value().lifetime.count() / 1000));
        value.set("Scope", Json::string(token.value().scope));
        auto response = success(std::move(value));
        response.headers.push_back({"Cache-Control", "no-store"});
        reply(std::move(response));
    });
}

// Five minutes: a key is published a month before its use, so nobody is late.
void show_keys(const RouteParts& parts, const net::Reply& reply) {
    auto response = net::Response::json(200, base::to_text(parts.auth.key_set()));
    response.headers.push_back({"Cache-Control", "public, max-age=300"});
    reply(std::move(response));
}

void verify_token(const RouteParts& parts, const Call& call) {
    const auto token = read_token_to_verify(call.request);
    if (!token) return call.reply(refusal(ErrorCode::invalid_request));
    const TokenReport report = parts.auth.inspect(call.casino, *token);
    Json value = Json::object();
    value.set("Valid", Json::boolean(report.valid));
    if (!report.reason.empty()) value.set("Reason", Json::string(report.reason));
    if (report.claims.is(Json::Kind::object)) value.set("Claims", report.claims);
    call.reply(success(std::move(value)));
}

// Whoever wrote the call must be able to find what is wrong with it, in its own log or in ours.
void refuse_unreadable(const Call& call, const std::string& why) {
    base::log_warning(
        "casino_request_unreadable",
        {{"casino", call.casino.id().value()}, {"path", call.request.path}, {"why", why}});
    call.reply(refusal(ErrorCode::invalid_request, why));
}

void carry_accept(
    const RouteParts& parts, const Call& call, base::Reading<usecases::AcceptBooking> accept) {
    if (!accept.ok()) return refuse_unreadable(call, accept.error());
    parts.accept(
        std::move(accept).value(),
        [reply = call.reply](const domain::Outcome<usecases::Nothing>& outcome) {
            reply(outcome.ok() ? success() : refusal(outcome.error().code));
        });
}

void accept_booking(const RouteParts& parts, const Call& call) {
    carry_accept(parts, call, read_accept(call.request, call.terms));
}

void accept_cashback(const RouteParts& parts, const Call& call) {
    carry_accept(parts, call, read_cashback_accept(call.request, call.terms));
}

void show_games(const RouteParts&, const Call& call) {
    const auto query = read_games_query(call.request);
    if (!query) return call.reply(refusal(ErrorCode::invalid_request));
    call.reply(success(list_games(*call.directory, *query)));
}

void launch_game(const RouteParts& parts, const Call& call) {
    auto open = read_launch(call.request, call.casino.id(), call.path.at("GameId"));
    if (!open.ok()) return refuse_unreadable(call, open.error());
    if (!call.terms.enabled) return call.reply(refusal(ErrorCode::game_unavailable));
    parts.launch(
        std::move(open).value(),
        [reply = call.reply](const domain::Outcome<usecases::OpenedSession>& opened) {
            if (!opened.ok()) {
                return reply(refusal(opened.error().code, opened.error().detail));
            }
            Json value = Json::object();
            value.set("SessionId", Json::string(base::to_text(opened.value().session.value())));
            value.set("Url", Json::string(opened.value().url));
            reply(success(std::move(value)));
        });
}

void show_transactions(const RouteParts& parts, const Call& call) {
    const auto query = read_transactions_query(call.request, call.casino.id());
    if (!query) return call.reply(refusal(ErrorCode::invalid_request));
    // The reply moves with the page: it may be answered, and die, on the loop thread only.
    auto read = [&loop = parts.loop, &reader = parts.reader, query = *query,
                 reply = call.reply]() mutable {
        auto page = reader.transactions(query);
        loop.post([reply = std::move(reply), page = std::move(page)] {
            if (page.ok()) return reply(success(to_json(page.value())));
            const bool cursor = page.error() == usecases::StoreFault::poison;
            reply(refusal(cursor ? ErrorCode::invalid_request : ErrorCode::overloaded));
        });
    };
    if (!parts.reading.run(std::move(read))) call.reply(refusal(ErrorCode::overloaded));
}

}  // namespace

std::vector<net::Route> routes(const RouteParts& given) {
    const auto parts = std::make_shared<const RouteParts>(given);
    return {
        open_to_all(
            "POST", "/auth/token",
            [parts](const auto& request, const auto& reply) { log_in(*parts, request, reply); }),
        open_to_all(
            "GET", "/auth/jwks",
            [parts](const auto&, const auto& reply) { show_keys(*parts, reply); }),
        guarded(parts, "POST", "/auth/verify", verify_token),
        guarded(parts, "POST", "/payments/accept", accept_booking),
        guarded(parts, "POST", "/cashback-payments/accept", accept_cashback),
        guarded(parts, "GET", "/games", show_games),
        guarded(parts, "POST", "/games/{GameId}/launch", launch_game),
        guarded(parts, "GET", "/transactions", show_transactions),
    };
}

}  // namespace croupier::casino_api
