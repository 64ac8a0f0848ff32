// SPDX-License-Identifier: Apache-2.0
// The hub as this casino calls it: a bearer fetched when needed and renewed when the hub no longer
// takes it, and the envelope taken apart.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/loop.h"
#include "crypto/secret.h"
#include "net/http.h"
#include "sandbox/common/lifeline.h"

namespace croupier::sandbox::casino {

struct HubAccess {
    std::string base_url;  // up to and with /mis-api/api/v2
    std::int64_t client_id = 0;
    crypto::Secret secret;
    base::Duration timeout{5000};
};

struct HubFailure {
    int status = 0;                                         // 0: no answer at all
    std::optional<std::int64_t> error_code = std::nullopt;  // of an envelope that says no
    std::string detail;
};
// The envelope's Value.
using HubAnswer = base::Result<base::Json, HubFailure>;

struct HubCall {
    std::string method = "POST";
    std::string path;
    std::string body;
    std::string lane = "hub";
    bool wrong_bearer = false;  // a fault: the first attempt presents a bearer that cannot be right
};

// Loop thread only.
class HubClient {
public:
    using Done = std::function<void(HubAnswer)>;

    HubClient(base::Loop& loop, net::HttpClient& client, HubAccess access)
        : loop_(loop), client_(client), access_(std::move(access)) {}

    // A 401 renews the bearer and is tried once more. `done` runs once, on the loop.
    void call(HubCall call, Done done);

private:
    using TokenDone = std::function<void(const base::Result<std::string, HubFailure>&)>;

    void with_token(TokenDone done);
    void take_token(const net::HttpResult& result);
    void attempt(HubCall call, bool last, Done done);
    void send(
        const HubCall& call, const std::string& bearer,
        std::function<void(const net::HttpResult&)> done);

    base::Loop& loop_;
    net::HttpClient& client_;
    HubAccess access_;
    std::string token_;
    base::Instant renew_at_;
    std::vector<TokenDone> waiting_;  // not empty: a token is being fetched
    Lifeline lifeline_;
};

}  // namespace croupier::sandbox::casino
