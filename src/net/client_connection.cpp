// SPDX-License-Identifier: Apache-2.0
#include "net/client_connection.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace croupier::net {

namespace {

constexpr std::size_t answer_head_bytes_max = 32 * 1024;

std::string_view describe(ReadFault fault) {
    switch (fault) {
    case ReadFault::head_too_large:
    case ReadFault::body_too_large:
        return "answer too large";
    case ReadFault::none:
    case ReadFault::unreadable:
    case ReadFault::no_such_expectation:
        break;
    }
    return "answer unreadable";
}

}  // namespace

ClientConnection::ClientConnection(ConnectionPool& pool, Stream stream, std::string lane_key)
    : pool_(pool),
      stream_(std::move(stream)),
      lane_key_(std::move(lane_key)),
      reader_({answer_head_bytes_max, pool.limits().answer_bytes_max}),
      deadline_(pool.loop(), [this] { late(); }),
      idle_max_(pool.limits().idle_max) {}

void ClientConnection::open(ExchangePtr exchange) {
    exchange_ = std::move(exchange);
    exchange_->connection = this;
    deadline_.set_after(exchange_->connect_timeout);
    stream_.open(*this);
}

void ClientConnection::on_open() {
    opened_ = true;
    deadline_.clear();
    stream_.read();
    transmit();
}

void ClientConnection::on_open_failed(std::string detail) {
    fail(HttpFault::not_sent, std::move(detail));
}

void ClientConnection::carry(ExchangePtr exchange) {
    exchange_ = std::move(exchange);
    exchange_->connection = this;
    reused_ = true;
    deadline_.clear();
    transmit();
}

void ClientConnection::transmit() {
    reader_.begin(exchange_->answer_body);
    writing_ = true;
    stream_.write(std::move(exchange_->head), std::move(exchange_->body));
}

void ClientConnection::on_written() {
    writing_ = false;
    if (ended_) fail(HttpFault::maybe_sent, "connection closed before the answer");
}

void ClientConnection::on_write_failed(WriteFault fault) {
    writing_ = false;
    if (fault == WriteFault::nothing_written) {
        std::tie(exchange_->head, exchange_->body) = stream_.take_unwritten();
        return fail(HttpFault::not_sent, "connection closed before the request");
    }
    // The peer may have answered before it closed (413, say): the read that is pending will tell.
    if (ended_) fail(HttpFault::maybe_sent, "connection closed in the midst of the request");
}

void ClientConnection::on_bytes(std::string_view bytes) {
    if (!exchange_) return pool_.lost(*this);  // an answer to nothing
    switch (reader_.feed(bytes)) {
    case ReadState::more:
        return stream_.read();
    case ReadState::done:
        return deliver();
    case ReadState::failed:
        return fail(HttpFault::maybe_sent, std::string(describe(reader_.fault())));
    }
}

void ClientConnection::on_end() {
    if (!exchange_) return pool_.lost(*this);
    ended_ = true;
    if (reader_.end_of_stream() == ReadState::done) return deliver();
    if (reader_.fault() != ReadFault::none) {
        return fail(HttpFault::maybe_sent, "connection closed in the midst of the answer");
    }
    // While writing, only the outcome of the write can tell whether anything left.
    if (!writing_) fail(HttpFault::maybe_sent, "connection closed before the answer");
}

void ClientConnection::deliver() {
    const bool reusable = reader_.reusable() && !ended_ && !writing_;
    Response response = reader_.take();
    if (const auto keep_alive = response.header("Keep-Alive")) {
        if (const auto announced = announced_idle_time(*keep_alive)) {
            idle_max_ = std::min(pool_.limits().idle_max, *announced - keep_alive_margin);
        }
    }
    const bool keep = reusable && idle_max_ > base::Duration(0);
    HttpResult result = std::move(response);
    auto exchange = std::exchange(exchange_, nullptr);
    if (!keep) return pool_.lost(*this, std::move(exchange), std::move(result), Retry::never);
    stream_.read();
    pool_.finished(*this, std::move(exchange), std::move(result));
}

void ClientConnection::fail(HttpFault fault, std::string detail) {
    const bool stale = opened_ && reused_ && fault == HttpFault::not_sent;
    pool_.lost(
        *this, std::exchange(exchange_, nullptr), base::fail(HttpError{fault, std::move(detail)}),
        stale ? Retry::on_fresh_connection : Retry::never);
}

void ClientConnection::park() {
    idle_since_ = pool_.loop().now();
    deadline_.set_after(idle_max_);
}

// On a loaded loop the deadline may be late, and the wall clock may have been set back.
bool ClientConnection::is_fit(std::optional<base::Duration> idle_below) const {
    const base::Duration idle = pool_.loop().now() - idle_since_;
    const bool fresh = idle >= base::Duration(0) && idle < idle_max_;
    return fresh && idle < idle_below.value_or(idle_max_) && stream_.is_quiet();
}

void ClientConnection::late() {
    if (!opened_) return fail(HttpFault::not_sent, "connect: time-out");
    pool_.lost(*this);
}

HttpFault ClientConnection::abandon() {
    exchange_ = nullptr;
    close();
    return opened_ ? HttpFault::maybe_sent : HttpFault::not_sent;
}

void ClientConnection::close() {
    deadline_.clear();
    stream_.close();
}

}  // namespace croupier::net
