// SPDX-License-Identifier: Apache-2.0
// HTTP as the rooms above see it: plain structs and callbacks on one Loop. Asio, Beast and
// OpenSSL's TLS end behind this header (ADR 0003).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "base/result.h"

namespace croupier::net {

struct Header {
    std::string name;
    std::string value;
};

struct Request {
    std::string method;           // upper case
    std::string target;           // as sent: path and query
    std::string path;             // target up to '?', not decoded
    std::vector<Header> headers;  // in order of arrival
    std::string body;             // the bytes as sent
    std::string peer;             // address of the other side, for logs
    base::Instant arrived;        // when the head was complete

    // First header of that name, case ignored.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    // Percent-decoded value of a query parameter; nothing when absent or badly encoded.
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::vector<Header> headers;  // Content-Length, Date and Connection are net's business
    std::string body;

    static Response json(int status, std::string body);
    static Response text(int status, std::string_view body);
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

// The right to answer one request once, from the loop thread, now or later. Dropped unused it
// answers 500; when the peer has gone, answering does nothing. Copies share the one right.
class Reply {
public:
    using Send = std::function<void(Response)>;
    explicit Reply(Send send);
    void operator()(Response response) const;
    [[nodiscard]] bool answered() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

using Handler = std::function<void(Request, Reply)>;

// Writes the refusals that are made before any route is known (404, 413, 503 …). The path may be
// cut short or empty when the request could not be read.
using Refuse = std::function<Response(int status, std::string_view path, std::string_view why)>;
Response plain_refusal(int status, std::string_view path, std::string_view why);

struct ServerLimits {
    std::size_t body_bytes_max = 256 * 1024;  // above: 413
    std::size_t head_bytes_max = 16 * 1024;   // above: 431
    std::size_t connections_max = 4096;       // above: accepted, head read, 503, closed
    base::Duration head_timeout{10'000};      // whole head and body must arrive within: 408, closed
    base::Duration idle_timeout{75'000};      // between requests on a kept connection
    base::Duration write_timeout{10'000};
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one, see HttpServer::port()
    ServerLimits limits;
    Refuse refuse = plain_refusal;
    std::string tls_certificate_file;  // both set: HTTPS
    std::string tls_private_key_file;
};

// Since the start of the server; for metrics and tests.
struct ServerCounters {
    std::uint64_t connections = 0;       // accepted, the refused ones too
    std::uint64_t requests = 0;          // handed to the handler
    std::uint64_t refusals = 0;          // answered by net itself: 400, 408, 413, 417, 431, 503
    std::uint64_t handler_failures = 0;  // exceptions that reached net; each was answered 500
};

// Loop thread only. Requests of one connection are answered in order; no pipelining (the next is
// read after the answer).
class HttpServer {
public:
    virtual ~HttpServer() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    // No new connections, kept ones close after their answer; `done` runs when all answers are out
    // or at `deadline`.
    virtual void drain(base::Instant deadline, base::Task done) = 0;
    [[nodiscard]] virtual ServerCounters counters() const { return {}; }
};

struct OutgoingRequest {
    std::string method = "POST";
    std::string url;  // http:// or https://, whole
    std::vector<Header> headers;
    std::string body;
    // Requests of different lanes to one origin never wait for each other's connections.
    std::string lane = "default";
    base::Duration connect_timeout{1000};
    // Only a connection that was idle for less than this takes it, else a fresh one does: a peer
    // that closes just then leaves the request in doubt. Nothing: any kept one will do.
    std::optional<base::Duration> idle_below = {};
};

enum class HttpFault {
    not_sent,    // no byte of the request was written: safe to repeat
    maybe_sent,  // anything else: the peer may have acted
};
struct HttpError {
    HttpFault fault;
    std::string detail;  // "connect: refused", "time-out", "answer too large" …
    // not_sent because every connection of the lane was busy: says nothing about the peer.
    bool lane_full = false;
};
using HttpResult = base::Result<Response, HttpError>;

// Loop thread only. Keep-alive pool per origin and lane. A client that ends drops what is under way
// without a call.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    // `done` runs on the loop exactly once, at the deadline at the latest, never inside this call.
    virtual void send(
        OutgoingRequest request, base::Instant deadline, std::function<void(HttpResult)> done) = 0;
};

// A peer counts from when it answered, and closes what we may have written to meanwhile.
inline constexpr base::Duration keep_alive_margin{1000};

struct ClientLimits {
    // Above: waits in order of arrival, until its deadline (then not_sent).
    std::size_t connections_max_per_lane = 64;
    std::size_t answer_bytes_max = 1024 * 1024;
    // A connection idle for this long is closed, or sooner when the peer announced that it closes
    // sooner (Keep-Alive: timeout=N, less keep_alive_margin); most recently used first taken.
    base::Duration idle_max{4000};
    // PEM; trusted besides the system's store. One that cannot be read fails every https request.
    std::string extra_ca_file;
    // "192.0.2.1:53,[2001:db8::1]:53"; "" asks the system's.
    std::string name_servers;
};

}  // namespace croupier::net
