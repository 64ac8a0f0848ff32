// SPDX-License-Identifier: Apache-2.0
// Signs the calls to casinos (contract section 1.1) on the crypto pool: an RSA signature costs
// about a millisecond, which the loop has not got. Few jobs are with the pool at a time and the
// rest wait here, so that a call about owed money overtakes every stake that waits for its
// signature.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/executor.h"
#include "base/loop.h"
#include "base/random.h"
#include "crypto/jose.h"
#include "domain/terms.h"

namespace croupier::casino_api {

enum class Urgency { owed, stake };

struct SigningOrder {
    crypto::SigningKey key;
    domain::CasinoId casino;
    std::string data;
    base::Duration lifetime;    // exp - nbf
    base::Duration backdating;  // time of signing - nbf
    Urgency urgency;
    base::Instant give_up_at;  // not begun by then: not signed
};

// Loop thread only; the jobs themselves run on the pool and call nothing but the loop's now() and
// post().
class Signer {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;
        base::Executor& crypto;
        std::string issuer;  // the hub's public URL
        std::size_t jobs_max = 8;
        std::size_t waiting_max = 16'384;
    };
    explicit Signer(Parts parts);
    ~Signer();

    // The body of the call: one JSON string literal that holds the token. Nothing: too late, or too
    // much is waiting. `done` runs once on the loop, never inside this call. Times are those of the
    // signing.
    using Done = std::function<void(std::optional<std::string>)>;
    void sign(SigningOrder order, Done done);

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with what the pool and the loop still hold
};

}  // namespace croupier::casino_api
