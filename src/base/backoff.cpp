// SPDX-License-Identifier: Apache-2.0
#include "base/backoff.h"

#include <algorithm>

namespace croupier::base {

namespace {

Duration full_delay(const BackoffPolicy& policy, std::uint32_t failures, Duration age) {
    if (age >= policy.eager_for) return policy.slow;
    Duration delay = policy.first;
    // Halving what is left instead of doubling what is there keeps any count of failures free of
    // overflow.
    for (std::uint32_t i = 1; i < failures && delay < policy.most; ++i) {
        delay = delay > policy.most / 2 ? policy.most : delay * 2;
    }
    return std::min(delay, policy.most);
}

}  // namespace

Duration backoff_delay(
    const BackoffPolicy& policy, std::uint32_t failures, Duration age, Random& random) {
    const Duration full = full_delay(policy, failures, age);
    const auto jitter_most = static_cast<std::uint64_t>(std::max(full / 10, Duration(0)).count());
    return full - Duration(static_cast<std::int64_t>(random.below(jitter_most + 1)));
}

}  // namespace croupier::base
