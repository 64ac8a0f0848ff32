// SPDX-License-Identifier: Apache-2.0
// Bytes in, messages out. No sockets here, so that tests and fuzzers feed bytes as they like. The
// grammar is Beast's; what it leaves open (which framing we accept, limits over the whole head,
// trailers) is decided in reader.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace croupier::net {

struct ReaderLimits {
    std::size_t head_bytes_max;
    std::size_t body_bytes_max;
};

enum class ReadState { more, done, failed };
enum class ReadFault {
    none,
    unreadable,  // not HTTP/1.x, or framing that two readers could understand in two ways
    head_too_large,
    body_too_large,
    no_such_expectation,
};

// Reads the requests of one connection, one at a time. Bytes behind a whole request are kept for
// the next.
class RequestReader {
public:
    explicit RequestReader(const ReaderLimits& limits);
    ~RequestReader();

    // After `more`: with the next bytes. After take(): feed({}) goes on with what was kept. After
    // `failed`: no more.
    ReadState feed(std::string_view bytes);
    // Once after `done`; then the next request begins. Peer and arrival are the caller's to fill
    // in.
    Request take();

    [[nodiscard]] ReadFault fault() const;
    [[nodiscard]] bool begun() const;      // a byte of a request is here
    [[nodiscard]] bool head_done() const;  // of the request being read
    // Of the request being read: as much of it as is known, "" when nothing is.
    [[nodiscard]] std::string path_seen() const;
    [[nodiscard]] bool http10() const;  // of the request being read or just taken
    [[nodiscard]] bool keep_alive() const;
    // True once a request: the peer waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool take_continue_wanted();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

enum class AnswerBody { expected, none_for_head };

// Reads the answers of one connection; interim ones (1xx) are passed over.
class ResponseReader {
public:
    explicit ResponseReader(const ReaderLimits& limits);
    ~ResponseReader();

    void begin(AnswerBody body);  // before each answer
    ReadState feed(std::string_view bytes);
    ReadState end_of_stream();  // `done` when the body was framed by the end of the connection
    Response take();

    [[nodiscard]] ReadFault fault() const;
    // The connection may carry another request: the answer said so and nothing came behind it.
    [[nodiscard]] bool reusable() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace croupier::net
