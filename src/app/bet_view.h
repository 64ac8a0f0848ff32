// SPDX-License-Identifier: Apache-2.0
// How a bet is shown on the command line: as JSON, in a list, whole.
#pragma once

#include <ostream>
#include <vector>

#include "base/json.h"
#include "domain/bet.h"

namespace croupier::app {

base::Json to_json(const domain::Bet& bet);
// One line a bet: why a person should look at it, and at which of its transfers.
void print_needs(std::ostream& out, const std::vector<domain::Bet>& bets);
void print_bet(std::ostream& out, const domain::Bet& bet);

}  // namespace croupier::app
