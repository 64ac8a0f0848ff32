// SPDX-License-Identifier: Apache-2.0
#include "net/server_connection.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "net/text.h"

namespace croupier::net {

namespace {

// Closing a socket with unread bytes makes the kernel reset the connection, and the peer may lose
// the answer that it has not read yet. So we wait a while for the peer to see our end and to close
// first.
constexpr base::Duration linger_max{2000};
constexpr std::size_t dropped_bytes_max = 4 * 1024 * 1024;
// One connection too many is told so in the form of the path that it asks for, if it asks soon.
constexpr base::Duration too_many_patience{1000};

}  // namespace

ServerConnection::ServerConnection(ConnectionHost& host, Stream stream, Admission admission)
    : host_(host),
      stream_(std::move(stream)),
      admission_(admission),
      reader_({host.limits().head_bytes_max, host.limits().body_bytes_max}),
      deadline_(host.loop(), [this] { late(); }) {}

void ServerConnection::start() {
    deadline_.set_after(host_.limits().head_timeout);
    peer_ = stream_.peer();
    stream_.open(*this);
}

void ServerConnection::on_open() {
    phase_ = Phase::reading;
    if (admission_ == Admission::too_many) {
        deadline_.set_after(std::min(too_many_patience, host_.limits().head_timeout));
    }
    stream_.read();
}

void ServerConnection::on_open_failed(std::string detail) {
    base::log_debug("connection_not_opened", {{"peer", peer_}, {"reason", detail}});
    close();
}

void ServerConnection::on_bytes(std::string_view bytes) {
    if (phase_ == Phase::reading) return read_request(bytes);
    drop_rest(bytes);
}

void ServerConnection::read_request(std::string_view bytes) {
    const ReadState state = reader_.feed(bytes);
    if (admission_ == Admission::too_many) return refuse_one_too_many(state);
    if (arrived_.unix_ms == 0 && reader_.head_done()) arrived_ = host_.loop().now();
    switch (state) {
    case ReadState::more:
        return want_more();
    case ReadState::done:
        return hand_over();
    case ReadState::failed:
        break;
    }
    refuse_unreadable();
}

void ServerConnection::refuse_unreadable() {
    switch (reader_.fault()) {
    case ReadFault::head_too_large:
        return refuse(431, "head too large");
    case ReadFault::body_too_large:
        return refuse(413, "body too large");
    case ReadFault::no_such_expectation:
        return refuse(417, "no such expectation");
    case ReadFault::none:
    case ReadFault::unreadable:
        return refuse(400, "unreadable request");
    }
}

void ServerConnection::refuse_one_too_many(ReadState state) {
    if (state == ReadState::more && !reader_.head_done()) return stream_.read();
    refuse(503, "too many connections");
}

void ServerConnection::want_more() {
    // One deadline for the whole request: a byte now and then earns no more time. The first request
    // of a connection is timed from its opening.
    if (!timing_request_ && reader_.begun()) {
        timing_request_ = true;
        if (serial_ > 0) deadline_.set_after(host_.limits().head_timeout);
    }
    if (reader_.take_continue_wanted()) {
        writing_interim_ = true;
        return stream_.write("HTTP/1.1 100 Continue\r\n\r\n", {});
    }
    stream_.read();
}

void ServerConnection::hand_over() {
    phase_ = Phase::answering;
    deadline_.clear();
    timing_request_ = false;
    keep_ = keep_ && reader_.keep_alive();
    Request request = reader_.take();
    without_body_ = request.method == "HEAD";
    request.peer = peer_;
    request.arrived = std::exchange(arrived_, {});
    path_ = request.path;
    const std::uint64_t serial = ++serial_;
    const Reply reply([weak = weak_from_this(), serial](Response response) {
        if (const auto self = weak.lock()) self->answer(serial, std::move(response));
    });
    if (!host_.handle(std::move(request), reply)) {
        reply(host_.refusal(500, path_, "internal error"));
    }
}

void ServerConnection::answer(std::uint64_t serial, Response response) {
    if (phase_ != Phase::answering || serial != serial_) return;
    const bool sound = response.status >= 200 && response.status <= 599;
    if (!sound || !is_safe(response.headers)) {
        base::log_error("answer_unfit", {{"status", response.status}});
        response = host_.refusal(500, path_, "internal error");
    }
    write(std::move(response));
}

void ServerConnection::refuse(int status, std::string_view why) {
    host_.refused(status);
    keep_ = false;
    without_body_ = false;
    write(host_.refusal(status, reader_.path_seen(), why));
}

void ServerConnection::write(Response response) {
    phase_ = Phase::writing;
    deadline_.set_after(host_.limits().write_timeout);
    std::string head = answer_head(response, {host_.date(), reader_.http10(), keep_});
    if (without_body_ || is_bodiless(response.status)) response.body.clear();
    stream_.write(std::move(head), std::move(response.body));
}

void ServerConnection::on_written() {
    if (std::exchange(writing_interim_, false)) return stream_.read();
    if (!keep_) return linger();
    phase_ = Phase::reading;
    deadline_.set_after(host_.limits().idle_timeout);
    if (reader_.begun()) return read_request({});
    stream_.read();
}

void ServerConnection::on_write_failed(WriteFault) { close(); }

void ServerConnection::on_end() {
    // A peer that has said all it will say may still be listening for the refusal that is being
    // written.
    if (phase_ == Phase::writing) return;
    close();
}

void ServerConnection::linger() {
    phase_ = Phase::closing;
    deadline_.set_after(linger_max);
    stream_.finish();
    host_.no_more_answers(*this);
}

void ServerConnection::drop_rest(std::string_view bytes) {
    dropped_bytes_ += bytes.size();
    if (dropped_bytes_ > dropped_bytes_max) return close();
    stream_.read();
}

void ServerConnection::late() {
    switch (phase_) {
    case Phase::opening:
    case Phase::writing:
    case Phase::closing:
        return close();
    case Phase::reading:
        if (admission_ == Admission::too_many) return refuse(503, "too many connections");
        // Nothing of a request is no request to answer; an interim answer that nobody takes is no
        // start either.
        if (!reader_.begun() || writing_interim_) return close();
        return refuse(408, "request too slow");
    case Phase::answering:
        return;  // the handler may take its time; it has deadlines of its own
    }
}

void ServerConnection::drain() {
    keep_ = false;
    const bool idle = phase_ == Phase::opening || (phase_ == Phase::reading && !reader_.begun());
    if (idle) close();
}

void ServerConnection::close() {
    phase_ = Phase::closing;
    deadline_.clear();
    stream_.close();
    host_.closed(*this);
}

}  // namespace croupier::net
