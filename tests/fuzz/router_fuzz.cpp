// SPDX-License-Identifier: Apache-2.0
// Routing: any method and target gets exactly one answer, and handlers see what the path says.
#include <string>

#include "fuzz/fuzz.h"
#include "net/router.h"

namespace net = croupier::net;
using croupier::fuzz::must;

namespace {

void echo(const net::PathParameters& parameters, const net::Request& request, net::Reply reply) {
    must(parameters.size() == 1, "the pattern names one parameter");
    const std::string target(request.target);
    // Decoding may shorten, never invent.
    must(parameters.begin()->second.size() <= target.size(), "a parameter comes from the path");
    if (const auto value = request.query("a")) {
        must(value->size() <= target.size(), "a query parameter comes from the target");
    }
    reply(net::Response::text(200, "ok"));
}

const net::Router& router() {
    static const net::Router made = [] {
        net::Router routes;
        routes.add({"GET", "/v1/sessions/{sessionId}/balance", echo});
        routes.add({"POST", "/v1/sessions/{sessionId}/bets/pay-in", echo});
        routes.add({"POST", "/v1/{anything}", echo});
        return routes;
    }();
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = croupier::fuzz::as_text(bytes, size);
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return 0;
    net::Request request;
    request.method = std::string(text.substr(0, space));
    request.target = std::string(text.substr(space + 1));
    request.path = request.target.substr(0, request.target.find('?'));

    int answers = 0;
    int status = 0;
    const net::Reply reply([&](const net::Response& response) {
        ++answers;
        status = response.status;
    });
    router()(std::move(request), reply);
    must(answers == 1, "one request, one answer");
    must(status == 200 || status == 400 || status == 404 || status == 405, "of the router's kind");
    return 0;
}
