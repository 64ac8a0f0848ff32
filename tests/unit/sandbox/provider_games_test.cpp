// SPDX-License-Identifier: Apache-2.0
// The odds tables: the published return to player is exactly what they add up to, and draws keep to
// them.
#include "sandbox/provider/games.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>

namespace croupier::sandbox::provider {
namespace {

domain::Money eur(std::int64_t minor) {
    return {minor, domain::Currency::from_code("EUR").value()};
}

TEST(ProviderGames, ThePublishedReturnIsExact) {
    constexpr std::uint64_t basis_points_of_one = 10'000;
    for (const Game& game : all_games()) {
        const Ratio exact = return_to_player(game);
        EXPECT_EQ(exact.numerator * basis_points_of_one, exact.denominator * game.rtp_basis_points)
            << game.game_id;
    }
}

TEST(ProviderGames, ThereIsOneOfEachWayToBet) {
    std::set<BetKind> kinds;
    bool has_free_spins = false;
    for (const Game& game : all_games()) {
        kinds.insert(game.kind);
        has_free_spins = has_free_spins || !game.free_spins.empty();
        EXPECT_EQ(find_game(game.game_id), &game);
        // A pay-in-out has one payout, so it cannot give free spins.
        EXPECT_TRUE(game.kind == BetKind::pay_in || game.free_spins.empty());
    }
    EXPECT_EQ(kinds.size(), 2U);
    EXPECT_TRUE(has_free_spins);
    EXPECT_EQ(find_game("no-such-game"), nullptr);
}

TEST(ProviderGames, DrawsComeFromTheTablesAndStayBelowTheMaximum) {
    base::SeededRandom random(7);
    const auto in = [](std::span<const Prize> prizes, const Win& win) {
        return std::ranges::count(prizes, win.odd_hundredths, &Prize::odd_hundredths) > 0;
    };
    for (const Game& game : all_games()) {
        for (int round = 0; round < 20'000; ++round) {
            const auto wins = draw(game, random);
            ASSERT_FALSE(wins.empty());
            ASSERT_TRUE(in(game.prizes, wins.front()));
            std::uint64_t odds = wins.front().odd_hundredths;
            for (std::size_t spin = 1; spin < wins.size(); ++spin) {
                ASSERT_TRUE(in(game.free_spins, wins[spin]));
                ASSERT_GT(wins[spin].odd_hundredths, 0U);
                odds += wins[spin].odd_hundredths;
            }
            ASSERT_LE(odds, std::uint64_t{game.max_odd} * 100);
        }
    }
}

TEST(ProviderGames, ManyDrawsComeNearTheReturn) {
    base::SeededRandom random(11);
    const Game& wheel = *find_game("river-wheel");
    constexpr std::uint64_t rounds = 200'000;
    std::uint64_t odds = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        odds += draw(wheel, random).front().odd_hundredths;
    }
    // 96.25 % within one percent of the stakes: five standard deviations of this table.
    EXPECT_GT(odds, rounds * 9525 / 100);
    EXPECT_LT(odds, rounds * 9725 / 100);
}

TEST(ProviderGames, WinsAreRoundedDownToTheLedgerUnit) {
    EXPECT_EQ(win_of(eur(1), 150), eur(1));
    EXPECT_EQ(win_of(eur(101), 150), eur(151));
    EXPECT_EQ(win_of(eur(250), 0), eur(0));
    EXPECT_EQ(win_of(eur(std::numeric_limits<std::int64_t>::max()), 200), std::nullopt);
}

}  // namespace
}  // namespace croupier::sandbox::provider
