// SPDX-License-Identifier: Apache-2.0
// X-Sign (contract section 3), the same in both directions: HMAC-SHA256 over the body and three
// header values as they stand on the wire. The path is not signed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "crypto/secret.h"
#include "domain/ids.h"
#include "net/http.h"

namespace croupier::provider_api {

inline constexpr std::string_view counterparty_header = "X-Counterparty-Id";
inline constexpr std::string_view timestamp_header = "X-Timestamp";
inline constexpr std::string_view request_id_header = "X-Request-Id";
inline constexpr std::string_view sign_header = "X-Sign";

struct SignedValues {
    std::string_view counterparty;
    std::string_view timestamp;
    std::string_view request_id;
};

// 64 lower-case hex digits over `body.counterparty.timestamp.request_id`; an empty body and its dot
// are left out.
std::string signature_of(
    const crypto::Secret& secret, std::string_view body, const SignedValues& values);

// The four headers of a call of ours; each call draws a request id of its own.
std::vector<net::Header> sign_call(
    domain::ProviderId provider, const crypto::Secret& secret, std::string_view body,
    base::Instant now, base::Random& random);

}  // namespace croupier::provider_api
