// SPDX-License-Identifier: Apache-2.0
// The least casino and studio that a hub can work with: every call is answered 200 at once, no
// signature is checked, nothing is kept. What they cost is not the hub's, so they cost little.
//
//   /answer/…   a casino whose answer to make books
//   /accept/…   a casino that books by calling the hub's accept
//   /studio/…   a provider that launches its game
//
// Loop thread only, but for port() and refusals().
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/json.h"
#include "net/asio_loop.h"

namespace croupier::bench {

class Peers {
public:
    Peers(net::AsioLoop& loop, std::size_t connections);
    base::Result<void, std::string> listen();
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

    // Where accepts go, and with which token.
    void book_at(std::string hub_url, std::string bearer);
    // Told the round of each bet that the hub closes.
    void on_close(std::function<void(std::string)> closed) { closed_ = std::move(closed); }
    // Accepts that the hub did not take.
    [[nodiscard]] std::uint64_t refusals() const { return refusals_; }

private:
    void serve(const net::Request& request, const net::Reply& reply);
    void make(const base::Json& data, bool books_later, const net::Reply& reply);
    void close(const base::Json& data, const net::Reply& reply);
    void send_accept(base::Json accept);

    net::AsioLoop& loop_;
    std::unique_ptr<net::HttpClient> client_;
    std::unique_ptr<net::HttpServer> server_;
    std::string accept_url_;
    std::string bearer_;
    std::function<void(std::string)> closed_;
    std::unordered_map<std::string, std::string> rounds_;  // of open bets, by BetId
    std::uint64_t bookings_ = 0;
    std::atomic<std::uint64_t> refusals_ = 0;
};

}  // namespace croupier::bench
