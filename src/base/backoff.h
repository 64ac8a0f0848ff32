// SPDX-License-Identifier: Apache-2.0
// The one retry helper: 1 s, 2 s, 4 s … capped, jittered, and slow after a day (contract section 8,
// "payout").
#pragma once

#include "base/clock.h"
#include "base/random.h"

namespace croupier::base {

struct BackoffPolicy {
    Duration first{1000};
    Duration most{5 * 60 * 1000};
    Duration eager_for{24 * 3600 * 1000LL};  // after this long since the first try…
    Duration slow{15 * 60 * 1000};           // …tries are this far apart, for ever
    bool operator==(const BackoffPolicy&) const = default;
};

// How long to wait after failure number `failures` (1, 2, 3 …) when the first try was `age` ago.
// Up to a tenth is taken off at random, so that peers that failed together do not return together.
Duration backoff_delay(
    const BackoffPolicy& policy, std::uint32_t failures, Duration age, Random& random);

}  // namespace croupier::base
