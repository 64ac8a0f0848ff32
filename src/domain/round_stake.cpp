// SPDX-License-Identifier: Apache-2.0
#include "domain/round_stake.h"

namespace croupier::domain {

std::optional<Money> counted_stake(const Bet& bet) {
    const Transfer* stake = bet.stake();
    if (stake == nullptr) return std::nullopt;
    if (stake->state == TransferState::refused || stake->state == TransferState::voided) {
        return std::nullopt;
    }
    const Transfer* back = standing_return(bet);
    if (back != nullptr && back->state == TransferState::booked) return std::nullopt;
    return stake->amount;
}

}  // namespace croupier::domain
