// SPDX-License-Identifier: Apache-2.0
// One call to a casino: signed, sent, its envelope read, and once more when the casino could not
// validate the token (103811; contract sections 1.1 and 1.2). Says what is certain: not sent,
// answered, or neither.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "casino_api/codec.h"
#include "casino_api/lane.h"
#include "casino_api/signer.h"
#include "net/http.h"
#include "usecases/directory.h"

namespace croupier::casino_api {

using CasinoPtr = std::shared_ptr<const usecases::CasinoEntry>;

struct CasinoCall {
    CasinoPtr casino;
    std::string path;  // "/payments/make"
    std::string data;
    Lane lane;
    base::Duration timeout;  // of one attempt, from its sending
    base::Instant deadline;  // of the whole
    // As net::OutgoingRequest's: a connection that was idle for longer is not taken.
    std::optional<base::Duration> idle_below = {};
};

struct CallResult {
    enum class Kind { not_sent, unknown, answered };
    Kind kind = Kind::unknown;
    bool timed_out = false;    // unknown
    bool unreachable = false;  // not sent, because no connection was had
    Answer answer;             // answered
    std::string why = {};      // unknown: the status, or what could not be read
    // Unknown: the casino is there and spoke, only not so that it can be read.
    bool reached = false;
};

// Loop thread only.
class Sender {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;
        usecases::DirectorySource& directory;
        net::HttpClient& http;
        Signer& signer;
    };
    using Done = std::function<void(CallResult)>;

    explicit Sender(const Parts& parts) : parts_(parts) {}
    // `done` runs once, at the deadline at the latest, never inside this call.
    void send(CasinoCall call, Done done);

private:
    struct Exchange;
    using ExchangePtr = std::shared_ptr<Exchange>;
    void attempt(const ExchangePtr& exchange);
    void transmit(const ExchangePtr& exchange, std::string body);
    void take(const ExchangePtr& exchange, const net::HttpResult& result);
    void not_transmitted(const ExchangePtr& exchange, bool unreachable);
    void finish(const ExchangePtr& exchange, CallResult result);
    [[nodiscard]] const usecases::SigningKeyEntry* key_for(
        const Exchange& exchange, const usecases::Directory& directory) const;

    Parts parts_;
};

}  // namespace croupier::casino_api
