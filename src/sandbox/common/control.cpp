// SPDX-License-Identifier: Apache-2.0
#include "sandbox/common/control.h"

#include <utility>

#include "base/text.h"

namespace croupier::sandbox {

namespace {

using Kind = base::Json::Kind;

constexpr std::string_view bearer = "Bearer ";

bool on_loopback(std::string_view peer) {
    if (peer.starts_with('[')) peer.remove_prefix(1);
    return peer.starts_with("127.") || peer.starts_with("::ffff:127.") || peer == "::1" ||
           peer.starts_with("::1]");
}

const base::Json* member(const base::Json& body, std::string_view name) {
    const base::Json* found = body.find(name);
    return found != nullptr && found->is(Kind::null) ? nullptr : found;
}

std::string wanted(std::string_view name, std::string_view what) {
    return std::string(name) + ": " + std::string(what) + " is wanted";
}

}  // namespace

bool control_allowed(const net::Request& request, const crypto::Secret& token) {
    if (token.empty()) return on_loopback(request.peer);
    const auto header = request.header("Authorization");
    return header && header->starts_with(bearer) && token.equals(header->substr(bearer.size()));
}

net::Response control_error(int status, std::string_view sentence) {
    return net::Response::json(
        status, base::to_text(base::Json::object().set("error", base::Json::string(sentence))));
}

net::Route control_route(
    std::string method, std::string pattern, const crypto::Secret& token, ControlHandler handler) {
    auto guarded = [token, handler = std::move(handler)](
                       const net::PathParameters& parameters, const net::Request& request,
                       const net::Reply& reply) {
        if (!control_allowed(request, token))
            return reply(control_error(401, "control token wanted"));
        if (request.body.empty()) return handler(parameters, request, base::Json::object(), reply);
        const auto body = base::parse_json(request.body);
        if (!body.ok() || !body.value().is(Kind::object))
            return reply(control_error(400, "a JSON object is wanted"));
        handler(parameters, request, body.value(), reply);
    };
    return {std::move(method), std::move(pattern), std::move(guarded)};
}

std::vector<net::Route> fault_routes(Faults& faults, const crypto::Secret& token) {
    const auto show = [&faults](
                          const net::PathParameters&, const net::Request&, const base::Json&,
                          const net::Reply& reply) {
        reply(net::Response::json(200, base::to_text(faults.to_json())));
    };
    const auto take = [&faults](
                          const net::PathParameters&, const net::Request&, const base::Json& body,
                          const net::Reply& reply) {
        if (const auto taken = faults.apply(body); !taken.ok())
            return reply(control_error(400, taken.error()));
        reply(net::Response::json(200, base::to_text(faults.to_json())));
    };
    std::vector<net::Route> routes;
    routes.push_back(control_route("GET", "/sandbox/faults", token, show));
    routes.push_back(control_route("POST", "/sandbox/faults", token, take));
    return routes;
}

net::Route live_route() {
    return {
        "GET", "/health/live",
        [](const net::PathParameters&, const net::Request&, const net::Reply& reply) {
            reply(net::Response::json(200, R"({"status":"live"})"));
        }};
}

ControlText text_member(const base::Json& body, std::string_view name) {
    const base::Json* found = member(body, name);
    if (found == nullptr) return std::optional<std::string>();
    if (!found->is(Kind::string)) return base::fail(wanted(name, "text"));
    return std::optional(found->as_string());
}

ControlText amount_member(const base::Json& body, std::string_view name) {
    const base::Json* found = member(body, name);
    if (found == nullptr) return std::optional<std::string>();
    if (found->is(Kind::number)) return std::optional(found->number_text());
    if (!found->is(Kind::string)) return base::fail(wanted(name, "an amount"));
    return std::optional(found->as_string());
}

base::Result<std::optional<bool>, std::string> boolean_member(
    const base::Json& body, std::string_view name) {
    const base::Json* found = member(body, name);
    if (found == nullptr) return std::optional<bool>();
    if (!found->is(Kind::boolean)) return base::fail(wanted(name, "true or false"));
    return std::optional(found->as_boolean());
}

base::Result<std::optional<std::int64_t>, std::string> integer_member(
    const base::Json& body, std::string_view name) {
    const base::Json* found = member(body, name);
    if (found == nullptr) return std::optional<std::int64_t>();
    const auto number =
        found->is(Kind::number) ? base::parse_i64(found->number_text()) : std::nullopt;
    if (!number) return base::fail(wanted(name, "a whole number"));
    return std::optional<std::int64_t>(*number);
}

}  // namespace croupier::sandbox
