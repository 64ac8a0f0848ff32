// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/games.h"

#include <algorithm>
#include <array>

namespace croupier::sandbox::provider {
namespace {

constexpr std::array copper_scratch_prizes{
    Prize{6880, 0, 0, "nothing"},      Prize{1500, 100, 0, "copper"},
    Prize{1100, 200, 0, "two copper"}, Prize{400, 500, 0, "silver"},
    Prize{100, 1000, 0, "gold"},       Prize{18, 5000, 0, "a gold bar"},
    Prize{2, 100000, 0, "the vault"},
};
constexpr std::array river_wheel_prizes{
    Prize{21, 0, 0, "water"},   Prize{9, 150, 0, "reed"},          Prize{6, 200, 0, "boat"},
    Prize{3, 300, 0, "bridge"}, Prize{1, 400, 0, "the waterfall"},
};
constexpr std::array lantern_spins_prizes{
    Prize{687, 0, 0, "dark"},
    Prize{150, 100, 0, "one lantern"},
    Prize{73, 200, 0, "two lanterns"},
    Prize{24, 500, 0, "three lanterns"},
    Prize{5, 2000, 0, "a street"},
    Prize{1, 10000, 0, "the festival"},
    Prize{60, 100, 5, "five free spins"},
};
constexpr std::array lantern_free_spins{
    Prize{60, 0, 0, "dark"},           Prize{20, 100, 0, "one lantern"},
    Prize{12, 200, 0, "two lanterns"}, Prize{6, 500, 0, "three lanterns"},
    Prize{2, 1000, 0, "fireworks"},
};

constexpr std::array games{
    Game{
        "copper-scratch",
        "Copper Scratch",
        "casual",
        "high",
        "Scratch once: up to a thousand times the stake.",
        BetKind::pay_in_out,
        9600,
        1000,
        copper_scratch_prizes,
        {}},
    Game{
        "river-wheel",
        "River Wheel",
        "arcade",
        "low",
        "Forty fields, nineteen of them pay.",
        BetKind::pay_in,
        9625,
        4,
        river_wheel_prizes,
        {}},
    Game{
        "lantern-spins", "Lantern Spins", "slots", "medium",
        "Three reels of lanterns; some spins bring five free ones.", BetKind::pay_in, 9580, 100,
        lantern_spins_prizes, lantern_free_spins},
};

std::uint64_t sum_of_weights(std::span<const Prize> prizes) {
    std::uint64_t sum = 0;
    for (const Prize& prize : prizes)
        sum += prize.weight;
    return sum;
}

const Prize& draw_prize(std::span<const Prize> prizes, base::Random& random) {
    std::uint64_t ticket = random.below(sum_of_weights(prizes));
    for (const Prize& prize : prizes) {
        if (ticket < prize.weight) return prize;
        ticket -= prize.weight;
    }
    return prizes.back();
}

std::uint64_t sum_of_odds(std::span<const Prize> prizes) {
    std::uint64_t sum = 0;
    for (const Prize& prize : prizes)
        sum += std::uint64_t{prize.weight} * prize.odd_hundredths;
    return sum;
}

}  // namespace

std::span<const Game> all_games() { return games; }

const Game* find_game(std::string_view game_id) {
    const auto at = std::ranges::find(games, game_id, &Game::game_id);
    return at == games.end() ? nullptr : &*at;
}

std::vector<Win> draw(const Game& game, base::Random& random) {
    const Prize& prize = draw_prize(game.prizes, random);
    std::vector<Win> wins{{prize.odd_hundredths, prize.label}};
    for (std::uint32_t spin = 0; spin < prize.free_spins; ++spin) {
        const Prize& further = draw_prize(game.free_spins, random);
        if (further.odd_hundredths > 0) wins.push_back({further.odd_hundredths, further.label});
    }
    return wins;
}

std::optional<domain::Money> win_of(domain::Money stake, std::uint32_t odd_hundredths) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(stake.minor(), std::int64_t{odd_hundredths}, &product)) {
        return std::nullopt;
    }
    return domain::Money(product / 100, stake.currency());
}

Ratio return_to_player(const Game& game) {
    // Over a common denominator: every prize once per free spin table's ticket.
    const std::uint64_t tickets = sum_of_weights(game.prizes);
    const std::uint64_t free_tickets =
        game.free_spins.empty() ? 1 : sum_of_weights(game.free_spins);
    std::uint64_t free_spins_given = 0;
    for (const Prize& prize : game.prizes) {
        free_spins_given += std::uint64_t{prize.weight} * prize.free_spins;
    }
    const std::uint64_t odds =
        sum_of_odds(game.prizes) * free_tickets + free_spins_given * sum_of_odds(game.free_spins);
    return {odds, tickets * free_tickets * 100};
}

}  // namespace croupier::sandbox::provider
