// SPDX-License-Identifier: Apache-2.0
// The hub's public keys. Fetched at start, again when they are older than their Cache-Control
// allows (five minutes at most), so that a withdrawn key ends, and when a token names a key that is
// not among them: such a token waits for the answer, and for a moment when the last fetch has only
// just been. Keys once fetched stay when a later fetch fails.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "crypto/jose.h"
#include "net/http.h"
#include "sandbox/common/lifeline.h"

namespace croupier::sandbox::casino {

// Loop thread only.
class JwksCache {
public:
    using Verified = std::function<void(base::Result<crypto::Jwt, crypto::JoseFault>)>;

    JwksCache(base::Loop& loop, net::HttpClient& client, std::string url)
        : loop_(loop), client_(client), url_(std::move(url)) {}

    void fetch();
    // Signature and form only. `done` runs at once when the key is known, or when too many wait.
    void verify(std::string token, Verified done);

private:
    struct Waiting {
        std::string token;
        Verified done;
    };

    [[nodiscard]] base::Result<crypto::Jwt, crypto::JoseFault> check(
        const std::string& token) const;
    void ask();
    void take(const net::HttpResult& result);

    base::Loop& loop_;
    net::HttpClient& client_;
    std::string url_;
    std::optional<crypto::JwkSet> keys_;
    std::optional<base::Instant> asked_at_;
    base::Instant fresh_until_{};
    bool asking_ = false;  // or about to
    std::vector<Waiting> waiting_;
    Lifeline lifeline_;
};

}  // namespace croupier::sandbox::casino
