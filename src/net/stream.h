// SPDX-License-Identifier: Apache-2.0
// Connections as bytes: TCP with or without TLS, accepted or made. All of Asio's sockets are behind
// this header, so that server and client are plain state machines. Loop thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/loop.h"
#include "base/result.h"
#include "net/http.h"
#include "net/tls.h"

namespace boost::asio {
class io_context;
}

namespace croupier::net {

enum class WriteFault {
    nothing_written,  // the peer cannot have seen a byte of it
    maybe_written,
};

// Who hears of a stream. Always from the loop, never inside a call of Stream; after close() nothing
// more is heard. Any of these may close or destroy the stream.
class StreamUser {
public:
    virtual ~StreamUser() = default;
    virtual void on_open() = 0;
    virtual void on_open_failed(std::string detail) = 0;
    virtual void on_bytes(std::string_view bytes) = 0;  // valid until read() or the return
    virtual void on_end() = 0;  // the peer sends no more, or the connection broke
    virtual void on_written() = 0;
    virtual void on_write_failed(WriteFault fault) = 0;
};

// Owns one connection; its end closes it at once.
class Stream {
public:
    // What a stream stands on: a socket, or what a test plays. Same meanings as below; lives on
    // as long as its own operations need it.
    class Core {
    public:
        Core() = default;
        Core(const Core&) = delete;
        Core& operator=(const Core&) = delete;
        virtual ~Core() = default;
        virtual void open(StreamUser& user) = 0;
        virtual void read() = 0;
        virtual void write(std::string head, std::string body) = 0;
        virtual std::pair<std::string, std::string> take_unwritten() = 0;
        virtual void finish() = 0;
        virtual void close() = 0;
        [[nodiscard]] virtual bool is_quiet() = 0;
        [[nodiscard]] virtual std::string peer() = 0;
    };

    Stream();
    explicit Stream(std::shared_ptr<Core> core);
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;
    ~Stream();

    // Ends in on_open or on_open_failed: of an accepted one the handshake, of a connector's
    // everything.
    void open(StreamUser& user);
    // One read and one write at a time; a second read() joins the first.
    void read();
    void write(std::string head, std::string body);
    // After on_write_failed: what write() was given, to be written elsewhere.
    std::pair<std::string, std::string> take_unwritten();
    // Says that we send no more; what the peer still sends is read and dropped by the user until
    // on_end.
    void finish();
    void close();

    // Of an open stream on which nothing is expected: false when its end, or anything else, is
    // there already.
    [[nodiscard]] bool is_quiet() const;
    [[nodiscard]] std::string peer() const;  // address without port

private:
    std::shared_ptr<Core> core_;
};

// Makes streams to servers.
class Dialer {
public:
    struct Destination {
        std::string host;
        std::uint16_t port;
        bool tls;
    };

    virtual ~Dialer() = default;
    // A stream that cannot be made fails when it is opened.
    virtual Stream to(Destination destination) = 0;

    // The extra CA file, if any, is trusted besides the system's store. Streams to names end with
    // their dialer: they are never opened.
    static std::unique_ptr<Dialer> over(
        base::Loop& loop, boost::asio::io_context& io, const ClientLimits& limits);
};

class Listener {
public:
    using Accepted = std::function<void(Stream)>;

    virtual ~Listener() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    virtual void start(Accepted accepted) = 0;
    virtual void stop() = 0;

    static base::Result<std::unique_ptr<Listener>, std::string> open(
        boost::asio::io_context& io, const std::string& address, std::uint16_t port,
        std::shared_ptr<TlsContext> tls);
};

}  // namespace croupier::net
