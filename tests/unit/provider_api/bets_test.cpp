// SPDX-License-Identifier: Apache-2.0
// The calls of section 5 from bytes to bytes, through the real desk, books and dispatcher: what a
// provider hears, and when.
#include <gtest/gtest.h>

#include "provider_api/signature.h"
#include "unit/provider_api/world.h"

namespace croupier::test {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;

const std::string bet_1 = R"({"betId":"b1","betAmount":10,"gameRoundId":"r1"})";
const std::string same_bet_1 = R"({"gameRoundId":"r1","betAmount":"10.00","betId":"b1"})";
const std::string win_1 = R"({"betId":"b1","winAmount":25.5,"gameRoundId":"r1"})";
const std::string undo_1 = R"({"betId":"b1"})";
const std::string instant_1 =
    R"({"betId":"b1","betAmount":10,"winAmount":25.5,"winOdd":2.55,"gameRoundId":"r1"})";

class BetsTest : public ::testing::Test {
protected:
    // A casino that books at once and says how much is left.
    void casino_books(const std::string& balance = {}) {
        world.wallet.on_make = [balance](const FakeWallet::Make&) {
            return booked(balance.empty() ? std::nullopt : std::optional(euros(balance)));
        };
    }
    void casino_refuses(ErrorCode why) {
        world.wallet.on_make = [why](const FakeWallet::Make&) { return refused(why); };
    }
    void casino_is_silent() { world.wallet.on_make = nullptr; }
    void purse_holds(const std::string& balance) {
        world.wallet.on_balance = [balance](const FakeWallet::BalanceQuery&) {
            return domain::Outcome<domain::Money>(euros(balance));
        };
    }
    static base::Duration after(const Heard& heard) { return heard.at - FakeLoop::start; }

    World world;
};

TEST_F(BetsTest, BalanceComesFromTheCasino) {
    purse_holds("100.5");
    const Heard heard = world.ask("balance");
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.status, 200);
    EXPECT_EQ(heard.balance, "100.5");
    EXPECT_EQ(heard.currency, "EUR");
}

TEST_F(BetsTest, BalanceIsTheLastKnownWhenTheCasinoIsSilentAndUnknownBeforeThat) {
    const auto first = world.call("balance");
    world.loop.advance(5s);
    EXPECT_EQ(world.heard(first).code, 99);
    purse_holds("80");
    EXPECT_EQ(world.ask("balance").balance, "80");
    world.wallet.on_balance = nullptr;
    world.loop.advance(1s);
    const auto second = world.call("balance");
    world.loop.advance(5s);
    EXPECT_EQ(world.heard(second).code, 1);
    EXPECT_EQ(world.heard(second).balance, "80");
}

TEST_F(BetsTest, AStakeThatTheCasinoBooksIsASuccessWithItsBalance) {
    casino_books("90");
    const Heard heard = world.ask("bets/pay-in", bet_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "90");
    EXPECT_EQ(heard.currency, "EUR");
    EXPECT_EQ(world.wallet.balances_asked(), 0u);
    EXPECT_EQ(world.api().held(), 0u);
}

TEST_F(BetsTest, WithoutABalanceOfMakeTheCasinoIsAsked) {
    casino_books();
    purse_holds("90");
    const Heard heard = world.ask("bets/pay-in", bet_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "90");
}

TEST_F(BetsTest, TheLackOfABalanceIsNoLackOfSuccess) {
    casino_books();
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(7s);
    EXPECT_EQ(world.heard(call).code, 1);
    EXPECT_EQ(world.heard(call).balance, "");
    EXPECT_EQ(world.heard(call).currency, "EUR");
    EXPECT_EQ(after(world.heard(call)), 6s);
}

TEST_F(BetsTest, TheLastKnownBalanceMovesWithTheStake) {
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

TEST_F(BetsTest, RefusalsOfTheCasinoAreHeardAsTheyAre) {
    const std::pair<ErrorCode, int> cases[] = {
        {ErrorCode::insufficient_funds, 4},  {ErrorCode::player_blocked, 3},
        {ErrorCode::limit_reached, 7},       {ErrorCode::transaction_refused, 7},
        {ErrorCode::transaction_unknown, 6}, {ErrorCode::player_not_found, 3}};
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

TEST_F(BetsTest, ASilentCasinoIsDoubtWhenItsTimeIsOver) {
    casino_is_silent();
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(4999ms);
    EXPECT_EQ(world.heard(call).code, 0);
    world.loop.advance(1ms);
    EXPECT_EQ(world.heard(call).code, 99);
    EXPECT_EQ(world.heard(call).status, 200);
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 99);
}

TEST_F(BetsTest, AnAcceptThatDoesNotComeIsDoubtAtTheEndOfTheHold) {
    auto changed = directory();
    changed.casinos.begin()->second.terms.booking = domain::Booking::accept;
    world.directory().replace(share(changed));
    casino_books("90");
    const auto call = world.call("bets/pay-in", bet_1);
    world.loop.advance(5999ms);
    EXPECT_EQ(world.heard(call).code, 0);
    world.loop.advance(1ms);
    EXPECT_EQ(world.heard(call).code, 99);
    EXPECT_EQ(world.heard(call).balance, "90");
}

// The commit is sent and its end not known: nothing may be said before, and no longer than this.
TEST_F(BetsTest, ACommitThatHangsIsUnknownALittleAfterTheHold) {
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

TEST_F(BetsTest, WhoJoinsAHeldStakeHearsThatItWasAccepted) {
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

TEST_F(BetsTest, JoinersHearTheRefusalAndTheDoubtToo) {
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

TEST_F(BetsTest, APayoutIsASuccessWithTheBalanceThatHasItIn) {
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

TEST_F(BetsTest, APayoutNeverWaitsLongerThanItsHold) {
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

TEST_F(BetsTest, APayoutWithOtherContentIsRefused) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    world.ask("bets/pay-out", win_1);
    EXPECT_EQ(
        world.ask("bets/pay-out", R"({"betId":"b1","winAmount":26,"gameRoundId":"r1"})").code, 6);
    EXPECT_EQ(
        world.ask("bets/pay-out", R"({"betId":"nobody","winAmount":26,"gameRoundId":"r1"})").code,
        5);
}

TEST_F(BetsTest, APayoutWaitsForItsStake) {
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

TEST_F(BetsTest, APayoutWhoseStakeComesToNothingHearsSo) {
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

TEST_F(BetsTest, ARefundUndoesABookedStake) {
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

TEST_F(BetsTest, ARefundInFlightIsPromisedAndTheHeldStakeIsInDoubt) {
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

TEST_F(BetsTest, ARefundBeforeItsBetLeavesATombstone) {
    casino_books("90");
    EXPECT_EQ(world.ask("bets/refund", undo_1).code, 5);
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 6);
    EXPECT_TRUE(world.wallet.makes().empty());
}

TEST_F(BetsTest, APayInOutIsOneAnswerWithTheWinInTheBalance) {
    world.wallet.on_make = [](const FakeWallet::Make& make) {
        return make.ordinal == 0 ? std::optional(booked(euros("90"))) : std::nullopt;
    };
    const Heard heard = world.ask("bets/pay-in-out", instant_1);
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.balance, "115.5");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 6);
}

TEST_F(BetsTest, APayInOutWhoseStakeIsRefusedPaysNothing) {
    casino_refuses(ErrorCode::insufficient_funds);
    EXPECT_EQ(world.ask("bets/pay-in-out", instant_1).code, 4);
    EXPECT_EQ(world.wallet.makes().size(), 1u);
}

TEST_F(BetsTest, OverloadStoresNothing) {
    world.wallet.has_room = false;
    const Heard full = world.ask("bets/pay-in", bet_1);
    EXPECT_EQ(full.code, 99);
    EXPECT_EQ(full.status, 503);
    world.wallet.has_room = true;
    casino_books("90");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 1);
}

TEST_F(BetsTest, TheStakesLimitsAreTheSessions) {
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

TEST_F(BetsTest, ARepeatThatNamesAnotherSessionIsNoRepeat) {
    casino_books("90");
    EXPECT_EQ(world.ask("bets/pay-in", bet_1).code, 1);
    const std::string other = R"({"betId":"b1","betAmount":10,"gameRoundId":"r1",)"
                              R"("sessionId":"00000000-0000-0000-0000-000000000001"})";
    EXPECT_EQ(world.ask("bets/pay-in", other).code, 6);
}

TEST_F(BetsTest, PlayMoneyNeedsNoCasino) {
    const Heard stake = world.ask_demo("bets/pay-in", bet_1);
    EXPECT_EQ(stake.code, 1);
    EXPECT_EQ(stake.balance, "4990");
    EXPECT_EQ(world.ask_demo("bets/pay-in", bet_1).code, 104);
    EXPECT_EQ(world.ask_demo("bets/pay-out", win_1).balance, "5015.5");
    EXPECT_EQ(world.ask_demo("balance").balance, "5015.5");
    EXPECT_TRUE(world.wallet.makes().empty());
    EXPECT_EQ(world.wallet.balances_asked(), 0u);
}

TEST_F(BetsTest, SessionsThatAreNotThereAreSaidSo) {
    const std::string strangers = "/v1/sessions/" + base::to_text(uuid_of(1)) + "/balance";
    for (const std::string& path : {strangers, std::string("/v1/sessions/guid/balance")}) {
        const auto call = world.call(signed_request({"GET", path, "", world.loop.now()}));
        world.loop.run();
        EXPECT_EQ(world.heard(call).code, 2) << path;
        EXPECT_EQ(world.heard(call).status, 200);
    }
}

TEST_F(BetsTest, ADisabledProviderIsPaidButTakesNoStakes) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    auto changed = directory();
    changed.providers.at(provider_id()).terms.enabled = false;
    world.directory().replace(share(changed));
    EXPECT_EQ(world.ask("bets/pay-out", win_1).code, 1);
    EXPECT_EQ(
        world.ask("bets/pay-in", R"({"betId":"b2","betAmount":10,"gameRoundId":"r"})").code, 7);
}

TEST_F(BetsTest, WhatIsNotAuthenticIs401AndUsesNoRequestIdUp) {
    casino_books("90");
    const std::string path =
        "/v1/sessions/" + base::to_text(world.session().value()) + "/bets/pay-in";
    const net::Request honest = signed_request({"POST", path, bet_1, world.loop.now()});
    net::Request forged = honest;
    forged.body = R"({"betId":"b1","betAmount":99,"gameRoundId":"r1"})";
    const auto denied = world.call(forged);
    world.loop.run();
    EXPECT_EQ(world.heard(denied).code, 8);
    EXPECT_EQ(world.heard(denied).status, 401);

    const auto taken = world.call(honest);
    const auto repeated = world.call(honest);
    net::Request elsewhere = honest;
    elsewhere.path = path.substr(0, path.rfind('/')) + "/refund";
    const auto replayed = world.call(elsewhere);
    world.loop.run();
    EXPECT_EQ(world.heard(taken).code, 1);
    EXPECT_EQ(world.heard(repeated).code, 104);
    EXPECT_EQ(world.heard(replayed).code, 8);
}

TEST_F(BetsTest, ABalanceIsNotAskedTwiceWithOneRequestId) {
    purse_holds("1");
    const std::string path = "/v1/sessions/" + base::to_text(world.session().value()) + "/balance";
    const net::Request request = signed_request({"GET", path, "", world.loop.now()});
    const auto first = world.call(request);
    const auto second = world.call(request);
    world.loop.run();
    EXPECT_EQ(world.heard(first).code, 1);
    EXPECT_EQ(world.heard(second).code, 8);
}

TEST_F(BetsTest, UnreadableBodiesAreBadRequests) {
    for (const char* call : {"bets/pay-in", "bets/pay-out", "bets/pay-in-out", "bets/refund"}) {
        const Heard heard = world.ask(call, "{");
        EXPECT_EQ(heard.code, 6) << call;
        EXPECT_EQ(heard.status, 400) << call;
    }
}

TEST_F(BetsTest, AStopGivesEveryHeldReplyFirst) {
    casino_is_silent();
    const auto held = world.call("bets/pay-in", bet_1);
    world.loop.advance(1s);
    bool drained = false;
    world.api().drain([&] { drained = true; });
    const auto later =
        world.call("bets/pay-in", R"({"betId":"b2","betAmount":10,"gameRoundId":"r"})");
    world.loop.run();
    EXPECT_EQ(world.heard(later).status, 503);
    EXPECT_FALSE(drained);
    world.loop.advance(6s);
    EXPECT_EQ(world.heard(held).code, 99);
    EXPECT_TRUE(drained);
}

}  // namespace
}  // namespace croupier::test
