// SPDX-License-Identifier: Apache-2.0
// Blocks of bet ids: leased as the greater of last + 1 and this, so that a store restored from an
// old copy never gives an id out twice.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace croupier::storage {

// 2025-01-01T00:00:00Z. Frozen: ids in use were made with it.
inline constexpr base::Instant first_block_at{1'735'689'600'000};

// Seconds since then; at least 1, because block 0 is no block.
constexpr std::uint64_t least_block(base::Instant now) {
    const auto seconds = (now - first_block_at).count() / 1000;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 1));
}

}  // namespace croupier::storage
