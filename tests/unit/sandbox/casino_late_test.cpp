// SPDX-License-Identifier: Apache-2.0
// A casino that misbehaves in time: its gateway gives up and its wallet acts later, its lists lag
// or are empty. The contract's promises hold all the same, as far as its dialect knows them.
#include <gtest/gtest.h>

#include "sandbox/casino/late_calls.h"
#include "sandbox/casino/partner_api.h"
#include "unit/sandbox/casino_fixture.h"

namespace croupier::sandbox::casino {
namespace {

using base::Duration;
using base::Json;
using test::FakeHttp;
using test::FakeLoop;
using test::WalletBench;

const crypto::SigningKey& hub_key() {
    static const auto key = crypto::SigningKey::generate(crypto::SigningAlgorithm::es256);
    return key;
}

int tokens = 0;

// One life of the casino's process on the books of a bench.
class Life {
public:
    explicit Life(WalletBench& bench, FakeLoop& loop) : bench_(bench), loop_(loop) {
        http_.script([](const net::OutgoingRequest&) -> std::optional<net::HttpResult> {
            return net::Response::json(
                200, base::to_text(crypto::JwkSet::to_json({hub_key().public_jwk()})));
        });
        keys_.fetch();
        EXPECT_TRUE(api_.resume().ok());
        loop_.advance(Duration(5));
    }

    // The HTTP status so far; 0: nothing yet.
    int call(std::string_view path, std::string_view data) {
        last = {};
        last.status = 0;
        net::Request request;
        request.body = "\"" + token(std::string(data)) + "\"";
        for (const net::Route& route : routes_) {
            if (route.pattern != path) continue;
            route.handler({}, std::move(request), net::Reply([this](net::Response response) {
                              last = std::move(response);
                          }));
        }
        loop_.advance(Duration(5));
        return last.status;
    }
    int make(int type, std::string_view amount, std::string_view transaction = "") {
        std::string data = R"({"PartnerUserId":"anna","BetId":1,"TransactionType":)" +
                           std::to_string(type) + R"(,"Amount":")" + std::string(amount) + "\"";
        if (!transaction.empty()) data += R"(,"TransactionId":")" + std::string(transaction) + "\"";
        return call("/payments/make", data + "}");
    }
    // What payments/info lists: types in order.
    std::string listed() {
        EXPECT_EQ(call("/payments/info", R"({"BetId":1})"), 200);
        const auto json = base::parse_json(last.body).value();
        std::string types;
        for (const Json& each : json.find("Value")->find("Transactions")->elements())
            types += each.find("TransactionType")->number_text() + " ";
        return types;
    }
    void only(Fault fault) {
        for (const Fault other : all_faults)
            faults.set(other, other == fault ? 1000 : 0);
    }
    void no_faults() {
        for (const Fault fault : all_faults)
            faults.set(fault, 0);
    }

    net::Response last;
    Faults faults{1, FaultsOf::casino};

private:
    std::string token(const std::string& data) {
        const std::int64_t now = loop_.now().unix_ms / 1000;
        Json json = Json::object();
        json.set("nbf", Json::integer(now - 2)).set("exp", Json::integer(now + 10));
        json.set("client_id", Json::string("PartnerClient-7001"));
        json.set("jti", Json::string("late" + std::to_string(++tokens)));
        json.set("data", Json::string(data));
        return crypto::sign_jwt(hub_key(), json);
    }

    WalletBench& bench_;
    FakeLoop& loop_;
    FakeHttp http_{loop_};
    JwksCache keys_{loop_, http_, "http://hub/jwks"};
    CallGate gate_{*bench_.store, 7001, Duration(5000)};
    HubClient hub_{loop_, http_, {}};
    AcceptSender accepts_{{loop_, hub_, *bench_.store, faults, bench_.random}, {}};
    LateCalls late_{loop_, *bench_.store};
    PartnerApi api_{
        {loop_, keys_, gate_, *bench_.store, *bench_.wallet, accepts_, late_, faults},
        crypto::Secret()};
    std::vector<net::Route> routes_ = api_.routes();
};

TEST(CasinoLate, AGatewayGivesUpAndTheWalletActsOnceLater) {
    WalletBench bench;
    FakeLoop loop;
    Life life(bench, loop);
    life.only(Fault::acts_late);
    EXPECT_EQ(life.make(-1, "10", "t1"), 502);
    EXPECT_EQ(life.listed(), "");
    loop.advance(life.faults.acts_late_by() - Duration(20));
    EXPECT_EQ(bench.balance(), "100");
    loop.advance(Duration(20));
    EXPECT_EQ(bench.balance(), "90");
    EXPECT_EQ(life.listed(), "-1 ");
    loop.advance(Duration(3'600'000));
    EXPECT_EQ(bench.balance(), "90");
}

TEST(CasinoLate, NobodyAnswersAndTheWalletActs) {
    WalletBench bench;
    FakeLoop loop;
    Life life(bench, loop);
    life.only(Fault::acts_late_unheard);
    ASSERT_TRUE(life.faults.apply(R"({"actsLateMs":1000,"lostMs":3000})").ok());
    EXPECT_EQ(life.make(-1, "10", "t1"), 0);
    loop.advance(Duration(1000));
    EXPECT_EQ(bench.balance(), "90");
    EXPECT_EQ(life.last.status, 0);
    loop.advance(Duration(2000));
    EXPECT_EQ(life.last.status, 502);
}

// With a stock casino, which would book a second act.
TEST(CasinoLate, WhatIsToActLateOutlivesTheProcessAndActsOnce) {
    WalletBench bench({.dialect = Dialect::stock});
    FakeLoop loop;
    {
        Life life(bench, loop);
        life.only(Fault::acts_late);
        EXPECT_EQ(life.make(-1, "10", "t1"), 502);
    }
    bench.reopen();
    {
        Life life(bench, loop);
        loop.advance(life.faults.acts_late_by());
        EXPECT_EQ(bench.balance(), "90");
    }
    bench.reopen();
    Life life(bench, loop);
    loop.advance(life.faults.acts_late_by() * 2);
    EXPECT_EQ(bench.balance(), "90");
}

TEST(CasinoLate, TheSameTransactionIdMovesMoneyOnceHoweverLate) {
    WalletBench bench;
    FakeLoop loop;
    Life life(bench, loop);
    EXPECT_EQ(life.make(-1, "10", "t1"), 200);
    life.only(Fault::acts_late);
    EXPECT_EQ(life.make(1, "25", "t2"), 502);
    life.no_faults();
    EXPECT_EQ(life.make(1, "25", "t2"), 200);
    loop.advance(life.faults.acts_late_by());
    EXPECT_EQ(bench.balance(), "115");
    EXPECT_EQ(life.listed(), "-1 1 ");
}

TEST(CasinoLate, AStockCasinoBooksEachOfTwoAndALateOneIntoAClosedBet) {
    WalletBench bench({.dialect = Dialect::stock});
    FakeLoop loop;
    Life life(bench, loop);
    EXPECT_EQ(life.make(-1, "10", "t1"), 200);
    EXPECT_EQ(life.last.body, R"({"ErrorCode":200,"Message":"Success"})");
    life.only(Fault::acts_late);
    EXPECT_EQ(life.make(1, "25", "t2"), 502);
    life.no_faults();
    EXPECT_EQ(life.make(1, "25", "t2"), 200);
    EXPECT_EQ(life.call("/payments/close", R"({"BetId":"1","Closed":true})"), 200);
    loop.advance(life.faults.acts_late_by());
    EXPECT_EQ(life.listed(), "-1 1 1 ");
    EXPECT_EQ(bench.balance(), "140");
    life.make(1, "25", "t2");
    EXPECT_EQ(life.listed(), "-1 1 1 ") << "what comes after the close is refused";
}

TEST(CasinoLate, ACasinoOfOursBooksNothingIntoAClosedBetHoweverLate) {
    WalletBench bench;
    FakeLoop loop;
    Life life(bench, loop);
    EXPECT_EQ(life.make(-1, "10", "t1"), 200);
    life.only(Fault::acts_late);
    EXPECT_EQ(life.make(1, "25", "t2"), 502);
    EXPECT_EQ(life.call("/payments/close", R"({"BetId":"1","Closed":true})"), 200);
    loop.advance(life.faults.acts_late_by());
    EXPECT_EQ(bench.balance(), "90");
}

TEST(CasinoLate, ListsLagOrAreEmpty) {
    WalletBench bench;
    FakeLoop loop;
    Life life(bench, loop);
    ASSERT_TRUE(life.faults.apply(R"({"listLagMs":5000})").ok());
    EXPECT_EQ(life.make(-1, "10", "t1"), 200);
    EXPECT_EQ(life.listed(), "");
    loop.advance(Duration(5000));
    EXPECT_EQ(life.listed(), "-1 ");
    ASSERT_TRUE(life.faults.apply(R"({"listLagMs":0,"emptyList":1000})").ok());
    EXPECT_EQ(life.listed(), "");
    ASSERT_TRUE(life.faults.apply(R"({"emptyList":0})").ok());
    EXPECT_EQ(life.listed(), "-1 ");
}

}  // namespace
}  // namespace croupier::sandbox::casino
