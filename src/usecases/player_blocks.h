// SPDX-License-Identifier: Apache-2.0
// Who blocks a player, and what ends that (contract section 5.2). Each change stands in the
// player's block log.
#pragma once

#include "usecases/batcher.h"

namespace croupier::usecases {

// A casino's no to a stake that is not settled yet, for the reason that the player is blocked:
// blocks the player. A later copy of the word finds the stake settled and changes nothing. True:
// something was written. The step named the bet.
bool heed_refusal(
    View& view, const domain::Bet& bet, std::size_t ordinal, const domain::CasinoAnswer& word);

// The casino vouched for the player (users/auth): its limit holds from now on, and its block is
// over if it was asked after that. A player that is not known yet is made.
struct Vouched {
    domain::CasinoId casino;
    const AuthenticatedUser& user;
    base::Instant asked_at;
};
domain::Player note_vouched(View& view, const Vouched& vouched);

}  // namespace croupier::usecases
