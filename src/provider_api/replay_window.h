// SPDX-License-Identifier: Apache-2.0
// Which request ids were seen lately (contract section 3). The path is not signed, so without this
// memory a recorded pay-in could be played again at the path of a refund.
//
// An id is kept for the provider's window, and at least until its timestamp is refused by itself:
// a timestamp may run ahead of our clock by the skew and is good until it lies as far behind, so
// the memory lasts for the longer of the window and twice the skew.
//
// The memory outlives the process: a bet call's id becomes durable in the commit of its step,
// before the provider hears an answer (usecases::SeenRequest), and is read again at the next start.
// A call that died with the process before its commit did nothing and is new. What never reaches a
// step (a body that cannot be read, a balance) is remembered in memory only: it does nothing at any
// path.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <unordered_map>

#include "base/clock.h"
#include "crypto/digest.h"
#include "domain/terms.h"
#include "net/http.h"
#include "usecases/ports.h"

namespace croupier::provider_api {

using RequestId = std::array<std::uint8_t, 16>;

enum class RepeatRule {
    same_again,  // bet calls: a repeat is let through, the use case is idempotent
    never
};

enum class Admission {
    first,
    repeat,
    refused,  // seen before with other content
    full      // too many ids within one window: refused rather than forgotten
};

// Until when a request that comes now is remembered.
base::Instant remembered_until(const domain::ProviderTerms& provider, base::Instant now);

// Loop thread only.
class ReplayWindow {
public:
    explicit ReplayWindow(std::size_t ids_max_per_provider = 500'000)
        : ids_max_(ids_max_per_provider) {}

    Admission admit(const usecases::SeenRequest& request, RepeatRule rule, base::Instant now);
    // What an earlier process let in, in the order in which it is forgotten.
    void remember(const usecases::SeenRequest& request);
    [[nodiscard]] std::size_t size() const;

private:
    struct IdHash {
        std::size_t operator()(const RequestId& id) const noexcept;
    };
    struct Expiry {
        base::Instant at;
        RequestId id;
    };
    struct Memory {
        std::unordered_map<RequestId, crypto::Sha256, IdHash> contents;
        std::deque<Expiry> expiries;  // in order of arrival
    };

    std::size_t ids_max_;
    std::map<domain::ProviderId, Memory> memories_;
};

// Method, path and body, in a form in which no two requests look alike.
crypto::Sha256 content_of(const net::Request& request);

}  // namespace croupier::provider_api
