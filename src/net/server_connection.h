// SPDX-License-Identifier: Apache-2.0
// One connection of a server: reads a request, hands it over, writes the answer, and again. It
// never reads while an answer is owed, so a peer can have one request of ours in memory and no
// more.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/loop.h"
#include "net/deadline.h"
#include "net/http.h"
#include "net/reader.h"
#include "net/stream.h"

namespace croupier::net {

class ServerConnection;

// What a connection needs of its server.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;
    [[nodiscard]] virtual base::Loop& loop() = 0;
    [[nodiscard]] virtual const ServerLimits& limits() const = 0;
    [[nodiscard]] virtual std::string_view date() = 0;
    // Runs the handler; what it throws ends there, with false.
    virtual bool handle(Request request, const Reply& reply) = 0;
    // As the options say.
    virtual Response refusal(int status, std::string_view path, std::string_view why) = 0;
    virtual void refused(int status) = 0;  // counted, nothing else
    virtual void no_more_answers(
        ServerConnection& who) = 0;  // all that was owed is written, or never will be
    virtual void closed(ServerConnection& who) = 0;  // destroys it, but not within this call
};

enum class Admission { served, too_many };

class ServerConnection final : public StreamUser,
                               public std::enable_shared_from_this<ServerConnection> {
public:
    ServerConnection(ConnectionHost& host, Stream stream, Admission admission);

    void start();
    // Closes at once when nothing is owed, else after the answer.
    void drain();
    [[nodiscard]] bool owes_answers() const { return phase_ != Phase::closing; }
    [[nodiscard]] Admission admission() const { return admission_; }

private:
    enum class Phase {
        opening,    // handshake
        reading,    // waiting for a request, or in the midst of one
        answering,  // the handler has it
        writing,    // the answer is on its way out
        closing,    // all is said; what still comes is dropped
    };

    void on_open() override;
    void on_open_failed(std::string detail) override;
    void on_bytes(std::string_view bytes) override;
    void on_end() override;
    void on_written() override;
    void on_write_failed(WriteFault fault) override;

    void read_request(std::string_view bytes);
    void refuse_unreadable();
    void refuse_one_too_many(ReadState state);
    void want_more();
    void hand_over();
    void answer(std::uint64_t serial, Response response);
    void refuse(int status, std::string_view why);
    void write(Response response);
    void drop_rest(std::string_view bytes);
    void linger();
    void late();
    void close();

    ConnectionHost& host_;
    Stream stream_;
    const Admission admission_;
    RequestReader reader_;
    Deadline deadline_;
    Phase phase_ = Phase::opening;
    bool keep_ = true;           // after the answer that is owed
    bool without_body_ = false;  // HEAD
    bool writing_interim_ = false;
    bool timing_request_ = false;
    std::uint64_t serial_ =
        0;  // of the request in hand, so that no late reply answers the next one
    std::size_t dropped_bytes_ = 0;
    base::Instant arrived_;
    std::string peer_;
    std::string path_;  // of the request in hand
};

}  // namespace croupier::net
