// SPDX-License-Identifier: Apache-2.0
// Calls to providers: the bytes of a launch, and what of an answer is believed.
#include "provider_api/client.h"

#include <gtest/gtest.h>

#include "provider_api/signature.h"
#include "support/fake_http.h"
#include "unit/provider_api/world.h"

namespace croupier::provider_api {
namespace {

using test::FakeLoop;

usecases::LaunchOrder real_order() {
    domain::Session session{
        .id = domain::SessionId(*base::parse_uuid("01941f29-7c00-7141-8000-000000000001")),
        .player = {domain::Slot(5), domain::PlayerId(test::uuid_of(50))},
        .casino = domain::CasinoId(7),
        .provider = test::provider_id(),
        .game = domain::GameId(1),
        .currency = test::eur(),
        .min_bet = test::euros("0.10"),
        .max_bet = test::euros("100"),
        .language = "en",
        .refresh_token_sealed = {},
        .purse = test::euros("0"),
        .created_at = {},
        .last_call_at = {},
        .ended_at = {}};
    usecases::LaunchOrder order{
        .session = session, .player = {}, .return_url = {}, .view_type = {}};
    order.player = domain::PlayerId(test::uuid_of(50));
    order.return_url = "https://casino.test/lobby";
    order.view_type = "mobile";
    return order;
}

class GameClientTest : public ::testing::Test {
protected:
    std::string launch(const usecases::LaunchOrder& order = real_order()) {
        std::string heard = "nothing";
        client.launch(order, [&](domain::Outcome<std::string> uri) {
            heard = uri.ok() ? uri.value() : std::string(domain::to_text(uri.error().code));
        });
        EXPECT_EQ(heard, "nothing");  // never inside the call
        loop.advance(base::Duration(20'000));
        return heard;
    }
    domain::Outcome<GameList> list(const std::string& body) {
        http.always(200, body);
        domain::Outcome<GameList> heard =
            domain::refuse(domain::ErrorCode::internal, "never answered");
        client.list_games(test::provider_id(), [&](domain::Outcome<GameList> games) {
            heard = std::move(games);
        });
        loop.advance(base::Duration(20'000));
        return heard;
    }
    void set_terms(const domain::ProviderTerms& terms) {
        auto changed = test::directory();
        changed.providers.at(test::provider_id()).terms = terms;
        source.replace(test::share(changed));
    }

    FakeLoop loop;
    test::FakeHttp http{loop};
    base::SeededRandom random{3};
    usecases::DirectorySource source{test::share(test::directory())};
    GameClient client{{loop, random, source, http}};
};

TEST_F(GameClientTest, ALaunchIsTheseBytes) {
    http.always(200, R"({"frameUri":"https://games.test/frame?s=1","more":1})");
    EXPECT_EQ(launch(), "https://games.test/frame?s=1");
    ASSERT_EQ(http.calls().size(), 1u);
    const auto& call = http.calls().front();
    EXPECT_EQ(call.request.method, "POST");
    EXPECT_EQ(call.request.url, "http://provider.test/api/v1/games/book%20of%20rounds/launch");
    EXPECT_EQ(
        call.request.body,
        R"({"currency":"EUR","gameMode":"real","language":"en","maxBet":100,"minBet":0.1,)"
        R"("sessionId":"01941f29-7c00-7141-8000-000000000001",)"
        R"("userId":"00000000-0000-0000-0000-000000000032"})");
    EXPECT_EQ(call.header("Content-Type"), "application/json");
    EXPECT_EQ(call.deadline, FakeLoop::start + test::provider_terms().call_timeout);
    const std::string request_id = call.header("X-Request-Id");
    EXPECT_EQ(call.header("X-Counterparty-Id"), "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    EXPECT_EQ(call.header("X-Timestamp"), "1767225600000");
    EXPECT_EQ(
        call.header("X-Sign"),
        signature_of(
            crypto::Secret(std::string(test::provider_secret)), call.request.body,
            {"3f2504e0-4f89-41d3-9a0c-0305e82c3301", "1767225600000", request_id}));
}

TEST_F(GameClientTest, ADemoLaunchNamesNobody) {
    usecases::LaunchOrder order = real_order();
    order.session.mode = domain::Mode::demo;
    order.player.reset();
    http.always(200, R"({"frameUri":"http://games.test/"})");
    EXPECT_EQ(launch(order), "http://games.test/");
    EXPECT_EQ(
        http.calls().front().request.body,
        R"({"currency":"EUR","gameMode":"demo","language":"en","maxBet":100,"minBet":0.1,)"
        R"("sessionId":"01941f29-7c00-7141-8000-000000000001"})");
}

TEST_F(GameClientTest, OptionalFieldsAreSentToThoseWhoWantThem) {
    domain::ProviderTerms terms = test::provider_terms();
    terms.launch_fields = {"viewType", "returnUrl", "maxWin", "gameMargin"};
    terms.max_win = test::euros("25000.50");
    set_terms(terms);
    http.always(200, R"({"frameUri":"https://games.test/"})");
    EXPECT_EQ(launch(), "https://games.test/");
    EXPECT_EQ(
        http.calls().front().request.body,
        R"({"currency":"EUR","gameMode":"real","language":"en","maxBet":100,"maxWin":25000.5,)"
        R"("minBet":0.1,"returnUrl":"https://casino.test/lobby",)"
        R"("sessionId":"01941f29-7c00-7141-8000-000000000001",)"
        R"("userId":"00000000-0000-0000-0000-000000000032","viewType":"mobile"})");

    usecases::LaunchOrder order = real_order();
    order.view_type = "hologram";
    order.return_url.clear();
    launch(order);
    const std::string& body = http.calls().back().request.body;
    EXPECT_EQ(body.find("viewType"), std::string::npos);
    EXPECT_EQ(body.find("returnUrl"), std::string::npos);
}

TEST_F(GameClientTest, OnlyAnAddressOfTheWebIsBelieved) {
    for (const char* body :
         {"", "[]", "{}", R"({"frameUri":null})", R"({"frameUri":7})", R"({"frameUri":""})",
          R"({"frameUri":"javascript:void"})", R"({"frameUri":"//games.test"})",
          R"({"frameUri":"https://games.test/a b"})",
          R"({"frameUri":"https://games.test/\u000a"})"}) {
        http.always(200, body);
        EXPECT_EQ(launch(), "counterparty_failed") << body;
    }
}

TEST_F(GameClientTest, AFailedLaunchIsTheCounterpartys) {
    http.always(500, R"({"frameUri":"https://games.test/"})");
    EXPECT_EQ(launch(), "counterparty_failed");
    http.always(net::HttpFault::not_sent);
    EXPECT_EQ(launch(), "counterparty_failed");
    http.script([](const net::OutgoingRequest&) { return std::nullopt; });
    EXPECT_EQ(launch(), "counterparty_failed");
}

TEST_F(GameClientTest, AGameNobodyKnowsIsNotLaunched) {
    usecases::LaunchOrder order = real_order();
    order.session.game = domain::GameId(99);
    EXPECT_EQ(launch(order), "game_unavailable");
    order = real_order();
    order.session.provider = domain::ProviderId(test::uuid_of(1));
    EXPECT_EQ(launch(order), "game_unavailable");
    EXPECT_TRUE(http.calls().empty());
}

TEST_F(GameClientTest, ReadsTheListOfGames) {
    const auto games =
        list(R"([{"gameId":"g1","name":"Crash","gameCategory":"crash","maxOdd":100.5,)"
             R"("lobbyImgUrl":"https://img.test/1.png","rtp":97.1,"languages":["en"]},)"
             R"({"gameId":"g2","name":"Wheel é","gameCategory":"wheel_of_something",)"
             R"("lobbyImgUrl":"ftp://x","hasDemo":false,"live":true}])");
    ASSERT_TRUE(games.ok()) << games.error().detail;
    ASSERT_EQ(games.value().games.size(), 2u);
    EXPECT_TRUE(games.value().skipped.empty());
    const domain::GameTerms& first = games.value().games[0];
    EXPECT_EQ(first.provider, test::provider_id());
    EXPECT_EQ(first.provider_game.value(), "g1");
    EXPECT_EQ(first.name, "Crash");
    EXPECT_EQ(first.category, "crash");
    EXPECT_EQ(first.image_url, "https://img.test/1.png");
    EXPECT_TRUE(first.has_demo);
    EXPECT_FALSE(first.live);
    const domain::GameTerms& second = games.value().games[1];
    EXPECT_EQ(second.category, "wheel_of_something");
    EXPECT_EQ(second.image_url, "");
    EXPECT_FALSE(second.has_demo);
    EXPECT_TRUE(second.live);

    const auto& call = http.calls().front();
    EXPECT_EQ(call.request.method, "GET");
    EXPECT_EQ(call.request.url, "http://provider.test/api/v1/games");
    EXPECT_EQ(call.request.body, "");
    EXPECT_EQ(
        call.header("X-Sign"), signature_of(
                                   crypto::Secret(std::string(test::provider_secret)), "",
                                   {call.header("X-Counterparty-Id"), call.header("X-Timestamp"),
                                    call.header("X-Request-Id")}));
}

// What is not listed gets switched off, so what is no list must not pass for an empty one.
TEST_F(GameClientTest, WhatIsNoListIsRefused) {
    const std::string good = R"({"gameId":"g","name":"G","gameCategory":"slots"})";
    for (const char* empty : {"[]", "{}", "null", "\xef\xbb\xbf[]"}) {
        const auto games = list(empty);
        ASSERT_TRUE(games.ok()) << empty;
        EXPECT_TRUE(games.value().games.empty() && games.value().skipped.empty()) << empty;
    }
    for (const std::string& body :
         {std::string(), std::string("x"), "{\"games\":[" + good + "]}", "{\"0\":" + good + "}",
          good, std::string("[1]"), std::string("\"\""), std::string("0"), std::string("false"),
          std::string("[[]]"), std::string(R"({"error":"busy"})"),
          std::string(R"([{"error":"busy"}])")}) {
        const auto games = list(body);
        ASSERT_FALSE(games.ok()) << body;
        EXPECT_EQ(games.error().code, domain::ErrorCode::counterparty_failed);
    }
}

TEST_F(GameClientTest, AGameThatCannotBeReadIsSkipped) {
    const std::string good = R"({"gameId":"g","name":"G","gameCategory":"slots"})";
    using Id = std::optional<domain::ProviderGameId>;
    const Id bad{domain::ProviderGameId("bad")};
    const std::pair<std::string, Id> cases[] = {
        {good, domain::ProviderGameId("g")},  // listed twice
        {"1", std::nullopt},
        {R"({"name":"G","gameCategory":"slots"})", std::nullopt},
        {R"({"gameId":"","name":"G","gameCategory":"slots"})", std::nullopt},
        {R"({"gameId":1.5,"name":"G","gameCategory":"slots"})", std::nullopt},
        {R"({"gameId":"bad","gameCategory":"slots"})", bad},
        {R"({"gameId":"bad","name":"G"})", bad},
        {R"({"gameId":"bad","name":"","gameCategory":"slots"})", bad},
        {R"({"gameId":"bad","name":{},"gameCategory":"slots"})", bad},
        {R"({"gameId":"a\ud83d","name":"G","gameCategory":"slots"})", std::nullopt},
        {R"({"gameId":"a","GameId":"b","name":"G","gameCategory":"slots"})", std::nullopt},
        {R"({"gameId":"bad","name":"G","NAME":"H","gameCategory":"slots"})", bad}};
    for (const auto& [element, id] : cases) {
        const auto games = list("[" + good + "," + element + "]");
        ASSERT_TRUE(games.ok()) << element;
        ASSERT_EQ(games.value().games.size(), 1u) << element;
        EXPECT_EQ(games.value().games[0].provider_game.value(), "g");
        ASSERT_EQ(games.value().skipped.size(), 1u) << element;
        EXPECT_EQ(games.value().skipped[0].id, id) << element;
        EXPECT_TRUE(games.value().skipped[0].why.starts_with("game 2: "));
    }
}

TEST_F(GameClientTest, WhatIsOptionalAboutAGameNeverCostsIt) {
    for (const char* extra :
         {R"("hasDemo":1)", R"("hasDemo":"false")", R"("live":0)", R"("live":"no")",
          R"("hasDemo":false,"HASDEMO":true)", R"("lobbyImgUrl":{})", R"("rtp":"\ud83d")",
          R"("maxOdd":"much","volatility":[[]],"rtp":1,"rtp":2)"}) {
        const auto games = list(
            R"([{"GameId":"g","NAME":"G","gamecategory":"slots",)" + std::string(extra) + "}]");
        ASSERT_TRUE(games.ok()) << extra << games.error().detail;
        ASSERT_EQ(games.value().games.size(), 1u) << extra;
        EXPECT_TRUE(games.value().games[0].has_demo) << extra;
        EXPECT_FALSE(games.value().games[0].live) << extra;
    }
    const auto games = list(
        "\xef\xbb\xbf[{\"gameId\":1.204E3,\"name\":\"Caf\xe9\",\"gameCategory\":\"slots\","
        "\"lobbyImgUrl\":\"https://img.test/B\xc3\xbc.png\"}]");
    ASSERT_TRUE(games.ok()) << games.error().detail;
    ASSERT_EQ(games.value().games.size(), 1u);
    EXPECT_EQ(games.value().games[0].provider_game.value(), "1204");
    EXPECT_EQ(games.value().games[0].name, "Caf\xef\xbf\xbd");
    EXPECT_EQ(games.value().games[0].image_url, "https://img.test/B%C3%BC.png");
}

TEST_F(GameClientTest, AFrameUriBeyondAsciiIsPercentEncoded) {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"frameUri":"https://g.test/play?title=B\u00fcch&x=%20#a"})",
         "https://g.test/play?title=B%C3%BCch&x=%20#a"},
        {"{\"frameUri\":\"https://g.test/\xe6\xbc\xa2\xf0\x9f\x98\x80\"}",
         "https://g.test/%E6%BC%A2%F0%9F%98%80"},
        {R"({"FrameURI":"HTTPS://g.test/?a[]=1&b=c"})", "HTTPS://g.test/?a[]=1&b=c"},
        {R"({"frameUri":"http://g.test:8080/","message":"\ud83d","x":{},"x":1})",
         "http://g.test:8080/"},
        {R"({"frameUri":"http://g.test/","frameuri":"http://g.test/"})", "http://g.test/"}};
    for (const auto& [body, uri] : cases) {
        const auto read = read_frame_uri(body);
        ASSERT_TRUE(read.ok()) << body << read.error().detail;
        EXPECT_EQ(read.value(), uri);
    }
    const std::pair<const char*, const char*> unreadable[] = {
        {"<html>", "the body is no JSON"},
        {"[]", "frameUri is missing"},
        {R"({"frameUri":null})", "frameUri is missing"},
        {R"({"url":"https://g.test/"})", "frameUri is missing"},
        {R"({"frameUri":["https://g.test/"]})", "frameUri cannot be read"},
        {R"({"frameUri":"https://g.test/\ud83d"})", "frameUri cannot be read"},
        {"{\"frameUri\":\"https://g.test/B\xfc\"}", "frameUri cannot be read"},
        {R"({"frameUri":"https://a.test/","frameuri":"https://b.test/"})",
         "frameUri is given twice with different values"},
        {R"({"frameUri":"javascript:void"})", "frameUri is no address of the web"},
        {R"({"frameUri":"httpx://g.test/"})", "frameUri is no address of the web"},
        {R"({"frameUri":"https://g.test/a b"})", "frameUri is no address of the web"}};
    for (const auto& [body, why] : unreadable) {
        const auto read = read_frame_uri(body);
        ASSERT_FALSE(read.ok()) << body;
        EXPECT_EQ(read.error().detail, why) << body;
    }
}

TEST_F(GameClientTest, ANumericIdIsItsTextAndAnOddPictureIsLeftOut) {
    for (const char* image : {"7", "{}", "null", R"("ftp://x")", R"("https://a b")"}) {
        const auto games = list(
            std::string(R"([{"gameId":1204,"name":"G","gameCategory":"slots","lobbyImgUrl":)") +
            image + "}]");
        ASSERT_TRUE(games.ok()) << image;
        ASSERT_EQ(games.value().games.size(), 1u) << image;
        EXPECT_EQ(games.value().games[0].provider_game.value(), "1204");
        EXPECT_EQ(games.value().games[0].image_url, "");
    }
}

}  // namespace
}  // namespace croupier::provider_api
