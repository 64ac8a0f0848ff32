// SPDX-License-Identifier: Apache-2.0
// The kinds of calls to a casino. Each has connections of its own there and a share of the
// signatures of its own: money owed never waits behind stakes, nor either behind questions.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace croupier::casino_api {

enum class Lane {
    stake,
    owed,     // money that the casino owes its player, and the reopening that it waits for
    info,     // what a casino has booked: repeats of owed money wait for it
    closing,  // no money waits for it
    user,     // users/auth: a player waits for his game
    balance   // users/data: a flood of balance questions stays among itself
};
inline constexpr std::array all_lanes{Lane::stake,   Lane::owed, Lane::info,
                                      Lane::closing, Lane::user, Lane::balance};
std::string_view to_text(Lane lane);

}  // namespace croupier::casino_api
