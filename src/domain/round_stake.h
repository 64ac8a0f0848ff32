// SPDX-License-Identifier: Apache-2.0
// What a bet adds to its game cycle: the limit that law or choice sets for a player is one for all
// stakes of a round together (contract section 1.4, MaxStake).
#pragma once

#include "domain/bet.h"

namespace croupier::domain {

// The stake unless it was refused, is void or was returned. One in doubt counts, and one whose
// return is not booked yet: the money may be at stake. Nothing: it does not count.
std::optional<Money> counted_stake(const Bet& bet);

}  // namespace croupier::domain
