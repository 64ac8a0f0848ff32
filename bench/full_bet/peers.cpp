// SPDX-License-Identifier: Apache-2.0
#include "full_bet/peers.h"

#include <optional>

#include "base/log.h"
#include "base/text.h"

namespace croupier::bench {

namespace {

using base::Json;

constexpr base::Duration accept_timeout{5000};
constexpr std::string_view frame = R"({"frameUri":"http://127.0.0.1/frame"})";

// The claim `data` of an envelope: a string literal that holds a JWT whose data is JSON again.
std::optional<Json> data_of(std::string_view body) {
    const auto literal = base::parse_json(body);
    if (!literal.ok() || !literal.value().is(Json::Kind::string)) return std::nullopt;
    const auto parts = base::split(literal.value().as_string(), '.');
    const auto claims_text = parts.size() == 3 ? base::from_base64url(parts[1]) : std::nullopt;
    if (!claims_text) return std::nullopt;
    const auto claims = base::parse_json(*claims_text);
    const Json* data = claims.ok() ? claims.value().find("data") : nullptr;
    if (data == nullptr || !data->is(Json::Kind::string)) return std::nullopt;
    auto read = base::parse_json(data->as_string());
    return read.ok() ? std::optional(std::move(read).value()) : std::nullopt;
}

// Texts and numbers alike; "" when there is none.
std::string text_of(const Json& data, std::string_view name) {
    const Json* member = data.find(name);
    if (member == nullptr) return "";
    return member->is(Json::Kind::number) ? member->number_text() : member->as_string();
}

Json copy_of(const Json& data, std::string_view name) {
    const Json* member = data.find(name);
    return member == nullptr ? Json() : *member;
}

void answer(const net::Reply& reply, Json value) {
    Json envelope = Json::object();
    envelope.set("ErrorCode", Json::integer(200)).set("Message", Json::string(""));
    envelope.set("Value", std::move(value));
    reply(net::Response::json(200, base::to_text(envelope)));
}

}  // namespace

Peers::Peers(net::AsioLoop& loop, std::size_t connections) : loop_(loop) {
    net::ClientLimits limits;
    limits.connections_max_per_lane = connections;
    client_ = loop.make_client(limits);
}

base::Result<void, std::string> Peers::listen() {
    CROUPIER_TRY(
        server_, loop_.serve({}, [this](const net::Request& request, const net::Reply& reply) {
            serve(request, reply);
        }));
    return {};
}

void Peers::book_at(std::string hub_url, std::string bearer) {
    accept_url_ = std::move(hub_url) + "/mis-api/api/v2/payments/accept";
    bearer_ = std::move(bearer);
}

void Peers::serve(const net::Request& request, const net::Reply& reply) {
    if (request.path.starts_with("/studio/")) {
        return reply(net::Response::json(200, std::string(frame)));
    }
    const auto data = data_of(request.body);
    if (!data) return reply(net::Response::text(400, "no envelope"));
    if (request.path.ends_with("/payments/make")) {
        return make(*data, request.path.starts_with("/accept/"), reply);
    }
    if (request.path.ends_with("/payments/close")) return close(*data, reply);
    const std::string user = text_of(*data, "RefreshToken");
    answer(
        reply, Json::object()
                   .set("PartnerUserId", Json::string(user))
                   .set("RefreshToken", Json::string(user))
                   .set("CurrencyCode", Json::string("EUR"))
                   .set("Balance", Json::string("1000000")));
}

void Peers::make(const Json& data, bool books_later, const net::Reply& reply) {
    rounds_.try_emplace(text_of(data, "BetId"), text_of(data, "RoundId"));
    const Json booking = Json::string("booking-" + std::to_string(++bookings_));
    const Json balance = Json::string("1000000");
    answer(reply, Json::object().set("PartnerTransactionId", booking).set("Balance", balance));
    if (!books_later) return;
    Json accept = Json::object();
    for (const std::string_view name :
         {"BetId", "PartnerUserId", "TransactionType", "Amount", "TransactionId"}) {
        accept.set(name, copy_of(data, name));
    }
    accept.set("ErrorCode", Json::integer(200)).set("Message", Json::string(""));
    accept.set("PartnerTransactionId", booking).set("Balance", balance);
    send_accept(std::move(accept));
}

void Peers::send_accept(Json accept) {
    net::OutgoingRequest request;
    request.url = accept_url_;
    request.headers = {
        {"Content-Type", "application/json"}, {"Authorization", "Bearer " + bearer_}};
    request.body = base::to_text(accept);
    client_->send(
        std::move(request), loop_.now() + accept_timeout, [this](const net::HttpResult& result) {
            const bool taken = result.ok() && result.value().status == 200 &&
                               result.value().body.find("\"ErrorCode\":200") != std::string::npos;
            if (taken) return;
            ++refusals_;
            base::log_warning(
                "accept refused",
                {{"why", result.ok() ? result.value().body : result.error().detail}});
        });
}

void Peers::close(const Json& data, const net::Reply& reply) {
    answer(reply, Json());
    auto bet = rounds_.extract(text_of(data, "BetId"));
    if (!bet.empty() && closed_) closed_(std::move(bet.mapped()));
}

}  // namespace croupier::bench
