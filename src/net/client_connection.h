// SPDX-License-Identifier: Apache-2.0
// One connection of the client: it carries one request at a time, and reads always, so that the end
// of an idle connection is known before the next request is put on it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.h"
#include "net/deadline.h"
#include "net/http.h"
#include "net/reader.h"
#include "net/stream.h"
#include "net/text.h"

namespace croupier::net {

class ClientConnection;

// A request under way, from send() to its one result.
struct Exchange {
    Url url;
    std::string lane_key;
    std::string head;
    std::string body;
    AnswerBody answer_body = AnswerBody::expected;
    base::Duration connect_timeout;
    base::TimerId timer = base::TimerId::none;
    bool retried = false;
    ClientConnection* connection = nullptr;  // null while it waits
    std::optional<base::Duration> idle_below;
    std::function<void(HttpResult)> done;
};
using ExchangePtr = std::shared_ptr<Exchange>;

enum class Retry { never, on_fresh_connection };

// What a connection needs of its pool. After any of these the connection does nothing more by
// itself.
class ConnectionPool {
public:
    virtual ~ConnectionPool() = default;
    [[nodiscard]] virtual base::Loop& loop() = 0;
    [[nodiscard]] virtual const ClientLimits& limits() const = 0;
    // The exchange is over and the connection may carry another.
    virtual void finished(ClientConnection& who, ExchangePtr exchange, HttpResult result) = 0;
    // The connection is of no more use; with an exchange, that one is over or to be tried again.
    virtual void lost(ClientConnection& who) = 0;
    virtual void lost(
        ClientConnection& who, ExchangePtr exchange, HttpResult result, Retry retry) = 0;
};

class ClientConnection final : public StreamUser {
public:
    ClientConnection(ConnectionPool& pool, Stream stream, std::string lane_key);

    // Of a new connection: connects, then carries the exchange.
    void open(ExchangePtr exchange);
    // Of an idle one.
    void carry(ExchangePtr exchange);
    void park();
    // The exchange is given up; says whether a byte of it may have been written. The connection is
    // closed.
    HttpFault abandon();
    void close();

    // Idle for less than that and than its own limit, and, as far as can be known without asking
    // the peer, still open.
    [[nodiscard]] bool is_fit(std::optional<base::Duration> idle_below) const;
    [[nodiscard]] const std::string& lane_key() const { return lane_key_; }
    [[nodiscard]] const Exchange* exchange() const { return exchange_.get(); }  // null when idle

private:
    void on_open() override;
    void on_open_failed(std::string detail) override;
    void on_bytes(std::string_view bytes) override;
    void on_end() override;
    void on_written() override;
    void on_write_failed(WriteFault fault) override;

    void transmit();
    void deliver();
    void fail(HttpFault fault, std::string detail);
    void late();

    ConnectionPool& pool_;
    Stream stream_;
    const std::string lane_key_;
    ResponseReader reader_;
    Deadline deadline_;  // of connecting, or of being idle
    ExchangePtr exchange_;
    base::Duration idle_max_;  // as the peer last announced it, at most the client's own
    base::Instant idle_since_;
    bool opened_ = false;
    bool reused_ = false;
    bool writing_ = false;
    bool ended_ = false;
};

}  // namespace croupier::net
