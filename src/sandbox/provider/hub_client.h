// SPDX-License-Identifier: Apache-2.0
// The provider's calls to the hub (contract section 5): each call here is one attempt, signed anew.
// Whatever is not a readable answer with a known code is HubCode::unknown; what to do about it is
// the round runner's business.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/loop.h"
#include "base/random.h"
#include "net/http.h"
#include "sandbox/common/faults.h"
#include "sandbox/provider/bet.h"
#include "sandbox/provider/signature.h"

namespace croupier::sandbox::provider {

struct HubAnswer {
    HubCode code = HubCode::unknown;
    std::optional<std::string> balance;  // the digits as sent
    std::optional<std::string> currency;
    std::string detail;  // why there is no code; for the log
    // Of a 503 with Retry-After: nothing more of this round before that.
    base::Duration wait{0};
};
HubAnswer read_answer(const net::HttpResult& result);

// One call as an integrator wants it, with every header open to override.
struct RawCall {
    std::string method;
    std::string path;  // begins with '/'; always at the hub
    std::string body;
    std::optional<std::string> counterparty_id, timestamp, request_id, sign;
};

class HubClient {
public:
    struct Parts {
        base::Loop& loop;
        net::HttpClient& http;
        base::Random& random;  // request ids
        Faults& faults;
    };
    HubClient(Parts parts, Signer signer, std::string hub_url, base::Duration reply_timeout)
        : parts_(parts),
          signer_(std::move(signer)),
          hub_url_(std::move(hub_url)),
          reply_timeout_(reply_timeout) {}

    using Done = std::function<void(const HubAnswer&)>;
    void balance(std::string_view session_id, Done done);
    void pay_in(const Bet& bet, Done done);
    void pay_in_out(const Bet& bet, Done done);
    void pay_out(const Bet& bet, const Payout& payout, Done done);
    void refund(const Bet& bet, Done done);

    // Answers with the headers sent too, so that a person sees what was signed.
    using RawDone = std::function<void(const SignatureHeaders&, const net::HttpResult&)>;
    void raw(const RawCall& call, RawDone done);

private:
    void post(const Bet& bet, std::string_view verb, const base::Json& body, Done done);
    void send(net::OutgoingRequest request, Done done);

    Parts parts_;
    Signer signer_;
    std::string hub_url_;
    base::Duration reply_timeout_;
};

}  // namespace croupier::sandbox::provider
