// SPDX-License-Identifier: Apache-2.0
#include "net/connect.h"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>

namespace croupier::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds stagger{250};
constexpr std::size_t addresses_max = 8;  // more would not be reached within a time-out

using Endpoints = std::vector<tcp::endpoint>;

// The families in turn, beginning with the first one's: a family that leads nowhere costs one try.
Endpoints in_turn(const std::vector<std::string>& addresses, std::uint16_t port) {
    Endpoints first;
    Endpoints other;
    for (const std::string& text : addresses) {
        ErrorCode ec;
        const tcp::endpoint endpoint(asio::ip::make_address(text, ec), port);
        if (ec) continue;
        const bool same = first.empty() || endpoint.protocol() == first.front().protocol();
        (same ? first : other).push_back(endpoint);
    }
    Endpoints mixed;
    for (std::size_t i = 0; i < std::max(first.size(), other.size()); ++i) {
        if (i < first.size()) mixed.push_back(first[i]);
        if (i < other.size()) mixed.push_back(other[i]);
    }
    mixed.resize(std::min(mixed.size(), addresses_max));
    return mixed;
}

class StaggeredConnector final : public Connector,
                                 public std::enable_shared_from_this<StaggeredConnector> {
public:
    StaggeredConnector(asio::io_context& io, Endpoints endpoints, Done done)
        : io_(io),
          endpoints_(std::move(endpoints)),
          done_(std::move(done)),
          stagger_(io),
          last_error_(asio::error::host_not_found) {}

    void try_next() {
        if (!done_) return;
        if (next_ == endpoints_.size()) {
            if (under_way_ == 0) finish(base::fail(last_error_.message()));
            return;
        }
        const tcp::endpoint endpoint = endpoints_[next_++];
        const auto socket = std::make_shared<tcp::socket>(io_);
        sockets_.push_back(socket);
        ++under_way_;
        socket->async_connect(
            endpoint, [self = shared_from_this(), socket, endpoint](const ErrorCode& ec) {
                --self->under_way_;
                if (!self->done_) return;
                self->tried(ec, *socket, endpoint);
            });
        if (next_ == endpoints_.size()) return;
        stagger_.expires_after(stagger);
        stagger_.async_wait([self = shared_from_this(), at = next_](const ErrorCode& ec) {
            if (!ec && self->next_ == at) self->try_next();
        });
    }

    void cancel() override {
        done_ = nullptr;
        stagger_.cancel();
        for (const auto& socket : sockets_) {
            ErrorCode ignored;  // closed either way
            socket->close(ignored);
        }
        sockets_.clear();
    }

private:
    void tried(const ErrorCode& failed, tcp::socket& socket, const tcp::endpoint& endpoint) {
        ErrorCode ec = failed;
        if (!ec) {
            const int descriptor = socket.release(ec);
            if (!ec) return finish(Connected{descriptor, endpoint.address().is_v6()});
        }
        last_error_ = ec;
        try_next();
    }

    void finish(const base::Result<Connected, std::string>& result) {
        const Done done = std::exchange(done_, nullptr);
        cancel();
        done(result);
    }

    asio::io_context& io_;
    const Endpoints endpoints_;
    Done done_;
    asio::steady_timer stagger_;
    std::size_t next_ = 0;
    std::size_t under_way_ = 0;
    ErrorCode last_error_;
    std::vector<std::shared_ptr<tcp::socket>> sockets_;
};

}  // namespace

std::shared_ptr<Connector> Connector::start(
    asio::io_context& io, const std::vector<std::string>& addresses, std::uint16_t port,
    Done done) {
    const auto connector =
        std::make_shared<StaggeredConnector>(io, in_turn(addresses, port), std::move(done));
    asio::post(io, [connector] { connector->try_next(); });
    return connector;
}

bool is_address(const std::string& text) {
    ErrorCode ec;
    asio::ip::make_address(text, ec);
    return !ec;
}

}  // namespace croupier::net
