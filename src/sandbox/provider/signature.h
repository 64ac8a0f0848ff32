// SPDX-License-Identifier: Apache-2.0
// X-Sign in both directions (contract section 3): what the provider puts on its calls to the hub,
// and what it asks of the hub's calls. The path is not signed; the body is signed as the bytes
// sent. Loop thread only.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/secret.h"
#include "net/http.h"

namespace croupier::sandbox::provider {

// The values of the four headers, as they stand on the wire.
struct SignatureHeaders {
    std::string counterparty_id;
    std::string timestamp;   // Unix time in milliseconds
    std::string request_id;  // 32 hex digits
    std::string sign;        // 64 lower-case hex digits
};
std::vector<net::Header> to_headers(const SignatureHeaders& values);

class Signer {
public:
    Signer(std::string counterparty_id, crypto::Secret secret)
        : counterparty_id_(std::move(counterparty_id)), secret_(std::move(secret)) {}

    // A fresh request id each time: every attempt is a request of its own.
    [[nodiscard]] SignatureHeaders sign(
        std::string_view body, base::Instant now, base::Random& random) const;
    // X-Sign for given header values, however odd; `headers.sign` is not looked at.
    [[nodiscard]] std::string sign_of(std::string_view body, const SignatureHeaders& headers) const;
    [[nodiscard]] const std::string& counterparty_id() const noexcept { return counterparty_id_; }
    [[nodiscard]] const crypto::Secret& secret() const noexcept { return secret_; }

private:
    std::string counterparty_id_;
    crypto::Secret secret_;
};

enum class SignatureFault {
    missing_header,
    other_counterparty,
    bad_timestamp,
    outside_window,
    bad_request_id,
    wrong_sign,
    replayed,
    too_many,  // more request ids within one window than are remembered
    not_kept,  // the request id could not be made durable
};
std::string_view to_text(SignatureFault fault);

struct SignatureRules {
    base::Duration skew_max{30'000};
    base::Duration replay_window{60'000};
    std::size_t remembered_max = 100'000;
};

struct SeenRequest {
    base::Instant at;
    std::string request_id;
};

// What makes the memory of request ids outlive the process; without it, it does not.
struct RequestMemory {
    std::vector<SeenRequest> before;  // of earlier runs, the oldest first
    // Durable when it answers true; what is older than the second argument may be forgotten.
    std::function<bool(const SeenRequest&, base::Instant oldest)> keep;
};

// Checks the hub's calls. The request id is remembered only after the signature held, so that
// nobody without the secret can burn ids.
class SignatureChecker {
public:
    explicit SignatureChecker(Signer signer, SignatureRules rules = {}, RequestMemory memory = {});

    base::Result<void, SignatureFault> check(const net::Request& request, base::Instant now);

private:
    base::Result<void, SignatureFault> remember(const std::string& request_id, base::Instant now);

    Signer signer_;
    SignatureRules rules_;
    std::function<bool(const SeenRequest&, base::Instant oldest)> keep_;
    std::deque<SeenRequest> by_time_;
    std::unordered_set<std::string> seen_;
};

}  // namespace croupier::sandbox::provider
