// SPDX-License-Identifier: Apache-2.0
// Which request ids were seen lately (contract section 3). The path is not signed, so without this
// memory a recorded pay-in could be played again at the path of a refund.
//
// An id is kept for the provider's window, and at least until its timestamp is refused by itself:
// a timestamp may run ahead of our clock by the skew and is good until it lies as far behind, so
// the memory lasts for the longer of the window and twice the skew.
//
// The memory does not outlive the process. What an earlier process may have seen has a timestamp
// before our start; such requests are refused until one window has passed. Milliseconds are coarse
// enough that a request of the very millisecond of the start is taken: no process dies and starts
// within one. A provider whose clock runs behind by d hears 8 for the first d after a start, and
// 8 speaks of the attempt only: it sends again. One whose clock runs ahead by d could have its last
// d before the stop replayed; bets are idempotent by betId and bodies may name their session, and
// shutting that gap would mean refusing every honest provider for the whole skew at each start.
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

namespace croupier::provider_api {

using RequestId = std::array<std::uint8_t, 16>;

enum class RepeatRule {
    same_again,  // bet calls: a repeat is let through, the use case is idempotent
    never
};

enum class Admission {
    first,
    repeat,
    refused,  // seen before with other content, or perhaps seen before this process began
    full      // too many ids within one window: refused rather than forgotten
};

// Loop thread only.
class ReplayWindow {
public:
    explicit ReplayWindow(base::Instant started, std::size_t ids_max_per_provider = 500'000)
        : started_(started), ids_max_(ids_max_per_provider) {}

    struct Seen {
        RequestId id;
        base::Instant timestamp;
        crypto::Sha256 content;
    };
    Admission admit(
        const domain::ProviderTerms& provider, const Seen& request, RepeatRule rule,
        base::Instant now);
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
    [[nodiscard]] bool may_be_older_than_us(
        const domain::ProviderTerms& provider, base::Instant timestamp, base::Instant now);

    base::Instant started_;
    std::size_t ids_max_;
    std::map<domain::ProviderId, Memory> memories_;
};

// Method, path and body, in a form in which no two requests look alike.
crypto::Sha256 content_of(const net::Request& request);

}  // namespace croupier::provider_api
