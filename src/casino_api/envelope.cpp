// SPDX-License-Identifier: Apache-2.0
#include "casino_api/envelope.h"

#include "casino_api/errors.h"

namespace croupier::casino_api {

namespace {

using base::Json;

constexpr std::string_view casino_paths = "/mis-api";

Json envelope(WireCode code, std::string_view message) {
    Json json = Json::object();
    json.set("ErrorCode", Json::integer(static_cast<int>(code)));
    json.set("Message", Json::string(message));
    return json;
}

net::Response to_response(const WireError& wire, std::string_view why = {}) {
    std::string message(wire.message);
    if (!why.empty()) message.append(": ").append(why);
    auto response =
        net::Response::json(wire.http_status, base::to_ascii_text(envelope(wire.code, message)));
    if (wire.http_status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
    if (wire.http_status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

}  // namespace

net::Response success() {
    return net::Response::json(200, base::to_ascii_text(envelope(WireCode::success, "Success")));
}

net::Response success(Json value) {
    Json json = envelope(WireCode::success, "Success");
    json.set("Value", std::move(value));
    return net::Response::json(200, base::to_ascii_text(json));
}

net::Response refusal(domain::ErrorCode code) { return to_response(to_wire(code)); }

net::Response refusal(domain::ErrorCode code, std::string_view why) {
    return to_response(to_wire(code), why);
}

net::RefusalForm refusal_form() {
    const auto write = [](int status) {
        auto code = domain::ErrorCode::invalid_request;
        if (status >= 500) code = domain::ErrorCode::internal;
        if (status == 503) code = domain::ErrorCode::overloaded;
        WireError wire = to_wire(code);
        wire.http_status = status;
        return to_response(wire);
    };
    return {std::string(casino_paths), write};
}

}  // namespace croupier::casino_api
