// SPDX-License-Identifier: Apache-2.0
#include "casino_api/routes.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using base::Json;
using domain::ErrorCode;

struct FakeReader final : usecases::StoreReader {
    template <class T>
    using Read = base::Result<T, usecases::StoreFault>;
    Read<std::vector<domain::BetId>> bets_at_work(domain::BetId, std::size_t) override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<usecases::TransactionPage> transactions(const usecases::TransactionQuery& query) override {
        asked = query;
        if (fault) return base::fail(*fault);
        return page;
    }
    Read<std::vector<domain::BetId>> bets_stuck(domain::BetId, std::size_t) override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<std::optional<domain::Bet>> bet(domain::BetId) override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<std::optional<domain::Player>> player(const usecases::PartnerPlayer&) override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<std::vector<domain::PlayerEvent>> player_events(const domain::PlayerKey&) override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<std::vector<usecases::SeenRequest>> seen_requests(base::Instant) override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<std::vector<usecases::ListVerdict>> list_verdicts() override {
        return base::fail(usecases::StoreFault::down);
    }
    Read<domain::Balances> balances() override { return base::fail(usecases::StoreFault::down); }
    Read<std::vector<domain::Bet>> bets_after(domain::BetId, std::size_t) override {
        return base::fail(usecases::StoreFault::down);
    }

    usecases::TransactionQuery asked;
    usecases::TransactionPage page;
    std::optional<usecases::StoreFault> fault;
};

usecases::Directory directory_with_games() {
    auto made = test::directory();
    const auto add_provider = [&](std::uint8_t number, const char* name, bool enabled) {
        usecases::ProviderEntry entry;
        entry.terms.id = domain::ProviderId(test::uuid_of(number));
        entry.terms.name = name;
        entry.terms.enabled = enabled;
        made.providers.emplace(entry.terms.id, entry);
    };
    add_provider(1, "Acme", true);
    add_provider(2, "Bold", true);
    add_provider(3, "Gone", false);
    const auto add_game = [&](std::uint64_t id, std::uint8_t provider, const char* name) {
        domain::GameTerms game;
        game.id = domain::GameId(id);
        game.provider = domain::ProviderId(test::uuid_of(provider));
        game.name = name;
        game.category = id % 2 == 0 ? "slots" : "crash";
        made.games.emplace(game.id, game);
    };
    add_game(1, 1, "Aces");
    add_game(2, 1, "Bells");
    add_game(3, 2, "Clover Aces");
    add_game(4, 3, "Of a provider that is off");
    add_game(5, 1, "Itself off");
    made.games.at(domain::GameId(5)).enabled = false;
    add_game(6, 2, "Dice");
    return made;
}

struct RoutesTest : testing::Test {
    RoutesTest() {
        router.add(routes({
            .loop = loop,
            .directory = source,
            .auth = auth,
            .accept =
                [this](auto command, auto done) {
                    accepts.push_back(std::move(command));
                    loop.post([this, done] { done(accept_answer); });
                },
            .launch =
                [this](auto command, auto done) {
                    launches.push_back(std::move(command));
                    loop.post([this, done] { done(launch_answer); });
                },
            .reader = reader,
            .reading = reading,
        }));
    }
    net::Response call(
        const std::string& method, const std::string& target, const std::string& body = "") {
        net::Request request;
        request.method = method;
        request.target = std::string(casino_base_path) + target;
        request.path = request.target.substr(0, request.target.find('?'));
        if (!token.empty()) request.headers = {{"Authorization", "Bearer " + token}};
        request.body = body;
        request.peer = "127.0.0.1";
        std::optional<net::Response> got;
        router(request, net::Reply([&](net::Response response) { got = std::move(response); }));
        loop.run();
        return got.value_or(net::Response::text(599, "no answer"));
    }
    static Json read(const net::Response& response) {
        const auto json = base::parse_json(response.body);
        EXPECT_TRUE(json.ok()) << response.body;
        return json.ok() ? json.value() : Json::object();
    }
    static std::int64_t code_of(const net::Response& response) {
        return test::integer_of(read(response), "ErrorCode");
    }
    static std::string message_of(const net::Response& response) {
        return test::text_of(read(response), "Message");
    }
    static Json value_of(const net::Response& response) {
        const Json json = read(response);
        const Json* value = json.find("Value");
        return value == nullptr ? Json() : *value;
    }
    void log_in() {
        const auto response =
            call("POST", "/auth/token", R"({"PartnerClientId":7,"Secret":"open sesame"})");
        token = test::text_of(value_of(response), "AccessToken");
    }

    test::FakeLoop loop;
    base::LoopExecutor crypto{loop};
    base::LoopExecutor reading{loop};
    usecases::DirectorySource source{test::share(directory_with_games())};
    CasinoAuth auth{{loop, source, crypto, "https://hub.test"}};
    FakeReader reader;
    std::vector<usecases::AcceptBooking> accepts;
    domain::Outcome<usecases::Nothing> accept_answer{usecases::Nothing{}};
    std::vector<usecases::OpenSession> launches;
    domain::Outcome<usecases::OpenedSession> launch_answer{
        usecases::OpenedSession{domain::SessionId(test::uuid_of(9)), "https://game.test/x"}};
    net::Router router;
    std::string token;
};

TEST_F(RoutesTest, TokenByNumberOrTextInAnyCase) {
    for (const char* body :
         {R"({"PartnerClientId":7,"Secret":"open sesame"})",
          R"({"partnerclientid":"7","SECRET":"open sesame"})",
          R"({"PartnerClientId":"PartnerClient-7","Secret":"open sesame","More":1})"}) {
        const auto response = call("POST", "/auth/token", body);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(code_of(response), 200);
        const Json value = value_of(response);
        EXPECT_EQ(test::text_of(value, "TokenType"), "Bearer");
        EXPECT_EQ(test::integer_of(value, "ExpiresIn"), 3600);
        EXPECT_EQ(test::text_of(value, "Scope"), "partner");
        EXPECT_EQ(response.header("Cache-Control"), "no-store");
    }
}

TEST_F(RoutesTest, TokenRefusals) {
    for (const char* body :
         {"", "[]", "{}", R"({"PartnerClientId":7})", R"({"PartnerClientId":7,"Secret":7})",
          R"({"PartnerClientId":-7,"Secret":"open sesame"})",
          R"({"PartnerClientId":7,"Secret":"wrong"})"}) {
        const auto response = call("POST", "/auth/token", body);
        EXPECT_EQ(response.status, 200) << body;
        EXPECT_EQ(code_of(response), 103752) << body;
    }
}

TEST_F(RoutesTest, WithoutABearerEverythingButTokenAndKeysIs401) {
    const std::pair<const char*, const char*> guarded[] = {{"POST", "/auth/verify"},
                                                           {"POST", "/payments/accept"},
                                                           {"POST", "/cashback-payments/accept"},
                                                           {"GET", "/games"},
                                                           {"POST", "/games/1/launch"},
                                                           {"GET", "/transactions"}};
    for (const auto& [method, path] : guarded) {
        const auto response = call(method, path, "{}");
        EXPECT_EQ(response.status, 401) << path;
        EXPECT_EQ(code_of(response), 103811) << path;
    }
    const auto keys = call("GET", "/auth/jwks");
    EXPECT_EQ(keys.status, 200);
    EXPECT_EQ(read(keys).find("keys")->elements().size(), 1U);
    EXPECT_EQ(keys.header("Cache-Control"), "public, max-age=300");
}

TEST_F(RoutesTest, VerifySaysWhatATokenIsWorth) {
    log_in();
    auto value = value_of(call("POST", "/auth/verify", R"({"Token":")" + token + "\"}"));
    EXPECT_TRUE(value.find("Valid")->as_boolean());
    EXPECT_EQ(test::text_of(*value.find("Claims"), "client_id"), "PartnerClient-7");
    value = value_of(call("POST", "/auth/verify", R"({"token":"x.y.z"})"));
    EXPECT_FALSE(value.find("Valid")->as_boolean());
    EXPECT_EQ(value.find("Claims"), nullptr);
    EXPECT_EQ(code_of(call("POST", "/auth/verify", "{}")), 103752);
}

constexpr const char* full_accept = R"({"BetId":"12","PartnerUserId":5,"TransactionType":-1,
    "Amount":"10.50","ErrorCode":200,"Message":"ok","PartnerTransactionId":77,
    "TransactionId":"00000000-0000-0000-0000-000000000001","Balance":3.25})";

TEST_F(RoutesTest, AcceptBecomesACommandOfTheBearer) {
    log_in();
    const auto response = call("POST", "/payments/accept", full_accept);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"ErrorCode":200,"Message":"Success"})");
    ASSERT_EQ(accepts.size(), 1U);
    const auto& accept = accepts[0];
    EXPECT_EQ(accept.casino, test::casino_7);
    EXPECT_EQ(accept.bet.value(), 12U);
    EXPECT_EQ(accept.partner_user.value(), "5");
    EXPECT_EQ(accept.type, domain::TransactionType::stake);
    EXPECT_EQ(accept.amount, "10.5");
    EXPECT_EQ(accept.transaction, domain::TransactionId(test::uuid_of(1)));
    EXPECT_EQ(accept.partner_transaction.value(), "77");
    EXPECT_TRUE(accept.success);
    EXPECT_FALSE(accept.refusal.has_value());
    EXPECT_EQ(accept.balance, "3.25");
    EXPECT_EQ(accept.evidence, full_accept);
}

TEST_F(RoutesTest, AcceptKeepsApartRefusedClosedAndInDoubt) {
    log_in();
    const auto accept = [&](const std::string& code) -> const usecases::AcceptBooking& {
        const auto response = call(
            "POST", "/payments/accept",
            R"({"betid":12,"partnerUserId":"u","TRANSACTIONTYPE":"1","amount":10,"errorCode":)" +
                code + "}");
        EXPECT_EQ(code_of(response), 200);
        return accepts.back();
    };
    EXPECT_EQ(accept("900101").refusal, ErrorCode::insufficient_funds);
    EXPECT_TRUE(accept("900105").closed);
    EXPECT_FALSE(accepts.back().refusal.has_value());
    const auto& doubtful = accept("103799");
    EXPECT_FALSE(doubtful.success || doubtful.closed || doubtful.refusal.has_value());
    EXPECT_EQ(doubtful.type, domain::TransactionType::payout);
    EXPECT_TRUE(doubtful.partner_transaction.value().empty());
}

// The full accept with one member set otherwise, or left out.
std::string accept_with(std::string_view name, std::string_view value) {
    const auto full = base::parse_json(full_accept);
    Json changed = Json::object();
    for (const auto& [key, kept] : full.value().members()) {
        if (key != name) changed.set(key, kept);
    }
    if (!value.empty()) changed.set(name, base::parse_json(value).value());
    return base::to_text(changed);
}

TEST_F(RoutesTest, AcceptThatCannotBeReadIs103752) {
    log_in();
    std::vector<std::string> bodies{"", "null", "{", "[]"};
    for (const char* name :
         {"BetId", "PartnerUserId", "TransactionType", "Amount", "ErrorCode",
          "PartnerTransactionId"}) {
        bodies.push_back(accept_with(name, ""));
        bodies.push_back(accept_with(name, "null"));
        bodies.push_back(accept_with(name, "{}"));
    }
    for (const char* bet : {"0", "-1", "9007199254740992", "1.5", "\"x\""}) {
        bodies.push_back(accept_with("BetId", bet));
    }
    bodies.push_back(accept_with("TransactionType", "3"));
    bodies.push_back(accept_with("ErrorCode", "\"200\""));
    bodies.push_back(accept_with("PartnerTransactionId", "\"\""));
    for (const auto& body : bodies) {
        const auto response = call("POST", "/payments/accept", body);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(code_of(response), 103752) << body;
        EXPECT_TRUE(message_of(response).starts_with("Invalid request parameters: ")) << body;
    }
    EXPECT_TRUE(accepts.empty());
    EXPECT_EQ(code_of(call("POST", "/payments/accept", accept_with("BetId", "5"))), 200);
    // A TransactionId that is no GUID is the casino's own matter.
    EXPECT_EQ(code_of(call("POST", "/payments/accept", accept_with("TransactionId", "5"))), 200);
    EXPECT_FALSE(accepts.back().transaction.has_value());
}

TEST_F(RoutesTest, LaunchSaysWhatCouldNotBeRead) {
    log_in();
    const std::string demo = R"({"Mode":"demo","LanguageCode":"en","CurrencyCode":"EUR")";
    const auto unreadable = call("POST", "/games/2/launch", demo + R"(,"mode":"real"})");
    EXPECT_EQ(code_of(unreadable), 103752);
    EXPECT_EQ(
        message_of(unreadable),
        "Invalid request parameters: Mode is given twice with different values");
    launch_answer = domain::refuse(
        ErrorCode::counterparty_failed, "the answer to users/auth: PartnerUserId is missing");
    const auto response = call("POST", "/games/2/launch", demo + "}");
    EXPECT_EQ(code_of(response), 103799);
    EXPECT_EQ(
        message_of(response),
        "General API error: the answer to users/auth: PartnerUserId is missing");
}

TEST_F(RoutesTest, WhatIsNotReadIsNoReasonToRefuse) {
    for (const std::string& unread :
         {'"' + std::string(200'000, 'x') + '"', std::string(63, '[') + std::string(63, ']'),
          std::string("1e99999999999")}) {
        const std::string extra = ",\"Extra\":" + unread + "}";
        token.clear();
        EXPECT_EQ(
            code_of(call(
                "POST", "/auth/token", R"({"PartnerClientId":7,"Secret":"open sesame")" + extra)),
            200);
        log_in();
        const std::string accept(full_accept, std::string_view(full_accept).size() - 1);
        EXPECT_EQ(code_of(call("POST", "/payments/accept", accept + extra)), 200);
        const std::string launch =
            R"({"Mode":"demo","CurrencyCode":"EUR","LanguageCode":"en")" + extra;
        EXPECT_EQ(code_of(call("POST", "/games/1/launch", launch)), 200);
    }
}

TEST_F(RoutesTest, AcceptAnswersWhatTheDeskSays) {
    log_in();
    const std::pair<ErrorCode, std::pair<int, int>> table[] = {
        {ErrorCode::transaction_unknown, {200, 900104}},
        {ErrorCode::content_mismatch, {200, 900107}},
        {ErrorCode::overloaded, {503, 103799}},
        {ErrorCode::internal, {200, 103799}}};
    for (const auto& [code, wire] : table) {
        accept_answer = domain::refuse(code, "detail for the log");
        const auto response = call("POST", "/payments/accept", full_accept);
        EXPECT_EQ(response.status, wire.first);
        EXPECT_EQ(code_of(response), wire.second);
        EXPECT_EQ(response.body.find("detail"), std::string::npos);
        EXPECT_EQ(response.header("Retry-After").has_value(), wire.first == 503);
    }
}

TEST_F(RoutesTest, CashbackAcceptsMatchNothing) {
    log_in();
    const char* named = R"({"CashbackId":4,"PartnerUserId":"u","TransactionType":1,"Amount":"1",
        "ErrorCode":200,"PartnerTransactionId":"t"})";
    accept_answer = domain::refuse(ErrorCode::transaction_unknown);
    EXPECT_EQ(code_of(call("POST", "/cashback-payments/accept", named)), 900104);
    EXPECT_EQ(code_of(call("POST", "/cashback-payments/accept", full_accept)), 900104);
    EXPECT_EQ(code_of(call("POST", "/cashback-payments/accept", "{}")), 103752);
    ASSERT_EQ(accepts.size(), 2U);  // the desk keeps them as evidence
    EXPECT_TRUE(accepts[0].cashback && accepts[1].cashback);
}

std::vector<std::int64_t> game_ids(const Json& value) {
    std::vector<std::int64_t> ids;
    for (const Json& game : value.find("Games")->elements()) {
        ids.push_back(test::integer_of(game, "GameId"));
    }
    return ids;
}

TEST_F(RoutesTest, GamesListWhatMayBeLaunched) {
    log_in();
    using Ids = std::vector<std::int64_t>;
    const auto ids = [&](const std::string& query) {
        return game_ids(value_of(call("GET", "/games" + query)));
    };
    EXPECT_EQ(ids(""), (Ids{1, 2, 3, 6}));
    EXPECT_EQ(ids("?category=Slots"), (Ids{2, 6}));
    EXPECT_EQ(ids("?provider=bold"), (Ids{3, 6}));
    EXPECT_EQ(ids("?provider=00000000-0000-0000-0000-000000000001"), (Ids{1, 2}));
    EXPECT_EQ(ids("?search=aCes"), (Ids{1, 3}));
    EXPECT_EQ(ids("?search=clover%20aces&language=de"), (Ids{3}));
    EXPECT_EQ(ids("?search=nothing"), Ids{});
    const auto first = value_of(call("GET", "/games?limit=3"));
    EXPECT_EQ(game_ids(first), (Ids{1, 2, 3}));
    const auto last = value_of(call("GET", "/games?cursor=" + test::text_of(first, "Cursor")));
    EXPECT_EQ(game_ids(last), (Ids{6}));
    EXPECT_EQ(last.find("Cursor"), nullptr);
    EXPECT_EQ(value_of(call("GET", "/games?limit=4")).find("Cursor"), nullptr);
    for (const char* query : {"?limit=0", "?limit=501", "?limit=x", "?cursor=x"}) {
        EXPECT_EQ(code_of(call("GET", std::string("/games") + query)), 103752) << query;
    }
    const auto one = call("GET", "/games?search=bells").body;
    EXPECT_EQ(
        one, R"({"ErrorCode":200,"Message":"Success","Value":{"Games":[{"GameId":2,"Name":"Bells",)"
             R"("Provider":"Acme","Category":"slots","MinBet":"0.01","MaxBet":"10000",)"
             R"("HasDemo":false,"Live":false}]}})");
}

TEST_F(RoutesTest, LaunchOpensASession) {
    log_in();
    const auto response = call(
        "POST", "/games/2/launch",
        R"({"RefreshToken":"r","Mode":"real","CurrencyCode":"EUR","LanguageCode":"pt-BR",
            "ReturnUrl":"https://casino.test/lobby","ViewType":"mobile","TagId":3})");
    EXPECT_EQ(
        response.body,
        R"({"ErrorCode":200,"Message":"Success","Value":{)"
        R"("SessionId":"00000000-0000-0000-0000-000000000009","Url":"https://game.test/x"}})");
    ASSERT_EQ(launches.size(), 1U);
    const auto& open = launches[0];
    EXPECT_EQ(open.casino, test::casino_7);
    EXPECT_EQ(open.game.value(), 2U);
    EXPECT_EQ(open.mode, domain::Mode::real);
    EXPECT_EQ(open.refresh_token.reveal(), "r");
    EXPECT_EQ(open.currency_code, "EUR");
    EXPECT_EQ(open.language, "pt-BR");
    EXPECT_EQ(open.return_url, "https://casino.test/lobby");
    EXPECT_EQ(open.view_type, "mobile");
    EXPECT_EQ(open.tag_id, 3);

    const auto demo = call(
        "POST", "/games/2/launch", R"({"Mode":"demo","CurrencyCode":"EUR","LanguageCode":"en"})");
    EXPECT_EQ(code_of(demo), 200);
    EXPECT_EQ(launches.at(1).mode, domain::Mode::demo);

    for (const std::string& language :
         {std::string("e"), std::string("zh_Hans-CN"), std::string(35, 'e')}) {
        const std::string body =
            R"({"Mode":"demo","CurrencyCode":"EUR","LanguageCode":")" + language + "\"}";
        EXPECT_EQ(code_of(call("POST", "/games/2/launch", body)), 200);
        EXPECT_EQ(launches.back().language, language);
    }

    launch_answer = domain::refuse(ErrorCode::token_refused);
    EXPECT_EQ(
        code_of(call(
            "POST", "/games/2/launch",
            R"({"RefreshToken":"r","Mode":"real","CurrencyCode":"EUR","LanguageCode":"en"})")),
        900108);
}

TEST_F(RoutesTest, LaunchRefusals) {
    log_in();
    const std::string rest = R"("CurrencyCode":"EUR","LanguageCode":"en"})";
    const std::string bodies[] = {
        "",
        "{}",
        R"({"Mode":"real",)" + rest,
        R"({"Mode":"real","RefreshToken":"",)" + rest,
        R"({"Mode":"fun",)" + rest,
        R"({"Mode":"demo","ViewType":"watch",)" + rest,
        R"({"Mode":"demo","ReturnUrl":"javascript:alert",)" + rest,
        R"({"Mode":"demo","ReturnUrl":"https://a b",)" + rest,
        R"({"Mode":"demo","CurrencyCode":"EUR"})"};
    for (const auto& body : bodies) {
        EXPECT_EQ(code_of(call("POST", "/games/2/launch", body)), 103752) << body;
    }
    for (const std::string& language :
         {std::string(), std::string("en/GB"), std::string("en\\n"), std::string("e n"),
          std::string("\\u00e9n"), std::string(36, 'e')}) {
        const std::string body =
            R"({"Mode":"demo","CurrencyCode":"EUR","LanguageCode":")" + language + "\"}";
        EXPECT_EQ(code_of(call("POST", "/games/2/launch", body)), 103752) << body;
    }
    EXPECT_EQ(code_of(call("POST", "/games/two/launch", R"({"Mode":"demo",)" + rest)), 103752);
    auto next = *source.current();
    next.casinos.at(test::casino_7).terms.enabled = false;
    source.replace(test::share(next));
    EXPECT_EQ(code_of(call("POST", "/games/2/launch", R"({"Mode":"demo",)" + rest)), 900106);
    EXPECT_TRUE(launches.empty());
    EXPECT_EQ(code_of(call("POST", "/payments/accept", full_accept)), 200)
        << "money owed does not stop with the switch";
}

TEST_F(RoutesTest, IdsBeyondAsciiGoBothWays) {
    log_in();
    EXPECT_EQ(
        code_of(call("POST", "/payments/accept", accept_with("PartnerUserId", R"("игрок 1")"))),
        200);
    EXPECT_EQ(accepts.back().partner_user.value(), "игрок 1");
    auto bet = test::bet();
    bet.partner_user = domain::PartnerUserId("é");
    bet.round = domain::RoundId("漢😀");
    reader.page = {{{bet, 0}}, ""};
    const auto response = call(
        "GET",
        "/transactions?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"
        "&partnerUserId=%C3%A9");
    EXPECT_EQ(reader.asked.player, domain::PartnerUserId("é"));
    EXPECT_NE(response.body.find(R"("PartnerUserId":"\u00e9")"), std::string::npos);
    EXPECT_NE(response.body.find(R"("RoundId":"\u6f22\ud83d\ude00")"), std::string::npos);
    const auto broken = call(
        "GET",
        "/transactions?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"
        "&partnerUserId=%C3");
    EXPECT_EQ(code_of(broken), 103752);
}

TEST_F(RoutesTest, TransactionsByTime) {
    log_in();
    auto bet = test::bet();
    bet.transfers[0].state = domain::TransferState::booked;
    bet.transfers[0].partner_transaction = domain::PartnerTransactionId("t9");
    reader.page = {{{bet, 0}}, "more"};
    const auto response = call(
        "GET",
        "/transactions?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z"
        "&betId=12&partnerUserId=u&cursor=c&limit=5");
    EXPECT_EQ(
        response.body,
        R"({"ErrorCode":200,"Message":"Success","Value":{"Transactions":[)"
        R"({"BetId":9007199254740991,"PartnerUserId":"user \"1\"","PartnerTransactionId":"t9",)"
        R"("TransactionId":"00000000-0000-0000-0000-000000000001","TransactionType":-1,)"
        R"("Amount":"10.5","CurrencyCode":"EUR","CreatedAt":"2026-01-01T00:00:00.000Z",)"
        R"("State":"booked","GameId":12,"RoundId":"round-1"}],"Cursor":"more"}})");
    EXPECT_EQ(reader.asked.casino, test::casino_7);
    EXPECT_EQ(reader.asked.from, test::FakeLoop::start);
    EXPECT_EQ(reader.asked.to, test::FakeLoop::start + std::chrono::hours(24));
    EXPECT_EQ(reader.asked.bet, domain::BetId(12));
    EXPECT_EQ(reader.asked.player, domain::PartnerUserId("u"));
    EXPECT_EQ(reader.asked.cursor, "c");
    EXPECT_EQ(reader.asked.limit, 5U);
}

TEST_F(RoutesTest, TransactionsRefusals) {
    log_in();
    const std::string span = "from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z";
    for (const std::string& query :
         {std::string(), std::string("from=2026-01-01T00:00:00.000Z"),
          std::string("from=2026-01-02T00:00:00.000Z&to=2026-01-01T00:00:00.000Z"),
          span + "&betId=x", span + "&limit=501", span + "&partnerUserId="}) {
        EXPECT_EQ(code_of(call("GET", "/transactions?" + query)), 103752) << query;
    }
    reader.fault = usecases::StoreFault::down;
    EXPECT_EQ(call("GET", "/transactions?" + span).status, 503);
}

}  // namespace
}  // namespace croupier::casino_api
