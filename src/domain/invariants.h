// SPDX-License-Identifier: Apache-2.0
// What must hold of a bet before every commit, in production too. The checks are written from the
// rules and not from the code that moves bets; a broken one rolls the decision back and raises an
// alarm.
#pragma once

#include <optional>
#include <string>

#include "domain/bet.h"

namespace croupier::domain {

// The first broken rule in words, or nothing. `before` is null for a new bet.
std::optional<std::string> broken_invariant(const Bet* before, const BetChange& change);

}  // namespace croupier::domain
