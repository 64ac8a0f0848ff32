// SPDX-License-Identifier: Apache-2.0
// Stakes from bytes to bytes, through the real desk, books and dispatcher: what a provider
// hears, and when.
#include "unit/provider_api/bets_fixture.h"

namespace croupier::test {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;

class StakesTest : public BetCallsTest {};

TEST_F(StakesTest, AStakeThatTheCasinoBooksIsASuccessWithItsBalance) {
    casino_books("90");
    const Heard heard = world.ask("bets/pay-in", bet_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "90");
    EXPECT_EQ(heard.currency, "EUR");
    EXPECT_EQ(world.wallet.balances_asked(), 0u);
    EXPECT_EQ(world.api().held(), 0u);
}

TEST_F(StakesTest, WithoutABalanceOfMakeTheCasinoIsAsked) {
    casino_books();
    purse_holds("90");
    const Heard heard = world.ask("bets/pay-in", bet_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "90");
}

TEST_F(StakesTest, TheLackOfABalanceIsNoLackOfSuccess) {
    casino_books();
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(7s);
    EXPECT_EQ(world.heard(call).code, 1);
    EXPECT_EQ(world.heard(call).balance, "");
    EXPECT_EQ(world.heard(call).currency, "EUR");
    EXPECT_EQ(after(world.heard(call)), 6s);
}

TEST_F(StakesTest, TheLastKnownBalanceMovesWithTheStake) {
    purse_holds("100");
    world.ask("balance");
    world.loop.advance(1s);
    world.wallet.on_balance = nullptr;
    casino_books();
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(7s);
    EXPECT_EQ(world.heard(call).code, 1);
    EXPECT_EQ(world.heard(call).balance, "90");
}

TEST_F(StakesTest, RefusalsOfTheCasinoAreHeardAsTheyAre) {
    const std::pair<ErrorCode, int> cases[] = {
        {ErrorCode::insufficient_funds, 4},  {ErrorCode::limit_reached, 7},
        {ErrorCode::transaction_refused, 7}, {ErrorCode::transaction_unknown, 6},
        {ErrorCode::player_not_found, 3},    {ErrorCode::player_blocked, 3}};  // blocks, so last
    int bet = 0;
    for (const auto& [why, code] : cases) {
        casino_refuses(why);
        const std::string body =
            R"({"betId":"x)" + std::to_string(++bet) + R"(","betAmount":10,"gameRoundId":"r1"})";
        EXPECT_EQ(world.ask("bets/pay-in", body).code, code) << domain::to_text(why);
        casino_books("90");
        EXPECT_EQ(world.ask("bets/pay-in", body).code, code) << "the first answer holds";
    }
}

TEST_F(StakesTest, ASilentCasinoIsDoubtWhenItsTimeIsOver) {
    casino_is_silent();
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(4999ms);
    EXPECT_EQ(world.heard(call).code, 0);
    world.loop.advance(1ms);
    EXPECT_EQ(world.heard(call).code, 99);
    EXPECT_EQ(world.heard(call).status, 200);
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 99);
}

TEST_F(StakesTest, AnAcceptThatDoesNotComeIsDoubtAtTheEndOfTheHold) {
    auto changed = directory();
    changed.casinos.begin()->second.terms.booking = domain::Booking::accept;
    world.directory().replace(share(changed));
    casino_books("90");
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(5999ms);
    EXPECT_EQ(world.heard(call).code, 0);
    world.loop.advance(1ms);
    EXPECT_EQ(world.heard(call).code, 99);
    // What came with a make that booked nothing is not the player's balance.
    EXPECT_EQ(world.heard(call).balance, "");
}

// The commit is sent and its end not known: nothing may be said before, and no longer than this.
TEST_F(StakesTest, ACommitThatHangsIsUnknownALittleAfterTheHold) {
    casino_books("90");
    world.disk().fail_next(MemoryOperation::commit, MemoryFault::unknown_committed);
    for (int asked = 0; asked < 2000; ++asked)
        world.disk().fail_next(MemoryOperation::fate, MemoryFault::down);
    const auto start = world.loop.now();
    const auto stake = world.call("bets/pay-in", bet_1);
    world.loop.advance(10s);
    EXPECT_EQ(world.heard(stake).code, 99);
    EXPECT_EQ(world.heard(stake).at - start, 6s + provider_api::BetReplies::grace);
    EXPECT_EQ(world.api().held(), 0u);
    world.loop.advance(60s);  // the fate is told at last: nobody is answered twice
    EXPECT_EQ(world.heard(stake).code, 99);
    EXPECT_EQ(world.api().held(), 0u);
}

TEST_F(StakesTest, WhoJoinsAHeldStakeHearsThatItWasAccepted) {
    casino_is_silent();
    const auto first = world.call("bets/pay-in", bet_1);
    world.loop.advance(1s);
    const auto joiner = world.call("bets/pay-in", same_bet_1);
    const auto other =
        world.call("bets/pay-in", R"({"betId":"b1","betAmount":11,"gameRoundId":"r1"})");
    world.loop.run();
    EXPECT_EQ(world.heard(other).code, 6);
    EXPECT_EQ(world.heard(first).code, 0);
    EXPECT_EQ(world.heard(joiner).code, 0);
    ASSERT_EQ(world.wallet.makes().size(), 1u);
    world.wallet.answer(0, booked(euros("90")));
    world.loop.run();
    EXPECT_EQ(world.heard(first).code, 1);
    EXPECT_EQ(world.heard(joiner).code, 104);
    EXPECT_EQ(world.heard(joiner).balance, "90");
    purse_holds("90");
    EXPECT_EQ(world.ask("bets/pay-in", same_bet_1).code, 104);
    EXPECT_EQ(world.wallet.makes().size(), 1u);
}

TEST_F(StakesTest, JoinersHearTheRefusalAndTheDoubtToo) {
    casino_is_silent();
    const auto first = world.call("bets/pay-in", bet_1);
    world.loop.run();
    const auto joiner = world.call("bets/pay-in", bet_1);
    world.loop.run();
    world.wallet.answer(0, refused(ErrorCode::insufficient_funds));
    world.loop.run();
    EXPECT_EQ(world.heard(first).code, 4);
    EXPECT_EQ(world.heard(joiner).code, 4);

    const std::string bet_2 = R"({"betId":"b2","betAmount":10,"gameRoundId":"r1"})";
    const auto start = world.loop.now();
    const auto doubted = world.call("bets/pay-in", bet_2);
    world.loop.advance(4s);
    const auto late = world.call("bets/pay-in", bet_2);
    world.loop.advance(3s);
    EXPECT_EQ(world.heard(doubted).code, 99);
    EXPECT_EQ(world.heard(late).code, 99);
    // Joining does not extend the hold.
    EXPECT_LE(world.heard(late).at - start, 6s + provider_api::BetReplies::grace);
}

TEST_F(StakesTest, APayInOutIsOneAnswerWithTheWinInTheBalance) {
    world.wallet.on_make = [](const FakeWallet::Make& make) {
        return make.ordinal == 0 ? std::optional(booked(euros("90"))) : std::nullopt;
    };
    const Heard heard = world.ask("bets/pay-in-out", instant_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "115.5");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 6);
}

TEST_F(StakesTest, APayInOutWhoseStakeIsRefusedPaysNothing) {
    casino_refuses(ErrorCode::insufficient_funds);
    EXPECT_EQ(world.ask("bets/pay-in-out", instant_1).code, 4);
    EXPECT_EQ(world.wallet.makes().size(), 1u);
}

TEST_F(StakesTest, OverloadStoresNothing) {
    world.wallet.has_room = false;
    const Heard full = world.ask("bets/pay-in", bet_1);
    EXPECT_EQ(full.code, 99);
    EXPECT_EQ(full.status, 503);
    world.wallet.has_room = true;
    casino_books("90");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 1);
}

TEST_F(StakesTest, TheStakesLimitsAreTheSessions) {
    casino_books("90");
    const auto stake_of = [&](const std::string& id, const std::string& amount) {
        return world.ask(
            "bets/pay-in",
            R"({"betId":")" + id + R"(","betAmount":)" + amount + R"(,"gameRoundId":"r"})");
    };
    EXPECT_EQ(stake_of("low", "0.09").code, 7);
    EXPECT_EQ(stake_of("high", "100.01").code, 7);
    EXPECT_EQ(stake_of("zero", "0").code, 6);
    EXPECT_EQ(stake_of("precise", "1.001").code, 6);
    EXPECT_EQ(stake_of("signed", "-1").code, 6);
    EXPECT_EQ(stake_of("signed", "1").code, 6);  // its refusal was stored
    EXPECT_EQ(stake_of("edge", "100").code, 1);
}

TEST_F(StakesTest, ARepeatThatNamesAnotherSessionIsNoRepeat) {
    casino_books("90");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 1);
    const std::string other = R"({"betId":"b1","betAmount":10,"gameRoundId":"r1",)"
                              R"("sessionId":"00000000-0000-0000-0000-000000000001"})";
    EXPECT_EQ(world.ask("bets/pay-in", other).code, 6);
}

}  // namespace
}  // namespace croupier::test
