// SPDX-License-Identifier: Apache-2.0
// Payouts and refunds from bytes to bytes: promised at once, answered soon.
#include "unit/provider_api/bets_fixture.h"

namespace croupier::test {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;

class PayoutsTest : public BetCallsTest {};

TEST_F(PayoutsTest, APayoutIsASuccessWithTheBalanceThatHasItIn) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    casino_books("115.5");
    const Heard heard = world.ask("bets/pay-out", win_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "115.5");
    purse_holds("115.5");
    EXPECT_EQ(world.ask("bets/pay-out", win_1).code, 1);
    EXPECT_EQ(world.wallet.makes().size(), 2u);
}

TEST_F(PayoutsTest, APayoutNeverWaitsLongerThanItsHold) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    casino_is_silent();
    const auto start = world.loop.now();
    const auto call = world.call("bets/pay-out", win_1);
    world.loop.advance(1999ms);
    EXPECT_EQ(world.heard(call).code, 0);
    world.loop.advance(1ms);
    EXPECT_EQ(world.heard(call).code, 1);
    EXPECT_EQ(world.heard(call).at - start, 2s);
    EXPECT_EQ(world.heard(call).balance, "115.5");  // the last known with the win in it
}

TEST_F(PayoutsTest, APayoutWithOtherContentIsRefused) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    world.ask("bets/pay-out", win_1);
    EXPECT_EQ(
        world.ask("bets/pay-out", R"({"betId":"b1","winAmount":26,"gameRoundId":"r1"})").code, 6);
    EXPECT_EQ(
        world.ask("bets/pay-out", R"({"betId":"nobody","winAmount":26,"gameRoundId":"r1"})").code,
        5);
}

TEST_F(PayoutsTest, APayoutWaitsForItsStake) {
    casino_is_silent();
    const auto stake = world.call("bets/pay-in", bet_1);
    world.loop.advance(1s);
    const auto win = world.call("bets/pay-out", win_1);
    world.loop.run();
    EXPECT_EQ(world.heard(win).code, 0);
    casino_books("115.5");
    world.wallet.answer(0, booked(euros("90")));
    world.loop.run();
    EXPECT_EQ(world.heard(stake).code, 1);
    EXPECT_EQ(world.heard(win).code, 1);
    EXPECT_EQ(world.heard(win).balance, "115.5");
}

TEST_F(PayoutsTest, APayoutWhoseStakeComesToNothingHearsSo) {
    casino_is_silent();
    world.call("bets/pay-in", bet_1);
    world.loop.run();
    const auto win = world.call("bets/pay-out", win_1);
    world.loop.run();
    world.wallet.answer(0, refused(ErrorCode::insufficient_funds));
    world.loop.run();
    EXPECT_EQ(world.heard(win).code, 5);

    world.call("bets/pay-in", R"({"betId":"b2","betAmount":10,"gameRoundId":"r1"})");
    world.loop.run();
    const auto doubtful =
        world.call("bets/pay-out", R"({"betId":"b2","winAmount":1,"gameRoundId":"r1"})");
    world.loop.advance(7s);
    EXPECT_EQ(world.heard(doubtful).code, 6);
}

TEST_F(PayoutsTest, ARefundUndoesABookedStake) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    casino_books("100");
    const Heard heard = world.ask("bets/refund", undo_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "100");
    ASSERT_EQ(world.wallet.makes().size(), 2u);
    EXPECT_EQ(world.wallet.makes()[1].transfer().type, domain::TransactionType::stake_return);
    purse_holds("100");
    EXPECT_EQ(world.ask("bets/refund", undo_1).code, 1);
    EXPECT_EQ(world.wallet.makes().size(), 2u);
}

TEST_F(PayoutsTest, ARefundInFlightIsPromisedAndTheHeldStakeIsInDoubt) {
    casino_is_silent();
    const auto stake = world.call("bets/pay-in", bet_1);
    world.loop.advance(1s);
    const auto undo = world.call("bets/refund", undo_1);
    world.loop.run();
    EXPECT_EQ(world.heard(stake).code, 99);
    world.loop.advance(2s);
    EXPECT_EQ(world.heard(undo).code, 1);
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 99);
}

TEST_F(PayoutsTest, ARefundBeforeItsBetLeavesATombstone) {
    casino_books("90");
    EXPECT_EQ(world.ask("bets/refund", undo_1).code, 5);
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 6);
    EXPECT_TRUE(world.wallet.makes().empty());
}

}  // namespace
}  // namespace croupier::test
