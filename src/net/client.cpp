// SPDX-License-Identifier: Apache-2.0
#include "net/client.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.h"
#include "net/client_connection.h"
#include "net/text.h"

namespace croupier::net {

namespace {

HttpResult not_sent(std::string detail) {
    return base::fail(HttpError{HttpFault::not_sent, std::move(detail)});
}

class PooledClient final : public HttpClient, private ConnectionPool {
public:
    PooledClient(base::Loop& loop, std::unique_ptr<Dialer> dialer, const ClientLimits& limits)
        : loop_(loop), dialer_(std::move(dialer)), limits_(limits) {
        CROUPIER_CHECK(limits.connections_max_per_lane > 0);
    }
    PooledClient(const PooledClient&) = delete;
    PooledClient& operator=(const PooledClient&) = delete;
    ~PooledClient() override {
        for (const auto& [key, lane] : lanes_) {
            for (const ExchangePtr& exchange : lane.waiting)
                loop_.cancel(exchange->timer);
        }
        for (const auto& [connection, owned] : connections_) {
            if (const auto* exchange = connection->exchange()) loop_.cancel(exchange->timer);
        }
    }

    void send(OutgoingRequest request, base::Instant deadline, std::function<void(HttpResult)> done)
        override {
        if (deadline <= loop_.now()) return refuse("time-out", std::move(done));
        auto url = parse_url(request.url);
        if (!url) return refuse("unusable URL", std::move(done));
        if (!is_token(request.method)) return refuse("unusable method", std::move(done));
        if (!is_safe(request.headers)) return refuse("unusable header", std::move(done));
        auto exchange = std::make_shared<Exchange>();
        exchange->head = request_head(request, *url);
        exchange->body = std::move(request.body);
        exchange->lane_key = (url->tls ? "s " : "- ") + url->host + " " +
                             std::to_string(url->port) + " " + request.lane;
        exchange->url = *std::move(url);
        if (request.method == "HEAD") exchange->answer_body = AnswerBody::none_for_head;
        exchange->connect_timeout = request.connect_timeout;
        exchange->idle_below = request.idle_below;
        exchange->done = std::move(done);
        exchange->timer = loop_.at(deadline, [this, exchange] { expire(exchange); });
        start(exchange);
    }

private:
    struct Lane {
        std::size_t open = 0;                 // idle ones and those being connected too
        std::vector<ClientConnection*> idle;  // most recently used last
        std::deque<ExchangePtr> waiting;
    };

    void refuse(std::string detail, std::function<void(HttpResult)> done) {
        loop_.post(
            [done = std::move(done), detail = std::move(detail)] { done(not_sent(detail)); });
    }

    void start(const ExchangePtr& exchange) {
        Lane& lane = lanes_[exchange->lane_key];
        while (!lane.idle.empty()) {
            ClientConnection& connection = *lane.idle.back();
            lane.idle.pop_back();
            if (connection.is_fit(exchange->idle_below)) return connection.carry(exchange);
            discard(connection);
        }
        if (lane.open < limits_.connections_max_per_lane) return connect(lane, exchange);
        lane.waiting.push_back(exchange);
    }

    void connect(Lane& lane, const ExchangePtr& exchange) {
        const Url& url = exchange->url;
        ConnectionPool& pool = *this;
        auto connection = std::make_shared<ClientConnection>(
            pool, dialer_->to({url.host, url.port, url.tls}), exchange->lane_key);
        ++lane.open;
        ClientConnection& fresh = *connection;
        connections_.emplace(&fresh, std::move(connection));
        fresh.open(exchange);
    }

    [[nodiscard]] base::Loop& loop() override { return loop_; }
    [[nodiscard]] const ClientLimits& limits() const override { return limits_; }

    void finished(ClientConnection& who, ExchangePtr exchange, HttpResult result) override {
        Lane& lane = lanes_[who.lane_key()];
        if (lane.waiting.empty()) {
            lane.idle.push_back(&who);
            who.park();
        } else {
            const ExchangePtr next = lane.waiting.front();
            lane.waiting.pop_front();
            who.carry(next);
        }
        conclude(exchange, std::move(result));
    }

    void lost(ClientConnection& who) override {
        auto& idle = lanes_[who.lane_key()].idle;
        idle.erase(std::remove(idle.begin(), idle.end(), &who), idle.end());
        release(who);
    }

    void lost(
        ClientConnection& who, ExchangePtr exchange, HttpResult result, Retry retry) override {
        const bool again = retry == Retry::on_fresh_connection && !exchange->retried;
        exchange->connection = nullptr;
        if (again) {
            // It keeps its turn: ahead of those that wait, on a connection of its own.
            exchange->retried = true;
            Lane& lane = lanes_[who.lane_key()];
            discard(who);
            return connect(lane, exchange);
        }
        release(who);
        conclude(exchange, std::move(result));
    }

    // Closes a connection and gives its place to the first that waits.
    void release(ClientConnection& who) {
        const std::string key = who.lane_key();
        discard(who);
        const auto found = lanes_.find(key);
        Lane& lane = found->second;
        if (!lane.waiting.empty()) {
            const ExchangePtr next = lane.waiting.front();
            lane.waiting.pop_front();
            return connect(lane, next);
        }
        if (lane.open == 0) lanes_.erase(found);
    }

    void discard(ClientConnection& who) {
        who.close();
        --lanes_[who.lane_key()].open;
        const auto found = connections_.find(&who);
        CROUPIER_CHECK(found != connections_.end());
        // It may be on the stack: its last owner is a task.
        loop_.post([last = std::move(found->second)] {});
        connections_.erase(found);
    }

    void expire(const ExchangePtr& exchange) {
        exchange->timer = base::TimerId::none;
        if (!exchange->done) return;
        if (exchange->connection != nullptr) {
            ClientConnection& connection = *exchange->connection;
            const HttpFault fault = connection.abandon();
            release(connection);
            return conclude(exchange, base::fail(HttpError{fault, "time-out"}));
        }
        auto& waiting = lanes_[exchange->lane_key].waiting;
        waiting.erase(std::remove(waiting.begin(), waiting.end(), exchange), waiting.end());
        conclude(
            exchange,
            base::fail(HttpError{HttpFault::not_sent, "time-out: no connection was free", true}));
    }

    // The last thing that is done about an exchange: what it calls may send again, or end this
    // client.
    void conclude(const ExchangePtr& exchange, HttpResult result) {
        exchange->connection = nullptr;
        loop_.cancel(exchange->timer);
        if (const auto done = std::exchange(exchange->done, nullptr)) done(std::move(result));
    }

    base::Loop& loop_;
    const std::unique_ptr<Dialer> dialer_;
    const ClientLimits limits_;
    std::map<std::string, Lane> lanes_;
    std::unordered_map<ClientConnection*, std::shared_ptr<ClientConnection>> connections_;
};

}  // namespace

std::unique_ptr<HttpClient> make_pooled_client(
    base::Loop& loop, std::unique_ptr<Dialer> dialer, const ClientLimits& limits) {
    return std::make_unique<PooledClient>(loop, std::move(dialer), limits);
}

}  // namespace croupier::net
