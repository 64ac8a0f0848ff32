// SPDX-License-Identifier: Apache-2.0
// Places and lines: who is woken, in which order, and how often.
#include "usecases/lines.h"

#include <gtest/gtest.h>

namespace croupier::usecases {
namespace {

using domain::BetId;
using domain::CasinoId;

const CasinoId casino(7);

class LinesTest : public ::testing::Test {
protected:
    bool enter(std::uint64_t bet, LineKind kind = LineKind::money) {
        return lines.enter(casino, kind, BetId(bet));
    }
    void leave(std::uint64_t bet) { lines.leave(BetId(bet)); }
    Lines::Figures figures(LineKind kind) const {
        for (const auto& line : lines.figures()) {
            if (line.kind == kind) return line;
        }
        return {casino, kind};
    }

    std::vector<std::uint64_t> woken;
    Lines lines{{.money = 2, .question = 1, .closing = 1}, [this](BetId bet) {
                    woken.push_back(bet.value());
                }};
};

TEST_F(LinesTest, AFreePlaceIsTakenAtOnceAndWakesNobody) {
    EXPECT_TRUE(enter(1));
    EXPECT_TRUE(enter(2));
    EXPECT_FALSE(enter(3));
    EXPECT_TRUE(lines.waits(BetId(3)));
    EXPECT_FALSE(lines.waits(BetId(2)));
    EXPECT_TRUE(woken.empty());
}

TEST_F(LinesTest, OnePlaceWakesOneBetAndIsItsBeforeItIsUsed) {
    for (std::uint64_t bet = 1; bet <= 5; ++bet)
        (void)enter(bet);
    leave(1);
    EXPECT_EQ(woken, (std::vector<std::uint64_t>{3}));
    EXPECT_EQ(figures(LineKind::money).taken, 2U);
    EXPECT_FALSE(enter(6)) << "one who comes now does not overtake";
    EXPECT_TRUE(enter(3)) << "the place was kept for it";
    EXPECT_EQ(figures(LineKind::money).taken, 2U);
    leave(2);
    leave(3);
    EXPECT_EQ(woken, (std::vector<std::uint64_t>{3, 4, 5})) << "first come, first served";
    leave(4);
    leave(5);
    leave(6);
    EXPECT_EQ(figures(LineKind::money).taken, 0U);
    EXPECT_EQ(lines.waiting(), 0U);
}

TEST_F(LinesTest, AWokenBetThatNeedsNothingGivesItsPlaceOn) {
    for (std::uint64_t bet = 1; bet <= 4; ++bet)
        (void)enter(bet);
    leave(1);
    leave(3);  // had been woken
    EXPECT_EQ(woken, (std::vector<std::uint64_t>{3, 4}));
    leave(3);  // once more: it has none
    EXPECT_EQ(figures(LineKind::money).taken, 2U);
}

TEST_F(LinesTest, AWokenBetThatNeedsAnotherLineGivesItsPlaceOn) {
    for (std::uint64_t bet = 1; bet <= 4; ++bet)
        (void)enter(bet);
    leave(1);
    EXPECT_TRUE(enter(3, LineKind::question));
    EXPECT_EQ(woken, (std::vector<std::uint64_t>{3, 4}));
    EXPECT_EQ(figures(LineKind::question).taken, 1U);
    EXPECT_EQ(figures(LineKind::money).taken, 2U);
}

TEST_F(LinesTest, WhoLeavesTheLineIsNotWoken) {
    for (std::uint64_t bet = 1; bet <= 4; ++bet)
        (void)enter(bet);
    leave(3);
    leave(1);
    EXPECT_EQ(woken, (std::vector<std::uint64_t>{4}));
}

TEST_F(LinesTest, LinesAndCasinosDoNotMeet) {
    EXPECT_TRUE(enter(1));
    EXPECT_TRUE(enter(2));
    EXPECT_FALSE(enter(3));
    EXPECT_TRUE(enter(4, LineKind::question));
    EXPECT_TRUE(enter(5, LineKind::closing));
    EXPECT_TRUE(lines.enter(CasinoId(8), LineKind::money, BetId(6)));
    EXPECT_EQ(figures(LineKind::money).waiting, 1U);
}

TEST_F(LinesTest, ARepeatChangesNothing) {
    EXPECT_TRUE(enter(1));
    EXPECT_TRUE(enter(1));
    EXPECT_TRUE(enter(2)) << "the first took one place only";
    EXPECT_FALSE(enter(3));
    EXPECT_FALSE(enter(3));
    EXPECT_EQ(lines.waiting(), 1U);
}

// The bets of a long line: each is woken once, whatever number of places become free at a time.
TEST_F(LinesTest, ManyPlacesAtOnceWakeEachBetOnce) {
    constexpr std::uint64_t many = 2000;
    Lines wide({.money = 64, .question = 1, .closing = 1}, [this](BetId bet) {
        woken.push_back(bet.value());
    });
    for (std::uint64_t bet = 0; bet < many; ++bet)
        (void)wide.enter(casino, LineKind::money, BetId(bet));
    for (std::uint64_t bet = 0; bet < many; ++bet)
        wide.leave(BetId(bet));
    EXPECT_EQ(woken.size(), many - 64);
    EXPECT_TRUE(std::is_sorted(woken.begin(), woken.end()));
}

}  // namespace
}  // namespace croupier::usecases
