// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/hub_client.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace croupier::sandbox::casino {

namespace {

using base::Json;

constexpr base::Duration token_lifetime_default{3600 * 1000};
constexpr base::Duration renew_early_most{60'000};
constexpr std::int64_t token_seconds_max = 24 * 3600;

std::optional<std::int64_t> whole_number(const Json* json) {
    if (json == nullptr) return std::nullopt;
    if (json->is(Json::Kind::number)) return base::parse_i64(json->number_text());
    if (json->is(Json::Kind::string)) return base::parse_i64(json->as_string());
    return std::nullopt;
}

HubAnswer read_envelope(const net::HttpResult& result) {
    if (!result.ok()) return base::fail(HubFailure{.detail = result.error().detail});
    const int status = result.value().status;
    const auto json = base::parse_json(result.value().body);
    const auto code = json.ok() ? whole_number(json.value().find("ErrorCode")) : std::nullopt;
    if (status != 200 || !code) {
        return base::fail(
            HubFailure{.status = status, .error_code = code, .detail = "no envelope"});
    }
    if (*code != 200) {
        const Json* message = json.value().find("Message");
        const bool told = message != nullptr && message->is(Json::Kind::string);
        return base::fail(HubFailure{
            .status = status, .error_code = code, .detail = told ? message->as_string() : ""});
    }
    const Json* value = json.value().find("Value");
    return value == nullptr ? Json() : *value;
}

}  // namespace

void HubClient::call(HubCall call, Done done) { attempt(std::move(call), false, std::move(done)); }

void HubClient::attempt(HubCall call, bool last, Done done) {
    with_token([this, call = std::move(call), last, done = std::move(done)](
                   const base::Result<std::string, HubFailure>& token) mutable {
        if (!token.ok()) return done(base::fail(token.error()));
        const std::string bearer =
            std::exchange(call.wrong_bearer, false) ? token.value() + "x" : token.value();
        auto answered = [this, call, last, done,
                         used = token.value()](const net::HttpResult& result) {
            const bool unauthorized = result.ok() && result.value().status == 401;
            if (unauthorized && token_ == used) token_.clear();
            if (unauthorized && !last) return attempt(call, true, done);
            done(read_envelope(result));
        };
        send(call, bearer, std::move(answered));
    });
}

void HubClient::with_token(TokenDone done) {
    if (!token_.empty() && loop_.now() < renew_at_) return done(token_);
    waiting_.push_back(std::move(done));
    if (waiting_.size() > 1) return;
    HubCall call;
    call.path = "/auth/token";
    call.body = base::to_text(Json::object()
                                  .set("PartnerClientId", Json::integer(access_.client_id))
                                  .set("Secret", Json::string(access_.secret.reveal())));
    send(call, "", [this](const net::HttpResult& result) { take_token(result); });
}

void HubClient::take_token(const net::HttpResult& result) {
    base::Result<std::string, HubFailure> token =
        base::fail(HubFailure{.detail = "no AccessToken"});
    const auto value = read_envelope(result);
    if (!value.ok()) {
        token = base::fail(HubFailure{
            value.error().status, value.error().error_code, "auth/token: " + value.error().detail});
    } else if (const Json* text = value.value().find_ignoring_case("AccessToken");
               text != nullptr && text->is(Json::Kind::string)) {
        token = text->as_string();
        token_ = text->as_string();
        const auto seconds = whole_number(value.value().find_ignoring_case("ExpiresIn"));
        const base::Duration lifetime =
            seconds
                ? base::Duration(std::clamp<std::int64_t>(*seconds, 0, token_seconds_max) * 1000)
                : token_lifetime_default;
        renew_at_ = loop_.now() + lifetime - std::min(renew_early_most, lifetime / 10);
    }
    std::vector<TokenDone> waiting;
    waiting.swap(waiting_);
    for (const TokenDone& done : waiting)
        done(token);
}

void HubClient::send(
    const HubCall& call, const std::string& bearer,
    std::function<void(const net::HttpResult&)> done) {
    net::OutgoingRequest request;
    request.method = call.method;
    request.url = access_.base_url + call.path;
    request.body = call.body;
    request.lane = call.lane;
    if (!call.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    if (!bearer.empty()) request.headers.push_back({"Authorization", "Bearer " + bearer});
    client_.send(
        std::move(request), loop_.now() + access_.timeout, lifeline_.guard(std::move(done)));
}

}  // namespace croupier::sandbox::casino
