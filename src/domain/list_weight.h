// SPDX-License-Identifier: Apache-2.0
// What a casino's list weighs before it decides anything: is it a list of now, and does it list
// more than the casino was asked for? (contract sections 1.4, 1.5). Private to domain.
#pragma once

#include "domain/bet_moves.h"

namespace croupier::domain {

using Listed = std::vector<ListedTransaction>;

// Entries of one PartnerTransactionId are one booking.
Listed distinct(const Listed& list);

// Does it lack what the hub holds as booked, or what a 200 accept named? Then it shows an earlier
// time. Not counted: a payout of 0, and a return whose stake is in doubt: they may be left out.
bool is_stale(const Bet& bet, const Listed& list);

// What the list shows more often than the hub holds as booked, in flight or in doubt becomes an
// extra of the bet, with its alarm; a transfer that a person wrote off is booked first.
void take_surplus(BetChange& change, const MoveContext& context, const Listed& list);

}  // namespace croupier::domain
