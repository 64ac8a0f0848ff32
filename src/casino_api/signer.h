// SPDX-License-Identifier: Apache-2.0
// Signs the calls to casinos (contract section 1.1) on the crypto pool: an RSA signature costs
// about a millisecond, which the loop has not got. Few jobs are with the pool at a time and the
// rest wait here, shared fairly: the kinds of calls take turns by weight and within a kind the
// casinos one by one, so that neither a flood of balance questions nor one busy casino keeps the
// others' stakes and money owed from being signed in time.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/executor.h"
#include "base/loop.h"
#include "base/random.h"
#include "casino_api/lane.h"
#include "crypto/jose.h"
#include "domain/terms.h"

namespace croupier::casino_api {

struct SigningOrder {
    crypto::SigningKey key;
    domain::CasinoId casino;
    std::string data;
    base::Duration lifetime;    // exp - nbf
    base::Duration backdating;  // time of signing - nbf
    Lane lane;
    base::Instant give_up_at;  // not begun by then: not signed
};

struct SignerCounters {
    std::uint64_t signed_calls = 0;
    std::uint64_t refused = 0;   // the casino had its share of this kind waiting already
    std::uint64_t too_late = 0;  // not begun in time
    std::uint64_t failed = 0;    // the signature could not be made
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
        // With the pool at once: one more than it has threads, so that none stands idle while the
        // loop hands out the next, and what is urgent waits for few.
        std::size_t jobs_max = 2;
        std::size_t waiting_max = 1'024;  // of one casino and kind
    };
    explicit Signer(Parts parts);
    ~Signer();

    // The body of the call: one JSON string literal that holds the token. Nothing: too late, too
    // much of this casino and kind is waiting, or it cannot be signed. `done` runs once on the
    // loop, never inside this call. Times are those of the signing.
    using Done = std::function<void(std::optional<std::string>)>;
    void sign(SigningOrder order, Done done);

    [[nodiscard]] const SignerCounters& counters(Lane lane) const;
    [[nodiscard]] std::size_t waiting(Lane lane) const;

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with what the pool and the loop still hold
};

}  // namespace croupier::casino_api
