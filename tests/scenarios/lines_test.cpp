// SPDX-License-Identifier: Apache-2.0
// What only shows in numbers: more calls of one casino than there are places for them.
#include <gtest/gtest.h>

#include "scenarios/hub_world.h"

namespace croupier::scenarios {

namespace {

std::string id(int number) { return "b" + std::to_string(number); }

int code_of(const std::shared_ptr<Call>& call) { return call->code.value_or(0); }

int pay_in(HubWorld& world, int number) {
    return code_of(world.call(
        "pay-in", R"({"betAmount":1,"betId":")" + id(number) + R"(","gameRoundId":"r"})"));
}

std::shared_ptr<Call> pay_out(HubWorld& world, int number) {
    return world.call(
        "pay-out", R"({"betId":")" + id(number) + R"(","gameRoundId":"r","winAmount":2})");
}

std::size_t bookings(HubWorld& world, int number) {
    const auto bet = world.bet(id(number));
    return bet ? world.casino.bets[bet->id].bookings.size() : 0;
}

}  // namespace

TEST(Lines, ClosesThatHangHoldUpNoPayout) {
    constexpr int many = 70;  // more than the places of one line
    HubWorld world;
    world.start();
    for (int number = 0; number < many; ++number) {
        ASSERT_EQ(pay_in(world, number), 1);
        ASSERT_EQ(code_of(pay_out(world, number)), 1);
        world.casino.scripts["close"].push_back({.fate = Fate::silent, .error = 0, .booking = {}});
    }
    world.advance(base::Duration(2500));  // the closes are out, and nobody answers them
    ASSERT_EQ(pay_in(world, many), 1);
    EXPECT_EQ(code_of(pay_out(world, many)), 1);
    EXPECT_EQ(bookings(world, many), 2U) << "the payout waited behind closes";
    world.advance(base::Duration(10 * 60'000));
    EXPECT_EQ(world.unrest().value_or("at rest"), "at rest");
}

TEST(Lines, MoneyBeyondThePlacesIsAllDelivered) {
    constexpr int many = 150;
    HubWorld world;
    world.start();
    for (int number = 0; number < many; ++number) {
        ASSERT_EQ(pay_in(world, number), 1);
        world.casino.scripts["payout"].push_back({.fate = Fate::silent, .error = 0, .booking = {}});
    }
    for (int number = 0; number < many; ++number) {
        (void)pay_out(world, number);
    }
    world.advance(base::Duration(20 * 60'000));
    for (int number = 0; number < many; ++number) {
        EXPECT_EQ(bookings(world, number), 2U) << id(number);
    }
    EXPECT_EQ(world.unrest().value_or("at rest"), "at rest");
}

}  // namespace croupier::scenarios
