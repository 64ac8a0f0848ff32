// SPDX-License-Identifier: Apache-2.0
// The routes as the hub calls them: signed tokens in, envelopes out; every code of the contract
// occurs.
#include "sandbox/casino/partner_api.h"

#include <gtest/gtest.h>

#include "unit/sandbox/casino_fixture.h"

namespace croupier::sandbox::casino {
namespace {

using base::Duration;
using base::Json;
using crypto::SigningAlgorithm;
using crypto::SigningKey;
using test::count_calls;
using test::FakeHttp;
using test::FakeLoop;
using test::WalletBench;

const SigningKey& hub_key() {
    static const SigningKey key = SigningKey::generate(SigningAlgorithm::es256);
    return key;
}
const SigningKey& next_key() {
    static const SigningKey key = SigningKey::generate(SigningAlgorithm::rs256);
    return key;
}

struct Claims {
    std::string client = "PartnerClient-7001";
    std::string jti = "";  // "": a fresh one
    Duration issued{0};    // from now
    Duration lifetime{10'000};
};

class Api {
public:
    Api() {
        http.script([this](const net::OutgoingRequest&) -> std::optional<net::HttpResult> {
            auto set = net::Response::json(200, base::to_text(crypto::JwkSet::to_json(published)));
            if (!max_age.empty()) set.headers.push_back({"Cache-Control", max_age});
            return set;
        });
        keys.fetch();
    }

    std::string token(
        const std::string& data, const Claims& claims = {}, const SigningKey& key = hub_key()) {
        const std::int64_t issued = (loop.now() + claims.issued).unix_ms / 1000;
        Json json = Json::object();
        json.set("iss", Json::string("http://hub")).set("iat", Json::integer(issued));
        json.set("nbf", Json::integer(issued - 2));
        json.set("exp", Json::integer(issued + claims.lifetime.count() / 1000));
        json.set("client_id", Json::string(claims.client));
        json.set(
            "jti",
            Json::string(claims.jti.empty() ? "jti" + std::to_string(++tokens_) : claims.jti));
        json.set("data", Json::string(data));
        return crypto::sign_jwt(key, json);
    }

    // The envelope's code for that body; 0 when nothing or no envelope came.
    int raw(std::string_view path, std::string body) {
        for (const net::Route& route : routes_) {
            if (route.pattern != path) continue;
            net::Request request;
            request.method = route.method;
            request.path = path;
            request.body = std::move(body);
            last = net::Response{};
            route.handler({}, std::move(request), net::Reply([this](net::Response r) {
                              last = std::move(r);
                          }));
            loop.advance(Duration(5));
        }
        const auto json = base::parse_json(last.body);
        const Json* code = json.ok() ? json.value().find("ErrorCode") : nullptr;
        return code == nullptr ? 0 : std::stoi(code->number_text());
    }
    int call(std::string_view path, const std::string& data, const Claims& claims = {}) {
        return raw(path, "\"" + token(data, claims) + "\"");
    }
    int make(std::string_view fields) {
        return call("/payments/make", R"({"PartnerUserId":"anna",)" + std::string(fields) + "}");
    }

    FakeLoop loop;
    WalletBench bench;
    std::vector<Json> published = {hub_key().public_jwk()};
    std::string max_age;
    FakeHttp http{loop};
    JwksCache keys{loop, http, "http://hub/jwks"};
    CallGate gate{*bench.store, 7001, Duration(5000)};
    HubClient hub{loop, http, {}};
    Faults faults{1, FaultsOf::casino};
    AcceptSender accepts{{loop, hub, *bench.store, faults, bench.random}, {}};
    LateCalls late{loop, *bench.store};
    PartnerApi api{
        {loop, keys, gate, *bench.store, *bench.wallet, accepts, late, faults}, crypto::Secret()};
    net::Response last;

private:
    std::vector<net::Route> routes_ = api.routes();
    int tokens_ = 0;
};

TEST(CasinoPartnerApi, AnswersEachCall) {
    Api api;
    EXPECT_EQ(api.call("/users/auth", R"({"RefreshToken":")" + api.bench.token + R"("})"), 200);
    EXPECT_NE(api.last.body.find(R"("PartnerUserId":"anna")"), std::string::npos);
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna","TagId":0})"), 200);
    EXPECT_NE(api.last.body.find(R"("Value":{"Balance":"100"})"), std::string::npos);
    EXPECT_EQ(
        api.make(R"("Amount":"10","BetId":1,"TransactionType":-1,"TransactionId":"t1")"), 200);
    EXPECT_NE(
        api.last.body.find(R"("PartnerTransactionId":"C7001-000000001","Balance":"90")"),
        std::string::npos);
    EXPECT_EQ(
        api.call(
            "/payments/make-list",
            R"({"Transactions":[{"PartnerUserId":"anna","Amount":"5","BetId":1,
        "TransactionType":1,"TransactionId":"t2"}]})"),
        200);
    EXPECT_NE(
        api.last.body.find(R"("Transactions":[{"TransactionId":"t2","ErrorCode":200)"),
        std::string::npos);
    EXPECT_EQ(api.call("/payments/info", R"({"BetId":1})"), 200);
    EXPECT_NE(
        api.last.body.find(R"("Closed":false,"Transactions":[{"BetId":1)"), std::string::npos);
    EXPECT_EQ(api.call("/payments/close", R"({"BetId":"1","Closed":true})"), 200);
    EXPECT_EQ(
        api.call(
            "/cashback-payments/make",
            R"({"CashbackId":2,"BetId":2,"PartnerUserId":"anna",
        "Amount":"3","TransactionType":1,"TransactionId":"c1","PeriodFrom":"2026-01-01",
        "PeriodTo":"2026-02-01"})"),
        200);
    EXPECT_EQ(api.bench.balance(), "98");
}

TEST(CasinoPartnerApi, TakesTheLongestList) {
    Api api;
    std::string list;
    for (int bet = 1; bet <= 500; ++bet) {
        const std::string id = std::to_string(9'000'000'000'000'000 + bet);
        list += (bet == 1 ? "" : ",") + std::string(R"({"PartnerUserId":"anna","Amount":"1.25",)") +
                R"("TransactionType":4,"TagId":0,"CurrencyCode":"EUR","RoundId":"round-)" + id +
                R"(","GameId":"game-)" + id + R"(","TransactionId":"0196f3b2-5c1a-7c3e-)" + id +
                R"(","BetId":)" + id + "}";
    }
    EXPECT_EQ(api.call("/payments/make-list", R"({"Transactions":[)" + list + "]}"), 200);
    EXPECT_EQ(api.bench.balance(), "725");
}

TEST(CasinoPartnerApi, RefusesTokensThatAreNotForUsNow) {
    Api api;
    const std::string data = R"({"PartnerUserId":"anna"})";
    const auto code = [&](const Claims& claims) { return api.call("/users/data", data, claims); };
    EXPECT_EQ(code({}), 200);
    EXPECT_EQ(code({.client = "PartnerClient-7002"}), 103811);
    EXPECT_EQ(code({.client = "7001"}), 103811);
    EXPECT_EQ(code({.jti = "once"}), 200);
    EXPECT_EQ(code({.jti = "once"}), 103811);
    EXPECT_EQ(code({.issued = Duration(6'000)}), 200) << "nbf is 2 s before, 5 s of skew";
    EXPECT_EQ(code({.issued = Duration(9'000)}), 103811);
    EXPECT_EQ(code({.issued = Duration(-4'000), .lifetime = Duration(1000)}), 200) << "5 s of skew";
    api.loop.advance(Duration(60'000));
    EXPECT_EQ(code({.issued = Duration(-16'000)}), 103811);
    EXPECT_EQ(api.raw("/users/data", api.token(data)), 103811) << "not inside a JSON string";
    EXPECT_EQ(api.raw("/users/data", "\"a.b.c\""), 103811);
    std::string spoilt = api.token(data);
    spoilt[spoilt.size() / 2] = spoilt[spoilt.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_EQ(api.raw("/users/data", "\"" + spoilt + "\""), 103811);
}

TEST(CasinoPartnerApi, IatIsNotAsked) {
    Api api;
    EXPECT_EQ(
        api.call(
            "/users/data", R"({"PartnerUserId":"anna"})",
            {.issued = Duration(-7'000), .lifetime = Duration(60'000)}),
        200);
}

TEST(CasinoPartnerApi, AnUnknownKeyIsAskedForAtOnceAndAFewTimesASecondAtMost) {
    Api api;
    const auto with_next_key = [&] {
        return api.raw(
            "/users/data", "\"" + api.token(R"({"PartnerUserId":"anna"})", {}, next_key()) + "\"");
    };
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 200);
    EXPECT_EQ(count_calls(api.http, "/jwks"), 1u);
    // Published right after the fetch: the token waits a moment instead of failing.
    api.published.push_back(next_key().public_jwk());
    EXPECT_EQ(with_next_key(), 0);
    for (int flood = 0; flood < 20; ++flood)
        EXPECT_EQ(with_next_key(), 0);
    EXPECT_EQ(count_calls(api.http, "/jwks"), 1u);
    api.loop.advance(Duration(250));
    EXPECT_NE(api.last.body.find("\"ErrorCode\":200"), std::string::npos);
    EXPECT_EQ(with_next_key(), 200);
    EXPECT_EQ(count_calls(api.http, "/jwks"), 2u);
}

TEST(CasinoPartnerApi, AWithdrawnKeyEndsWhenTheSetIsTooOld) {
    Api api;
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 200);
    api.published = {next_key().public_jwk()};
    api.loop.advance(Duration(4 * 60'000));
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 200);
    api.loop.advance(Duration(60'000));
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 103811);
    EXPECT_EQ(count_calls(api.http, "/jwks"), 2u);
}

TEST(CasinoPartnerApi, TheSetIsNoOlderThanItsCacheControlAllows) {
    Api api;
    api.max_age = "public, max-age=20";
    api.loop.advance(Duration(5 * 60'000));
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 200);
    EXPECT_EQ(count_calls(api.http, "/jwks"), 2u);
    api.loop.advance(Duration(20'000));
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 200);
    EXPECT_EQ(count_calls(api.http, "/jwks"), 3u);
}

TEST(CasinoPartnerApi, AUsedTokenIdIsRefusedAfterARestart) {
    Api api;
    const Claims once{.jti = "once", .lifetime = Duration(60'000)};
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})", once), 200);
    api.bench.reopen();
    CallGate gate{*api.bench.store, 7001, Duration(5000)};
    const auto claims = Json::object()
                            .set("client_id", Json::string("PartnerClient-7001"))
                            .set("exp", Json::integer(api.loop.now().unix_ms / 1000 + 60))
                            .set("jti", Json::string("once"));
    const auto admitted = gate.admit(claims, api.loop.now()).value();
    ASSERT_FALSE(admitted.ok());
    EXPECT_EQ(admitted.error(), "jti seen before");
}

TEST(CasinoPartnerApi, UsedTokenIdsAreForgottenWhenTheirTokensHaveExpired) {
    Api api;
    EXPECT_EQ(api.call("/users/data", R"({"PartnerUserId":"anna"})"), 200);
    EXPECT_EQ(api.bench.store->count_token_ids().value(), 1);
    api.loop.advance(Duration(14'000));
    api.bench.store->tidy(api.loop.now());
    EXPECT_EQ(api.bench.store->count_token_ids().value(), 1) << "10 s, and 5 s of skew";
    api.loop.advance(Duration(3'000));
    api.bench.store->tidy(api.loop.now());
    EXPECT_EQ(api.bench.store->count_token_ids().value(), 0);
}

TEST(CasinoPartnerApi, ACallThatFailsUsesItsTokenUpAndMovesNothing) {
    Api api;
    const std::string stake = R"({"PartnerUserId":"anna","Amount":"1","BetId":4,)"
                              R"("TransactionType":-1,"TransactionId":"t9"})";
    ASSERT_TRUE(
        api.bench.store->connection().execute("ALTER TABLE transaction_key RENAME TO away").ok());
    EXPECT_EQ(api.call("/payments/make", stake, {.jti = "once"}), 103799);
    ASSERT_TRUE(
        api.bench.store->connection().execute("ALTER TABLE away RENAME TO transaction_key").ok());
    EXPECT_EQ(api.bench.balance(), "100");
    EXPECT_EQ(api.bench.booked(4), 0u);
    EXPECT_EQ(api.call("/payments/make", stake, {.jti = "once"}), 103811);
    EXPECT_EQ(api.call("/payments/make", stake), 200);
}

// One row a code of section 1.2 that a call can cause; in order, on one casino.
TEST(CasinoPartnerApi, EveryCodeOccurs) {
    Api api;
    ASSERT_TRUE(
        api.bench.desk
            ->open_account({.id = "rich", .currency = "EUR", .stake_max = "5"}, api.loop.now())
            .ok());
    std::set<int> seen;
    const auto expect = [&](int code, int heard) {
        EXPECT_EQ(heard, code);
        seen.insert(heard);
    };
    expect(200, api.make(R"("Amount":"10","BetId":1,"TransactionType":-1,"TransactionId":"t1")"));
    expect(102145, api.call("/users/data", R"({"PartnerUserId":"nobody"})"));
    expect(103752, api.call("/payments/info", R"({"BetId":"x"})"));
    expect(103801, api.make(R"("Amount":"-1","BetId":2,"TransactionType":-1)"));
    expect(103811, api.raw("/users/data", "{}"));
    expect(900101, api.make(R"("Amount":"1000","BetId":2,"TransactionType":-1)"));
    expect(
        900103, api.call(
                    "/payments/make",
                    R"({"PartnerUserId":"rich","Amount":"6","BetId":2,"TransactionType":-1})"));
    expect(900104, api.make(R"("Amount":"1","BetId":2,"TransactionType":1)"));
    expect(900106, api.make(R"("Amount":"1","BetId":1,"TransactionType":-1)"));
    expect(
        900107, api.make(R"("Amount":"11","BetId":1,"TransactionType":-1,"TransactionId":"t1")"));
    expect(900108, api.call("/users/auth", R"({"RefreshToken":"unknown"})"));
    expect(900109, api.make(R"("Amount":"1","BetId":3,"TransactionType":-1,"CurrencyCode":"USD")"));
    expect(900110, api.make(R"("Amount":"1","BetId":3,"TransactionType":-1,"PromoCode":"NONE")"));
    expect(200, api.call("/payments/close", R"({"BetId":"1","Closed":true})"));
    expect(900105, api.make(R"("Amount":"1","BetId":1,"TransactionType":1)"));
    ASSERT_TRUE(api.bench.desk->change("anna", {.blocked = true}).ok());
    expect(900102, api.make(R"("Amount":"1","BetId":3,"TransactionType":-1)"));
    ASSERT_TRUE(api.bench.desk->change("anna", {.deposit = "9999999999999999"}).ok());
    for (int bet = 10; api.make(
                           R"("Amount":"9999999999999999","TransactionType":4,"BetId":)" +
                           std::to_string(bet)) == 200;) {
        ASSERT_LT(++bet, 40);
    }
    expect(102823, api.make(R"("Amount":"9999999999999999","TransactionType":4,"BetId":50)"));
    api.api.force({Code::undocumented, 1});
    expect(103779, api.make(R"("Amount":"1","BetId":4,"TransactionType":-1)"));
    ASSERT_TRUE(api.bench.store->connection().execute("DROP TABLE transaction_key").ok());
    expect(103799, api.make(R"("Amount":"1","BetId":4,"TransactionType":4,"TransactionId":"t9")"));
    EXPECT_EQ(seen.size(), all_codes.size());
    for (const Code code : all_codes)
        EXPECT_TRUE(seen.contains(static_cast<int>(code))) << message(code);
}

TEST(CasinoPartnerApi, FaultsActOrNotAsTheirNamesSay) {
    Api api;
    const auto stake = [&](int bet) {
        return api.make(R"("Amount":"10","TransactionType":-1,"BetId":)" + std::to_string(bet));
    };
    const auto only = [&](Fault fault) {
        for (const Fault other : all_faults)
            api.faults.set(other, other == fault ? 1000 : 0);
    };
    only(Fault::http500_before);
    EXPECT_EQ(stake(1), 0);
    EXPECT_EQ(api.last.status, 500);
    EXPECT_EQ(api.bench.balance(), "100");
    only(Fault::http500_after);
    EXPECT_EQ(stake(2), 0);
    EXPECT_EQ(api.last.status, 500);
    EXPECT_EQ(api.bench.balance(), "90");
    only(Fault::garbage);
    EXPECT_EQ(stake(3), 0);
    EXPECT_EQ(api.last.status, 200);
    EXPECT_EQ(api.bench.balance(), "80");
    only(Fault::late);
    EXPECT_EQ(stake(4), 0);
    EXPECT_EQ(api.bench.balance(), "70");
    api.loop.advance(api.faults.late_by());
    EXPECT_NE(api.last.body.find("\"ErrorCode\":200"), std::string::npos);
    only(Fault::lost);
    EXPECT_EQ(stake(5), 0);
    EXPECT_EQ(api.bench.balance(), "60");
    api.loop.advance(api.faults.lost_for());
    EXPECT_EQ(api.last.status, 500);
}

}  // namespace
}  // namespace croupier::sandbox::casino
