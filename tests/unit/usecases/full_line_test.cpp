// SPDX-License-Identifier: Apache-2.0
// More payouts than a casino has places for: what the lane has to do for each of them is bounded.
#include <gtest/gtest.h>

#include "support/fake_wallet.h"
#include "unit/usecases/desk_world.h"

namespace croupier::usecases {
namespace {

// Answers all makes that are under way, as casinos do whose answers come together.
std::size_t answer_all(DeskWorld& world, std::size_t first) {
    const std::size_t end = world.wallet.makes().size();
    for (std::size_t make = first; make < end; ++make) {
        if (!world.wallet.makes()[make].answered) world.wallet.answer(make, test::booked());
    }
    world.loop.run();
    return end;
}

}  // namespace

TEST(FullLine, APayoutBehindItCostsThreeStepsAndKeepsItsPlaceInTheOrder) {
    constexpr std::size_t many = 2000;
    DeskWorld world;
    for (std::size_t bet = 0; bet < many; ++bet) {
        ASSERT_EQ(world.place(std::to_string(bet)), "waiting");
    }
    std::size_t answered = answer_all(world, 0);
    ASSERT_EQ(answered, many);
    const std::uint64_t before = world.batcher.counters().steps;
    for (std::size_t bet = 0; bet < many; ++bet) {
        ASSERT_EQ(world.settle(std::to_string(bet), "2"), "promised");
    }
    while (answered < world.wallet.makes().size()) {
        ASSERT_LE(world.wallet.makes().size() - answered, 64U) << "more calls than places";
        answered = answer_all(world, answered);
    }
    ASSERT_EQ(answered, 2 * many);
    // Promised, woken, answered. The first 64 found a place and were not woken.
    EXPECT_LE(world.batcher.counters().steps - before, 3 * many - 64);
    for (std::size_t payout = 0; payout < many; ++payout) {
        ASSERT_EQ(
            world.wallet.makes()[many + payout].bet.provider_bet.value(), std::to_string(payout));
    }
    EXPECT_EQ(world.dispatcher.lines().waiting(), 0U);
}

// A store that is away fails wakes: the places of their bets must not be lost with them.
TEST(FullLine, NoPlaceIsLostToAStoreThatIsAway) {
    Dispatcher::Limits limits;
    limits.lines.money = 1;
    DeskWorld world({7}, limits);
    for (const std::string bet : {"a", "b", "c"})
        (void)world.place(bet);
    (void)answer_all(world, 0);
    for (const std::string bet : {"a", "b", "c"})
        (void)world.settle(bet, "2");
    ASSERT_EQ(world.wallet.makes().size(), 4U);
    world.disk.draw_fault = [](test::MemoryOperation) { return test::MemoryFault::down; };
    (void)answer_all(world, 3);
    world.loop.advance(base::Duration(2000));
    world.disk.draw_fault = nullptr;
    for (std::size_t seen = 4; seen < 6; ++seen) {
        world.loop.advance(base::Duration(2000));
        ASSERT_EQ(world.wallet.makes().size(), seen + 1) << "one place, one call";
        (void)answer_all(world, seen);
    }
}

}  // namespace croupier::usecases
