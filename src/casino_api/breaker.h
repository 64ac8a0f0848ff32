// SPDX-License-Identifier: Apache-2.0
// Stops offering stakes to a casino that cannot be reached. After some calls in a row that never
// left the hub it stays open for a short while; then one failure more opens it again. Money owed
// does not ask it.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace croupier::casino_api {

struct BreakerPolicy {
    std::uint32_t failures = 5;  // in a row
    base::Duration open_for{2000};
};

class Breaker {
public:
    explicit Breaker(BreakerPolicy policy = {}) : policy_(policy) {}

    [[nodiscard]] bool lets_through(base::Instant now) const { return now >= open_until_; }
    // Bytes went out: the peer is there, whatever it said.
    void note_reached() { failures_ = 0; }
    // True when this failure opened it.
    bool note_unreachable(base::Instant now) {
        if (++failures_ < policy_.failures || !lets_through(now)) return false;
        open_until_ = now + policy_.open_for;
        return true;
    }

private:
    BreakerPolicy policy_;
    std::uint32_t failures_ = 0;
    base::Instant open_until_{};
};

}  // namespace croupier::casino_api
