// SPDX-License-Identifier: Apache-2.0
// The whole casino on a real loop and real sockets, with a stub of the hub beside it.
#include "sandbox/casino/casino.h"

#include <gtest/gtest.h>

#include "crypto/jose.h"
#include "net/router.h"
#include "support/temp_folder.h"

namespace croupier::sandbox::casino {
namespace {

using base::Duration;
using base::Json;

constexpr Duration patience{10'000};

// What of the hub a casino calls; remembers the accepts and the last launch.
class HubStub {
public:
    explicit HubStub(net::AsioLoop& loop) {
        const auto say = [](const net::Reply& reply, std::string_view value) {
            reply(net::Response::json(
                200, R"({"ErrorCode":200,"Message":"","Value":)" + std::string(value) + "}"));
        };
        const auto add = [&](std::string method, std::string pattern, auto act) {
            router_.add(net::Route{
                std::move(method), std::move(pattern),
                [act](
                    const net::PathParameters&, const net::Request& request,
                    const net::Reply& reply) { act(request, reply); }});
        };
        add("GET", "/mis-api/api/v2/auth/jwks", [this](const net::Request&, const net::Reply& r) {
            const auto keys = crypto::JwkSet::to_json({key.public_jwk()});
            r(net::Response::json(200, base::to_text(keys)));
        });
        add("POST", "/mis-api/api/v2/auth/token",
            [this, say](const net::Request& request, const net::Reply& r) {
                credentials = request.body;
                say(r, R"({"AccessToken":"bearer","TokenType":"Bearer","ExpiresIn":3600})");
            });
        add("POST", "/mis-api/api/v2/payments/accept",
            [this, say](const net::Request& request, const net::Reply& r) {
                accepts.push_back(request.body);
                say(r, "null");
            });
        add("POST", "/mis-api/api/v2/games/{GameId}/launch",
            [this, say](const net::Request& request, const net::Reply& r) {
                launched = request.path + " " + request.body;
                say(r, R"({"SessionId":"0196","Url":"http://game"})");
            });
        server_ = loop.serve(
                          {},
                          [this](net::Request request, net::Reply reply) {
                              router_(std::move(request), std::move(reply));
                          })
                      .value();
    }
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(server_->port());
    }

    crypto::SigningKey key = crypto::SigningKey::generate(crypto::SigningAlgorithm::rs256);
    std::string credentials;
    std::vector<std::string> accepts;
    std::string launched;

private:
    net::Router router_;
    std::unique_ptr<net::HttpServer> server_;
};

class CasinoServer : public testing::Test {
protected:
    CasinoServer() { start(); }

    void start() {
        CasinoOptions options;
        options.database = folder_.file("casino.db");
        options.client_id = 7001;
        options.secret = crypto::Secret("hush");
        options.hub_url = hub.url() + "/";
        options.booking = Booking::accept;
        options.currencies = {*domain::Currency::from_code("EUR")};
        options.control_token = crypto::Secret("control");
        options.time_scale_percent = 1;
        casino = Casino::start(loop, options, random_).value();
    }

    // Runs the loop until the condition holds.
    void until(const std::function<bool()>& holds) {
        const base::Instant end = loop.now() + patience;
        const std::function<void()> look = [&] {
            if (holds() || loop.now() > end) return loop.stop();
            loop.at(loop.now() + Duration(2), look);
        };
        loop.post(look);
        loop.run();
        ASSERT_TRUE(holds()) << "not within ten seconds";
    }

    net::Response call(
        std::string method, const std::string& path, std::string body,
        const std::string& bearer = "control") {
        net::OutgoingRequest request;
        request.method = std::move(method);
        request.url = "http://127.0.0.1:" + std::to_string(casino->port()) + path;
        request.body = std::move(body);
        request.headers = {{"Authorization", "Bearer " + bearer}};
        std::optional<net::HttpResult> result;
        client_->send(std::move(request), loop.now() + patience, [&](net::HttpResult r) {
            result = std::move(r);
        });
        until([&] { return result.has_value(); });
        if (result && result->ok()) return result->value();
        return net::Response::text(0, "");
    }
    Json control(std::string method, const std::string& path, std::string body = "") {
        const net::Response response = call(std::move(method), path, std::move(body));
        EXPECT_EQ(response.status, 200) << path << " " << response.body;
        return base::parse_json(response.body).value();
    }

    std::string signed_body(const std::string& data) {
        const std::int64_t now = loop.now().unix_ms / 1000;
        Json claims = Json::object();
        claims.set("nbf", Json::integer(now - 2)).set("exp", Json::integer(now + 10));
        claims.set("iat", Json::integer(now)).set("jti", Json::string(std::to_string(++tokens_)));
        claims.set("client_id", Json::string("PartnerClient-7001")).set("data", Json::string(data));
        return "\"" + crypto::sign_jwt(hub.key, claims) + "\"";
    }

    net::AsioLoop loop;
    HubStub hub{loop};
    std::unique_ptr<Casino> casino;

private:
    croupier::test::TempFolder folder_;
    base::SystemRandom random_;
    std::unique_ptr<net::HttpClient> client_ = loop.make_client();
    int tokens_ = 0;
};

std::string text_of(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found != nullptr && found->is(Json::Kind::string) ? found->as_string() : "";
}

TEST_F(CasinoServer, BooksAnnouncesAndLaunches) {
    const Json anna = control(
        "POST", "/sandbox/players", R"({"partnerUserId":"anna","currency":"EUR","balance":"100"})");
    EXPECT_EQ(text_of(anna, "balance"), "100");
    EXPECT_FALSE(text_of(anna, "refreshToken").empty());

    const std::string stake = R"({"Amount":"10","BetId":1,"PartnerUserId":"anna",)"
                              R"("TransactionType":-1,"TransactionId":"t1"})";
    const net::Response made = call("POST", "/payments/make", signed_body(stake));
    EXPECT_NE(made.body.find("\"ErrorCode\":200"), std::string::npos) << made.body;
    until([&] { return !hub.accepts.empty(); });
    EXPECT_NE(hub.accepts.front().find("C7001-000000001"), std::string::npos);
    EXPECT_EQ(hub.credentials, R"({"PartnerClientId":7001,"Secret":"hush"})");

    const Json launch =
        control("POST", "/sandbox/launch", R"({"partnerUserId":"anna","gameId":"7"})");
    EXPECT_EQ(text_of(launch, "url"), "http://game");
    EXPECT_TRUE(hub.launched.starts_with("/mis-api/api/v2/games/7/launch ")) << hub.launched;
    EXPECT_NE(hub.launched.find("\"CurrencyCode\":\"EUR\""), std::string::npos);

    EXPECT_EQ(text_of(control("GET", "/sandbox/players/anna"), "balance"), "90");
    const Json changed =
        control("POST", "/sandbox/players/anna", R"({"deposit":"5","blocked":true})");
    EXPECT_EQ(text_of(changed, "balance"), "95");
    EXPECT_TRUE(changed.find("blocked")->as_boolean());
    EXPECT_NE(
        text_of(control("POST", "/sandbox/players/anna/token"), "refreshToken"),
        text_of(anna, "refreshToken"));
    const Json book = control("GET", "/sandbox/book");
    EXPECT_EQ(text_of(*book.find("currencies")->elements().front().find("stakes"), "sum"), "10");
    EXPECT_EQ(book.find("pendingAccepts")->number_text(), "0");
    const Json bets = control("GET", "/sandbox/bets?after=0&limit=1");
    EXPECT_EQ(bets.find("bets")->elements().size(), 1u);
    EXPECT_EQ(bets.find("next")->number_text(), "1");
}

TEST_F(CasinoServer, TheControlApiIsGuardedAndSaysWhatIsWrong) {
    EXPECT_EQ(call("GET", "/sandbox/book", "", "wrong").status, 401);
    EXPECT_EQ(call("GET", "/health/live", "", "").status, 200);
    for (const char* body :
         {R"({"currency":"USD"})", R"({})", R"({"currency":"EUR","balance":"x"})",
          R"({"currency":"EUR","blocked":1})", R"({"currency":"EUR","balance":"-1"})", R"([])",
          R"({)"}) {
        EXPECT_EQ(call("POST", "/sandbox/players", body).status, 400) << body;
    }
    EXPECT_EQ(call("GET", "/sandbox/players/nobody", "").status, 404);
    EXPECT_EQ(call("POST", "/sandbox/players/nobody", R"({"blocked":true})").status, 404);
    EXPECT_EQ(call("POST", "/sandbox/players/nobody/token", "").status, 404);
    EXPECT_EQ(
        call("POST", "/sandbox/launch", R"({"gameId":"7","partnerUserId":"nobody"})").status, 404);
    for (const char* query : {"limit=x", "limit=0", "limit=-1", "after=x"}) {
        EXPECT_EQ(call("GET", "/sandbox/bets?" + std::string(query), "").status, 400) << query;
    }
    EXPECT_EQ(call("POST", "/sandbox/answers", R"({"errorCode":103799,"count":-1})").status, 400);
    EXPECT_EQ(call("POST", "/sandbox/launch", R"({"gameId":"7"})").status, 400);
    EXPECT_EQ(call("POST", "/sandbox/answers", R"({"errorCode":200})").status, 400);
    EXPECT_EQ(control("POST", "/sandbox/faults", R"({"late":5})").find("late")->number_text(), "5");
}

TEST_F(CasinoServer, ARestartKeepsTheBooks) {
    control(
        "POST", "/sandbox/players", R"({"partnerUserId":"anna","currency":"EUR","balance":"1.5"})");
    bool drained = false;
    casino->drain(loop.now() + Duration(1000), [&] { drained = true; });
    until([&] { return drained; });
    casino.reset();
    start();
    EXPECT_EQ(text_of(control("GET", "/sandbox/players/anna"), "balance"), "1.5");
}

}  // namespace
}  // namespace croupier::sandbox::casino
