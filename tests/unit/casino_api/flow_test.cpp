// SPDX-License-Identifier: Apache-2.0
// This room above the real use cases and the store in memory: a launch, a stake that the casino
// receives and then accepts, and the casino's own view of the books.
#include <gtest/gtest.h>

#include "casino_api/client.h"
#include "casino_api/routes.h"
#include "support/fake_http.h"
#include "support/memory_store.h"
#include "unit/casino_api/world.h"
#include "usecases/dispatcher.h"

namespace croupier::casino_api {
namespace {

using base::Json;
using std::chrono::seconds;

struct FakeGames final : usecases::ProviderGames {
    explicit FakeGames(base::Loop& l) : loop(l) {}
    void launch(
        const usecases::LaunchOrder& order,
        std::function<void(domain::Outcome<std::string>)> frame_uri) override {
        session = order.session.id;
        loop.post([frame_uri] { frame_uri(std::string("https://game.test/frame")); });
    }
    base::Loop& loop;
    domain::SessionId session;
};

const domain::ProviderId acme{test::uuid_of(77)};

usecases::DirectoryPtr picture() {
    auto made = test::directory();
    usecases::ProviderEntry provider;
    provider.terms.id = acme;
    provider.terms.name = "Acme";
    made.providers.emplace(acme, provider);
    domain::GameTerms game;
    game.id = domain::GameId(2);
    game.provider = acme;
    game.name = "Bells";
    made.games.emplace(game.id, game);
    return test::share(made);
}

struct FlowTest : testing::Test {
    FlowTest() {
        http.script([this](const net::OutgoingRequest& request) { return casino(request); });
        router.add(routes(
            {.loop = loop,
             .directory = source,
             .auth = auth,
             .accept = [this](auto command, auto done) { desk.accept(std::move(command), done); },
             .launch = [this](auto command, auto done) { sessions.open(std::move(command), done); },
             .reader = reader,
             .reading = executor}));
        Json token =
            value_of(post("/auth/token", R"({"PartnerClientId":7,"Secret":"open sesame"})"));
        bearer = test::text_of(token, "AccessToken");
    }
    // The casino's side: what it was told, in order; 200 to everything.
    std::optional<net::HttpResult> casino(const net::OutgoingRequest& request) {
        const auto path = request.url.substr(request.url.rfind("/partner/") + 8);
        const auto data = test::text_of(test::claims_of(request.body, {test::rsa_key()}), "data");
        heard.emplace_back(path, base::parse_json(data).value());
        if (path == "/users/auth") {
            return test::json_response(
                200, R"({"ErrorCode":200,"Value":{"PartnerUserId":"u1","RefreshToken":"r2",)"
                     R"("CurrencyCode":"EUR"}})");
        }
        return test::json_response(200, R"({"ErrorCode":200,"Message":"ok","Value":null})");
    }
    net::Response call(
        const std::string& method, const std::string& target, const std::string& body) {
        net::Request request;
        request.method = method;
        request.target = std::string(casino_base_path) + target;
        request.path = request.target.substr(0, request.target.find('?'));
        request.headers = {{"Authorization", "Bearer " + bearer}};
        request.body = body;
        std::optional<net::Response> got;
        router(request, net::Reply([&](net::Response response) { got = std::move(response); }));
        loop.run();
        return got.value_or(net::Response::text(599, "no answer"));
    }
    net::Response post(const std::string& path, const std::string& body) {
        return call("POST", path, body);
    }
    static Json value_of(const net::Response& response) {
        const auto json = base::parse_json(response.body);
        const Json* value = json.ok() ? json.value().find("Value") : nullptr;
        return value == nullptr ? Json::object() : *value;
    }
    void launch_and_place() {
        const auto opened = post(
            "/games/2/launch",
            R"({"Mode":"real","RefreshToken":"r1","CurrencyCode":"EUR","LanguageCode":"en"})");
        ASSERT_EQ(
            test::text_of(value_of(opened), "SessionId"), base::to_text(games.session.value()))
            << opened.body;
        usecases::PlaceBet place;
        place.provider = acme;
        place.session = games.session;
        place.bet = domain::ProviderBetId("b1");
        place.round = domain::RoundId("round-1");
        place.stake = "10.50";
        place.arrived = loop.now();
        desk.place(place, [](const auto& placed) { ASSERT_TRUE(placed.ok()); });
        loop.run();
        ASSERT_EQ(heard.size(), 2U);
        ASSERT_EQ(heard[1].first, "/payments/make");
    }
    [[nodiscard]] const domain::Bet& bet() const { return disk.books().bets.begin()->second.bet; }
    [[nodiscard]] std::string accept_of(const std::string& amount) const {
        return R"({"BetId":)" + std::to_string(bet().id.value()) +
               R"(,"PartnerUserId":"u1","TransactionType":-1,"Amount":")" + amount +
               R"(","ErrorCode":200,"Message":"ok","PartnerTransactionId":"t1"})";
    }

    test::FakeLoop loop;
    base::SeededRandom random{1};
    base::LoopExecutor executor{loop};
    usecases::DirectorySource source{picture()};
    test::FakeHttp http{loop};
    Signer signer{{loop, random, executor, "https://hub.test"}};
    WalletClient wallet{{loop, random, source, http, signer}};
    test::MemoryDisk disk;
    test::MemoryStore store{disk};
    test::MemoryReader reader{disk};
    usecases::Batcher batcher{{loop, random, executor, store, source}};
    usecases::Balances balances{loop, wallet};
    usecases::ListTrust trust{{loop, source, wallet, batcher}, {}};
    usecases::Dispatcher dispatcher{{loop, source, wallet, balances, batcher, trust}};
    usecases::BetDesk desk{{loop, random, source, wallet, balances, batcher, {}}};
    FakeGames games{loop};
    crypto::MasterKey master = crypto::MasterKey::for_tests();
    usecases::SessionDesk sessions{
        {loop, random, source, wallet, games, balances, batcher, master, {}}};
    CasinoAuth auth{{loop, source, executor, "https://hub.test"}};
    net::Router router;
    std::string bearer;
    std::vector<std::pair<std::string, Json>> heard;
};

TEST_F(FlowTest, AStakeIsBookedByTheAcceptAndItsRepeatMovesNothing) {
    launch_and_place();
    EXPECT_EQ(test::text_of(heard[1].second, "Amount"), "10.5");
    EXPECT_EQ(test::integer_of(heard[1].second, "TransactionType"), -1);
    EXPECT_EQ(bet().transfers.at(0).state, domain::TransferState::received);

    EXPECT_EQ(
        post("/payments/accept", accept_of("10.5")).body,
        R"({"ErrorCode":200,"Message":"Success"})");
    EXPECT_EQ(bet().transfers.at(0).state, domain::TransferState::booked);
    EXPECT_EQ(bet().transfers.at(0).partner_transaction.value(), "t1");
    const auto postings = disk.books().postings.size();
    EXPECT_EQ(
        post("/payments/accept", accept_of("10.50")).body,
        R"({"ErrorCode":200,"Message":"Success"})");
    EXPECT_EQ(disk.books().postings.size(), postings);

    const auto history = value_of(
        call("GET", "/transactions?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z", ""));
    const auto& listed = history.find("Transactions")->elements();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(test::text_of(listed[0], "State"), "booked");
    EXPECT_EQ(test::text_of(listed[0], "PartnerTransactionId"), "t1");
    EXPECT_EQ(test::text_of(listed[0], "PartnerUserId"), "u1");
}

TEST_F(FlowTest, AnAcceptOfOtherMoneyOrOfNoBetIsRefused) {
    launch_and_place();
    const auto code_of = [](const net::Response& response) {
        return test::integer_of(base::parse_json(response.body).value(), "ErrorCode");
    };
    std::string by_id = accept_of("99");
    by_id.insert(
        1, R"("TransactionId":")" + base::to_text(bet().transfers.at(0).id.value()) + "\",");
    EXPECT_EQ(code_of(post("/payments/accept", by_id)), 900107);
    EXPECT_EQ(
        code_of(post(
            "/payments/accept",
            R"({"BetId":1,"PartnerUserId":"u1","TransactionType":-1,"Amount":"1",)"
            R"("ErrorCode":200,"PartnerTransactionId":"t9"})")),
        900104);
    EXPECT_NE(bet().transfers.at(0).state, domain::TransferState::booked);
}

}  // namespace
}  // namespace croupier::casino_api
