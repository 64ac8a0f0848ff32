// SPDX-License-Identifier: Apache-2.0
// What an operator can set about the sandbox provider. Times are the contract's defaults; the scale
// shrinks all of them together (demos and tests run at a tenth), except those that speak about
// clocks: signature age and replay window.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/backoff.h"
#include "base/clock.h"
#include "crypto/secret.h"

namespace croupier::sandbox::provider {

struct ProviderOptions {
    std::filesystem::path database;  // the provider's own book, one SQLite file
    std::string counterparty_id;  // GUID text, as registered at the hub; both directions carry it
    crypto::Secret secret;
    std::string hub_url;     // "http://127.0.0.1:8080": scheme and authority, nothing behind
    std::string public_url;  // what frameUri starts with; empty: http://<listen_address>:<port>
    std::string listen_address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    base::Duration reply_timeout{7000};
    base::BackoffPolicy retry;
    int time_scale_percent = 100;
    crypto::Secret control_token;  // empty: /sandbox/ answers loopback peers only
    std::uint64_t seed = 0;        // not 0: outcomes, faults and jitter repeat from run to run
    std::size_t rounds_in_flight_max = 256;
};

[[nodiscard]] constexpr base::Duration scaled(base::Duration duration, int percent) {
    return base::Duration(duration.count() * percent / 100);
}
[[nodiscard]] inline base::BackoffPolicy scaled(const base::BackoffPolicy& policy, int percent) {
    return {
        scaled(policy.first, percent), scaled(policy.most, percent),
        scaled(policy.eager_for, percent), scaled(policy.slow, percent)};
}

}  // namespace croupier::sandbox::provider
