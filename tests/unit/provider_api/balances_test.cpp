// SPDX-License-Identifier: Apache-2.0
// Which balance a provider is shown: one with the amount in it. Time stands still in most of these
// tests, so that only the order of things can tell what is in a balance.
#include "unit/provider_api/bets_fixture.h"

namespace croupier::test {
namespace {

class BalancesTest : public BetCallsTest {
protected:
    std::size_t payouts_sent() const { return world.wallet.makes().size() - 1; }
};

TEST_F(BalancesTest, OneToldWhileTheStakeWasInFlightIsNotShownAfterIt) {
    purse_holds("100");
    casino_is_silent();
    const auto stake = world.call("bets/pay-in", bet_1);
    world.loop.run();
    EXPECT_EQ(world.ask("balance").balance, "100");
    purse_holds("90");
    world.wallet.answer(0, booked());
    world.loop.run();
    EXPECT_EQ(world.heard(stake).balance, "90");
}

TEST_F(BalancesTest, OneToldInTheSameMomentBeforeTheStakeMovesWithIt) {
    purse_holds("100");
    world.ask("balance");
    world.wallet.on_balance = [](const auto&) {
        return domain::Outcome<domain::Money>(
            domain::refuse(domain::ErrorCode::counterparty_failed));
    };
    casino_books();
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).balance, "90");
}

TEST_F(BalancesTest, OneAskedBeforeABookingAndAnsweredAfterItIsNotKept) {
    purse_holds("100");
    world.ask("balance");
    casino_is_silent();
    const auto stake = world.call("bets/pay-in", bet_1);
    world.loop.run();
    world.wallet.on_balance = nullptr;  // answers nothing before its deadline
    const auto slow = world.call("balance");
    world.wallet.answer(0, booked(euros("90")));
    world.loop.run();
    EXPECT_EQ(world.heard(stake).balance, "90");
    world.loop.advance(std::chrono::seconds(6));
    EXPECT_EQ(world.heard(slow).balance, "90");
}

TEST_F(BalancesTest, ARepeatedPayoutThatIsNotBookedYetIsInTheBalance) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    purse_holds("90");
    casino_is_silent();
    const auto first = world.call("bets/pay-out", win_1);
    const auto again = world.call("bets/pay-out", win_1);
    world.loop.advance(std::chrono::seconds(2));
    EXPECT_EQ(payouts_sent(), 1u);
    EXPECT_EQ(world.heard(first).balance, "115.5");
    EXPECT_EQ(world.heard(again).balance, "115.5");
}

// The player may have paid in since.
TEST_F(BalancesTest, ARepeatAsksForNews) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    purse_holds("140");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).balance, "140");
    EXPECT_EQ(world.ask("bets/refund", undo_1).balance, "90");  // came with its booking
    EXPECT_EQ(world.ask("bets/refund", undo_1).balance, "140");
}

TEST_F(BalancesTest, APayInOutAtACasinoThatTellsNoneShowsItsWin) {
    casino_books();
    purse_holds("115.5");
    EXPECT_EQ(world.ask("bets/pay-in-out", instant_1).balance, "115.5");
}

TEST_F(BalancesTest, ARefundInFlightFindsOneToShow) {
    casino_is_silent();
    purse_holds("100");
    world.call("bets/pay-in", bet_1);
    const auto refund = world.call("bets/refund", undo_1);
    world.loop.advance(std::chrono::seconds(2));
    EXPECT_EQ(world.heard(refund).code, 1);
    EXPECT_EQ(world.heard(refund).balance, "100");
}

}  // namespace
}  // namespace croupier::test
