// SPDX-License-Identifier: Apache-2.0
// The provider's games: what each one may pay and how often, as tables of whole numbers, so that
// the return to player is a fact that a test can add up. Odds are hundredths of the stake (150 =
// one and a half times).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "domain/money.h"

namespace croupier::sandbox::provider {

// How a game talks to the hub.
enum class BetKind {
    pay_in_out,  // stake and payout in one call
    pay_in,      // stake first; its payouts follow in calls of their own
};

struct Prize {
    std::uint32_t weight;          // of the table's sum
    std::uint32_t odd_hundredths;  // 0: nothing won
    std::uint32_t free_spins;      // further draws from the game's free_spins table
    std::string_view label;
};

struct Game {
    std::string_view game_id;
    std::string_view name;
    std::string_view category;
    std::string_view volatility;
    std::string_view rules;  // one line for the player
    BetKind kind;
    std::uint32_t rtp_basis_points;  // published; equals the tables' exact value
    std::uint32_t max_odd;           // most that one bet can win, in whole stakes
    std::span<const Prize> prizes;
    std::span<const Prize> free_spins;  // empty when no prize gives any
};

std::span<const Game> all_games();
const Game* find_game(std::string_view game_id);

// One thing won: the round's own prize comes first (also when it is nothing), then each free spin
// that won.
struct Win {
    std::uint32_t odd_hundredths;
    std::string_view label;
};
std::vector<Win> draw(const Game& game, base::Random& random);

// stake x odd / 100, rounded down to the ledger unit; nothing when it does not fit.
std::optional<domain::Money> win_of(domain::Money stake, std::uint32_t odd_hundredths);

// Exact return to player of the tables: numerator / denominator (contract text and tests; not used
// to draw).
struct Ratio {
    std::uint64_t numerator;
    std::uint64_t denominator;
};
Ratio return_to_player(const Game& game);

}  // namespace croupier::sandbox::provider
