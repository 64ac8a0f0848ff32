// SPDX-License-Identifier: Apache-2.0
#include "support/fake_http.h"

#include "base/check.h"
#include "base/text.h"

namespace croupier::test {

net::Response json_response(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string FakeHttp::Call::header(std::string_view name) const {
    for (const net::Header& header : request.headers) {
        if (base::equal_ignoring_case(header.name, name)) return header.value;
    }
    return {};
}

void FakeHttp::send(
    net::OutgoingRequest request, base::Instant deadline,
    std::function<void(net::HttpResult)> done) {
    const std::size_t call = calls_.size();
    auto scripted = script_ ? script_(request) : std::nullopt;
    calls_.push_back({std::move(request), loop_.now(), deadline});
    waiting_.push_back(std::move(done));
    timers_.push_back(loop_.at(deadline, [this, call] {
        finish(call, base::fail(net::HttpError{net::HttpFault::maybe_sent, "time-out"}));
    }));
    if (!scripted) return;
    loop_.post([this, call, result = std::move(*scripted)]() mutable {
        if (!calls_[call].answered) finish(call, std::move(result));
    });
}

void FakeHttp::always(int status, std::string body) {
    script_ = [status, body = std::move(body)](const net::OutgoingRequest&) {
        return std::optional<net::HttpResult>(json_response(status, body));
    };
}

void FakeHttp::always(net::HttpFault fault) {
    script_ = [fault](const net::OutgoingRequest&) {
        return std::optional<net::HttpResult>(base::fail(net::HttpError{fault, "fake fault"}));
    };
}

void FakeHttp::answer(std::size_t call, int status, std::string body) {
    finish(call, json_response(status, std::move(body)));
}

void FakeHttp::fail(std::size_t call, net::HttpFault fault, std::string detail) {
    finish(call, base::fail(net::HttpError{fault, std::move(detail)}));
}

void FakeHttp::finish(std::size_t call, net::HttpResult result) {
    CROUPIER_CHECK(!calls_.at(call).answered);
    calls_[call].answered = true;
    loop_.cancel(timers_[call]);
    const auto done = std::move(waiting_[call]);
    done(std::move(result));
}

}  // namespace croupier::test
