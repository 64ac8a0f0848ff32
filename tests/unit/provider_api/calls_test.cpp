// SPDX-License-Identifier: Apache-2.0
// What is the same for all calls: balance, sessions, signatures, replays, play money, the stop.
#include "unit/provider_api/bets_fixture.h"

namespace croupier::test {
namespace {

using namespace std::chrono_literals;

class CallsTest : public BetCallsTest {};

TEST_F(CallsTest, BalanceComesFromTheCasino) {
    purse_holds("100.5");
    const Heard heard = world.ask("balance");
    EXPECT_EQ(heard.code, 1);
    EXPECT_EQ(heard.status, 200);
    EXPECT_EQ(heard.balance, "100.5");
    EXPECT_EQ(heard.currency, "EUR");
}

TEST_F(CallsTest, BalanceIsTheLastKnownWhenTheCasinoIsSilentAndUnknownBeforeThat) {
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

TEST_F(CallsTest, PlayMoneyNeedsNoCasino) {
    const Heard stake = world.ask_demo("bets/pay-in", bet_1);
    EXPECT_EQ(stake.code, 1);
    EXPECT_EQ(stake.balance, "4990");
    EXPECT_EQ(world.ask_demo("bets/pay-in", bet_1).code, 104);
    EXPECT_EQ(world.ask_demo("bets/pay-out", win_1).balance, "5015.5");
    EXPECT_EQ(world.ask_demo("balance").balance, "5015.5");
    EXPECT_TRUE(world.wallet.makes().empty());
    EXPECT_EQ(world.wallet.balances_asked(), 0u);
}

TEST_F(CallsTest, SessionsThatAreNotThereAreSaidSo) {
    const std::string strangers = "/v1/sessions/" + base::to_text(uuid_of(1)) + "/balance";
    for (const std::string& path : {strangers, std::string("/v1/sessions/guid/balance")}) {
        const auto call = world.call(signed_request({"GET", path, "", world.loop.now()}));
        world.loop.run();
        EXPECT_EQ(world.heard(call).code, 2) << path;
        EXPECT_EQ(world.heard(call).status, 200);
    }
}

TEST_F(CallsTest, ADisabledProviderIsPaidButTakesNoStakes) {
    casino_books("90");
    world.ask("bets/pay-in", bet_1);
    auto changed = directory();
    changed.providers.at(provider_id()).terms.enabled = false;
    world.directory().replace(share(changed));
    EXPECT_EQ(world.ask("bets/pay-out", win_1).code, 1);
    EXPECT_EQ(
        world.ask("bets/pay-in", R"({"betId":"b2","betAmount":10,"gameRoundId":"r"})").code, 7);
}

TEST_F(CallsTest, WhatIsNotAuthenticIs401AndUsesNoRequestIdUp) {
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

TEST_F(CallsTest, ABalanceIsNotAskedTwiceWithOneRequestId) {
    purse_holds("1");
    const std::string path = "/v1/sessions/" + base::to_text(world.session().value()) + "/balance";
    const net::Request request = signed_request({"GET", path, "", world.loop.now()});
    const auto first = world.call(request);
    const auto second = world.call(request);
    world.loop.run();
    EXPECT_EQ(world.heard(first).code, 1);
    EXPECT_EQ(world.heard(second).code, 8);
}

TEST_F(CallsTest, UnreadableBodiesAreBadRequests) {
    for (const char* call : {"bets/pay-in", "bets/pay-out", "bets/pay-in-out", "bets/refund"}) {
        const Heard heard = world.ask(call, "{");
        EXPECT_EQ(heard.code, 6) << call;
        EXPECT_EQ(heard.status, 400) << call;
    }
}

TEST_F(CallsTest, AStopGivesEveryHeldReplyFirst) {
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
