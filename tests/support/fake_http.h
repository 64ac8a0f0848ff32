// SPDX-License-Identifier: Apache-2.0
// An HTTP client whose peer is the test: every request is kept, and answered by a script or by
// hand. What nobody answers ends at its deadline, as the port promises.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "base/loop.h"
#include "net/http.h"

namespace croupier::test {

class FakeHttp final : public net::HttpClient {
public:
    struct Call {
        net::OutgoingRequest request;
        base::Instant sent_at;
        base::Instant deadline;
        bool answered = false;

        // Value of the first header of that name, case ignored; "" when absent.
        [[nodiscard]] std::string header(std::string_view name) const;
    };
    // Nothing: the peer stays silent.
    using Script = std::function<std::optional<net::HttpResult>(const net::OutgoingRequest&)>;

    explicit FakeHttp(base::Loop& loop) : loop_(loop) {}

    void send(
        net::OutgoingRequest request, base::Instant deadline,
        std::function<void(net::HttpResult)> done) override;

    // From now on each request is answered as the script says, on the loop's next turn.
    void script(Script script) { script_ = std::move(script); }
    void always(int status, std::string body);
    void always(net::HttpFault fault);

    // In the order sent. Answering twice is the test's bug and aborts.
    [[nodiscard]] const std::deque<Call>& calls() const { return calls_; }
    void answer(std::size_t call, int status, std::string body);
    void fail(std::size_t call, net::HttpFault fault, std::string detail = "fake fault");

private:
    void finish(std::size_t call, net::HttpResult result);

    base::Loop& loop_;
    Script script_;
    std::deque<Call> calls_;
    std::deque<std::function<void(net::HttpResult)>> waiting_;
    std::deque<base::TimerId> timers_;
};

net::Response json_response(int status, std::string body);

}  // namespace croupier::test
