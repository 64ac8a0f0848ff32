// SPDX-License-Identifier: Apache-2.0
#include "provider_api/signature.h"

#include <array>
#include <cstddef>
#include <span>

#include "base/text.h"
#include "crypto/digest.h"

namespace croupier::provider_api {

std::string signature_of(
    const crypto::Secret& secret, std::string_view body, const SignedValues& values) {
    std::string text;
    text.reserve(body.size() + 128);
    if (!body.empty()) text.append(body).append(1, '.');
    text.append(values.counterparty).append(1, '.');
    text.append(values.timestamp).append(1, '.');
    text.append(values.request_id);
    return crypto::hmac_sha256_hex(secret, text);
}

std::vector<net::Header> sign_call(
    domain::ProviderId provider, const crypto::Secret& secret, std::string_view body,
    base::Instant now, base::Random& random) {
    std::array<std::uint8_t, 16> drawn{};
    random.fill(std::as_writable_bytes(std::span(drawn)));
    const std::string counterparty = base::to_text(provider.value());
    const std::string timestamp = std::to_string(now.unix_ms);
    const std::string request_id = base::to_hex(std::span<const std::uint8_t>(drawn));
    const SignedValues values{counterparty, timestamp, request_id};
    return {
        {std::string(counterparty_header), counterparty},
        {std::string(timestamp_header), timestamp},
        {std::string(request_id_header), request_id},
        {std::string(sign_header), signature_of(secret, body, values)}};
}

}  // namespace croupier::provider_api
