// SPDX-License-Identifier: Apache-2.0
// Routes as data: method, path pattern with {names}, handler. Unknown path: 404; known path, other
// method: 405 with Allow; both as `refuse` words them. Rooms give their tables; app concatenates
// them, visibly.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.h"

namespace croupier::net {

// Percent-decoded values of the pattern's {names}.
using PathParameters = std::map<std::string, std::string, std::less<>>;
using RouteHandler = std::function<void(const PathParameters&, Request, Reply)>;

struct Route {
    std::string method;
    std::string pattern;  // "/v1/sessions/{sessionId}/bets/pay-in"
    RouteHandler handler;
};

class Router {
public:
    explicit Router(Refuse refuse = plain_refusal) : refuse_(std::move(refuse)) {}
    void add(Route route);  // two routes of one method and pattern: aborts at start
    void add(std::vector<Route> routes);
    void operator()(Request request, Reply reply) const;

private:
    struct Entry {
        std::vector<std::string> segments;
        Route route;
    };
    Refuse refuse_;
    std::vector<Entry> entries_;
};

}  // namespace croupier::net
