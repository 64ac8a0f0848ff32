// SPDX-License-Identifier: Apache-2.0
// The whole provider over HTTP on the loopback: the hub's calls, the player's page, the control
// API, and a storm of bets through faults and a restart, after which both books must agree.
#include "sandbox/provider/provider.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

#include "sandbox/common/faults.h"
#include "sandbox/provider/book.h"
#include "support/temp_folder.h"
#include "unit/net/support.h"
#include "unit/sandbox/provider_model_hub.h"

namespace croupier::sandbox::provider {
namespace {

using base::Json;
using test::ModelHub;

const std::string guid = "0b8a6c1e-4f6d-4b8e-9a51-3f0d2c7e9b10";
const std::string session_id = "8f14e45f-ceea-467f-9575-6a3b8c0e1d2f";

constexpr int hurried = 5;  // percent

Signer make_signer() { return {guid, crypto::Secret("sandbox secret")}; }

std::string launch_body(std::string_view session, std::string_view max_bet = "100") {
    return R"({"currency":"EUR","gameMode":"real","language":"en","maxBet":)" +
           std::string(max_bet) + R"(,"minBet":0.1,"sessionId":")" + std::string(session) +
           R"(","userId":"player-1"})";
}

class ProviderServer : public testing::Test {
protected:
    ProviderServer() {
        thread_.call([this] {
            client_ = thread_.loop().make_client();
            net::Router router;
            const auto handler = under_faults(
                hub_faults_, thread_.loop(),
                [this](
                    const net::PathParameters& path, const net::Request& request,
                    const net::Reply& reply) { reply(hub_.answer(path, request)); });
            router.add({"POST", "/v1/sessions/{sessionId}/bets/{verb}", handler});
            router.add({"GET", "/v1/sessions/{sessionId}/balance", handler});
            hub_server_ = thread_.loop().serve({}, std::move(router)).value();
        });
        start_provider();
    }
    ~ProviderServer() override {
        stop_provider();
        thread_.call([this] {
            hub_server_.reset();
            client_.reset();
        });
    }

    // Short time-outs only where a test waits for them: a slow machine must not meet them.
    void start_provider(int time_scale_percent = 100) {
        thread_.call([this, time_scale_percent] {
            ProviderOptions options;
            options.database = folder_.file("provider.db");
            options.counterparty_id = guid;
            options.secret = crypto::Secret("sandbox secret");
            options.hub_url = "http://127.0.0.1:" + std::to_string(hub_server_->port());
            options.reply_timeout = base::Duration(2000);
            options.time_scale_percent = time_scale_percent;
            options.control_token = crypto::Secret(control_token_);
            options.seed = 42;
            provider_ = Provider::start(thread_.loop(), std::move(options), random_).value();
        });
    }
    void stop_provider() {
        thread_.call([this] { provider_.reset(); });
    }

    net::Response send(
        std::string method, const std::string& path, std::string body,
        std::vector<net::Header> headers) {
        std::promise<net::HttpResult> promise;
        thread_.loop().post([&] {
            net::OutgoingRequest request;
            request.method = std::move(method);
            request.url = "http://127.0.0.1:" + std::to_string(provider_->port()) + path;
            request.headers = std::move(headers);
            request.body = std::move(body);
            client_->send(
                std::move(request), thread_.loop().now() + base::Duration(10'000),
                [&](net::HttpResult result) { promise.set_value(std::move(result)); });
        });
        return promise.get_future().get().value();
    }
    net::Response send_signed(
        const std::string& method, const std::string& path, const std::string& body) {
        const auto headers =
            thread_.call([&] { return make_signer().sign(body, thread_.loop().now(), random_); });
        return send(method, path, body, to_headers(headers));
    }
    Json control(const std::string& method, const std::string& path, std::string body = "") {
        const auto response =
            send(method, path, std::move(body), {{"Authorization", "Bearer " + control_token_}});
        EXPECT_EQ(response.status, 200) << path << ": " << response.body;
        return base::parse_json(response.body).value();
    }
    void launch(std::string_view game_id, std::string_view session) {
        const auto response = send_signed(
            "POST", "/v1/games/" + std::string(game_id) + "/launch", launch_body(session));
        ASSERT_EQ(response.status, 200) << response.body;
    }
    // Until nothing is playing and nothing is pending; a minute at most.
    void wait_for_rest() {
        for (int look = 0; look < 3000; ++look) {
            const Json status = control("GET", "/sandbox/status");
            if (number(status, "playing") == "0" && number(status, "pending") == "0") return;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        FAIL() << "the provider did not come to rest";
    }
    static std::string number(const Json& json, std::string_view name) {
        return json.find(name)->number_text();
    }

    net::test::LoopThread thread_;
    croupier::test::TempFolder folder_;
    base::SeededRandom random_{5};
    Faults hub_faults_{6};
    ModelHub hub_{make_signer()};
    std::string control_token_ = "let me in";
    std::unique_ptr<net::HttpClient> client_;
    std::unique_ptr<net::HttpServer> hub_server_;
    std::unique_ptr<Provider> provider_;
};

TEST_F(ProviderServer, ListsItsGamesToTheHubAlone) {
    const auto refused = send("GET", "/v1/games", "", {});
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(number(base::parse_json(refused.body).value(), "_responseCode"), "8");
    const auto listed = send_signed("GET", "/v1/games", "");
    ASSERT_EQ(listed.status, 200);
    const Json games = base::parse_json(listed.body).value();
    ASSERT_EQ(games.elements().size(), 3U);
    const Json& first = games.elements().front();
    EXPECT_EQ(first.find("gameId")->as_string(), "copper-scratch");
    EXPECT_EQ(first.find("rtp")->number_text(), "96");
    EXPECT_EQ(first.find("maxOdd")->number_text(), "1000");
    const std::string image = first.find("lobbyImgUrl")->as_string();
    const auto drawn = send("GET", image.substr(image.find("/images/")), "", {});
    EXPECT_EQ(drawn.status, 200);
    EXPECT_EQ(drawn.header("Content-Type"), "image/svg+xml");
    EXPECT_EQ(send("GET", "/images/chess", "", {}).status, 404);
}

TEST_F(ProviderServer, LaunchesAndLaunchesAgain) {
    const std::string path = "/v1/games/river-wheel/launch";
    const auto first = send_signed("POST", path, launch_body(session_id));
    ASSERT_EQ(first.status, 200) << first.body;
    const Json answer = base::parse_json(first.body).value();
    EXPECT_TRUE(answer.find("frameUri")->as_string().ends_with("/frame/" + session_id));
    EXPECT_EQ(send_signed("POST", path, launch_body(session_id)).body, first.body);
    EXPECT_EQ(send_signed("POST", path, launch_body(session_id, "50")).status, 400);
}

TEST_F(ProviderServer, ASignedLaunchIsRefusedAgainAfterARestart) {
    const std::string path = "/v1/games/river-wheel/launch";
    const std::string body = launch_body(session_id);
    const auto headers = to_headers(
        thread_.call([&] { return make_signer().sign(body, thread_.loop().now(), random_); }));
    EXPECT_EQ(send("POST", path, body, headers).status, 200);
    EXPECT_EQ(send("POST", path, body, headers).status, 401);
    stop_provider();
    start_provider();
    const auto again = send("POST", path, body, headers);
    EXPECT_EQ(again.status, 401);
    EXPECT_NE(again.body.find("seen before"), std::string::npos) << again.body;
    EXPECT_EQ(send_signed("POST", path, body).status, 200);
}

TEST_F(ProviderServer, RefusesALaunchThatItCannotServe) {
    const std::string path = "/v1/games/river-wheel/launch";
    EXPECT_EQ(send("POST", path, launch_body(session_id), {}).status, 401);
    EXPECT_EQ(send_signed("POST", "/v1/games/chess/launch", launch_body(session_id)).status, 404);
    for (const char* body :
         {"{", "{}", R"({"sessionId":"x","gameMode":"real","currency":"EUR","userId":"p"})"}) {
        EXPECT_EQ(send_signed("POST", path, body).status, 400) << body;
    }
    EXPECT_EQ(send_signed("POST", path, launch_body("not-a-guid")).status, 400);
    EXPECT_EQ(send_signed("POST", path, launch_body(session_id, "0.05")).status, 400);
    EXPECT_EQ(send("GET", "/frame/" + session_id, "", {}).status, 404);
}

TEST_F(ProviderServer, ThePagePlays) {
    launch("copper-scratch", session_id);
    const std::string frame = "/frame/" + session_id;
    const auto page = send("GET", frame, "", {});
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("<title>Copper Scratch</title>"), std::string::npos);
    EXPECT_NE(page.body.find("<button value=\"0.1\">"), std::string::npos);
    EXPECT_EQ(page.body.find("{{"), std::string::npos);

    const Json balance = base::parse_json(send("GET", frame + "/balance", "", {}).body).value();
    EXPECT_EQ(balance.find("balance")->as_string(), "99.5");
    const auto round = send("POST", frame + "/play", R"({"stake":"0.5"})", {});
    ASSERT_EQ(round.status, 200) << round.body;
    const Json played = base::parse_json(round.body).value();
    EXPECT_EQ(played.find("state")->as_string(), "accepted");
    EXPECT_EQ(played.find("balance")->as_string(), "99.5");
    for (const char* body : {R"({"stake":"0.05"})", R"({"stake":"200"})"}) {
        EXPECT_EQ(send("POST", frame + "/play", body, {}).status, 422) << body;
    }
    EXPECT_EQ(send("POST", frame + "/play", R"({"stake":"0.005"})", {}).status, 400);
    EXPECT_EQ(hub_.bets.size(), 1U);
}

TEST_F(ProviderServer, ThePageIsToldWhenARoundTakesLong) {
    stop_provider();
    start_provider(hurried);
    launch("copper-scratch", session_id);
    thread_.call([this] { hub_faults_.set(Fault::http500_before, 1000); });
    const auto round = send("POST", "/frame/" + session_id + "/play", R"({"stake":"0.5"})", {});
    EXPECT_EQ(round.body, R"({"state":"pending"})");
}

TEST_F(ProviderServer, TheControlApiWantsItsToken) {
    EXPECT_EQ(send("GET", "/sandbox/status", "", {}).status, 401);
    EXPECT_EQ(send("GET", "/sandbox/bets", "", {{"Authorization", "Bearer x"}}).status, 401);
    EXPECT_EQ(send("GET", "/health/live", "", {}).status, 200);
}

TEST_F(ProviderServer, PlaysInTheBackgroundAndKeepsTheBook) {
    launch("river-wheel", session_id);
    const Json taken = control(
        "POST", "/sandbox/play",
        R"({"sessionId":")" + session_id + R"(","bets":25,"stake":"1.5","parallel":5})");
    EXPECT_EQ(number(taken, "accepted"), "25");
    wait_for_rest();

    const Json status = control("GET", "/sandbox/status");
    EXPECT_EQ(number(*status.find("byState"), "accepted"), "25");
    const Json book = control("GET", "/sandbox/book");
    const Json& eur = book.find("currencies")->elements().front();
    EXPECT_EQ(eur.find("currency")->as_string(), "EUR");
    EXPECT_EQ(number(*eur.find("stakes"), "count"), "25");
    EXPECT_EQ(eur.find("stakes")->find("sum")->as_string(), "37.5");
    EXPECT_EQ(number(*eur.find("returns"), "count"), "0");

    const Json first = control("GET", "/sandbox/bets?limit=20");
    ASSERT_EQ(first.find("bets")->elements().size(), 20U);
    const Json second = control("GET", "/sandbox/bets?limit=20&after=" + number(first, "next"));
    EXPECT_EQ(second.find("bets")->elements().size(), 5U);
    EXPECT_EQ(second.find("next"), nullptr);
    const Json& bet = second.find("bets")->elements().front();
    EXPECT_EQ(bet.find("stake")->as_string(), "1.5");
    EXPECT_EQ(bet.find("payouts")->elements().front().find("state")->as_string(), "paid");
}

TEST_F(ProviderServer, AnOrderThatMakesNoSenseIsRefused) {
    launch("river-wheel", session_id);
    const auto order = [&](const std::string& rest) {
        return send(
                   "POST", "/sandbox/play", R"({"sessionId":")" + session_id + "\"" + rest + "}",
                   {{"Authorization", "Bearer " + control_token_}})
            .status;
    };
    EXPECT_EQ(order(R"(,"bets":0)"), 400);
    EXPECT_EQ(order(R"(,"bets":"many")"), 400);
    EXPECT_EQ(order(R"(,"stake":"1e2")"), 400);
    EXPECT_EQ(order(R"(,"stake":"1000")"), 400);
    EXPECT_EQ(order(R"(,"gap_ms":-1)"), 400);
    EXPECT_EQ(
        send(
            "POST", "/sandbox/play", R"({"sessionId":"other"})",
            {{"Authorization", "Bearer " + control_token_}})
            .status,
        404);
}

TEST_F(ProviderServer, FiresOneRawCall) {
    const std::string path = "/v1/sessions/" + session_id + "/bets/refund";
    const Json signed_call =
        control("POST", "/sandbox/call", R"({"path":")" + path + R"(","body":{"betId":"b-1"}})");
    EXPECT_EQ(number(signed_call, "status"), "200");
    EXPECT_NE(signed_call.find("body")->as_string().find("\"_responseCode\":5"), std::string::npos);
    EXPECT_EQ(signed_call.find("sentBody")->as_string(), R"({"betId":"b-1"})");
    const Json forged = control(
        "POST", "/sandbox/call",
        R"({"path":")" + path + R"(","body":{"betId":"b-1"},"sign":"00"})");
    EXPECT_EQ(number(forged, "status"), "401");
    EXPECT_EQ(forged.find("sent")->find("X-Sign")->as_string(), "00");
}

TEST_F(ProviderServer, DrainsWhenAllRoundsAreAtRest) {
    launch("river-wheel", session_id);
    control(
        "POST", "/sandbox/play",
        R"({"sessionId":")" + session_id + R"(","bets":1000,"parallel":4})");
    std::promise<void> done;
    thread_.call([&] {
        provider_->drain(thread_.loop().now() + base::Duration(5000), [&] { done.set_value(); });
    });
    ASSERT_EQ(done.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    stop_provider();
    Book book = Book::open(folder_.file("provider.db"), {}).value();
    EXPECT_EQ(book.count_unfinished().value(), 0);
    EXPECT_LT(book.bets_after(0, 1000).value().size(), 1000U);
}

// Payouts of a bet that the provider counts: by amount, since a pay-in-out has no key on the wire.
void expect_same_payouts(const Bet& bet, const ModelHub::HubBet* other) {
    std::multiset<std::string> paid;
    for (const Payout& payout : bet.payouts) {
        if (payout.state == PayoutState::dropped) continue;
        EXPECT_TRUE(payout.state == PayoutState::paid || payout.state == PayoutState::taken_back);
        paid.insert(domain::to_text(payout.amount));
    }
    std::multiset<std::string> taken;
    if (bet.stake_accepted) {
        for (const auto& [key, amount] : other->payouts)
            taken.insert(amount);
    }
    EXPECT_EQ(paid, taken);
}

// What the hub's book must say about a bet of the provider's.
void expect_agreement(const Bet& bet, const ModelHub& hub) {
    using State = ModelHub::State;
    const auto at = hub.bets.find(bet.bet_id);
    const ModelHub::HubBet* other = at == hub.bets.end() ? nullptr : &at->second;
    const bool booked = other != nullptr && other->state == State::booked;
    SCOPED_TRACE(bet.bet_id + " " + std::string(to_text(bet.state)));
    switch (bet.state) {
    case BetState::accepted:
        ASSERT_TRUE(booked);
        EXPECT_FALSE(other->returned);
        break;
    case BetState::refunded:
        ASSERT_NE(other, nullptr);
        EXPECT_EQ(booked, other->returned);  // nothing, or taken and given back
        EXPECT_TRUE(booked || !bet.stake_accepted);
        break;
    case BetState::refused:
        EXPECT_FALSE(booked);
        break;
    case BetState::void_bet:
        ASSERT_NE(other, nullptr);
        EXPECT_EQ(other->state, State::tombstone);
        break;
    case BetState::intended:
    case BetState::in_doubt:
    case BetState::refunding:
    case BetState::stuck:
        ADD_FAILURE() << "not at rest";
    }
    expect_same_payouts(bet, other);
}

TEST_F(ProviderServer, BothBooksAgreeAfterAStormWithARestart) {
    const std::pair<const char*, const char*> sessions[] = {
        {"copper-scratch", "00000000-0000-4000-8000-000000000001"},
        {"river-wheel", "00000000-0000-4000-8000-000000000002"},
        {"lantern-spins", "00000000-0000-4000-8000-000000000003"}};
    thread_.call([this] {
        hub_.refuse_one_in = 20;
        for (const Fault fault :
             {Fault::late, Fault::lost, Fault::http500_before, Fault::http500_after,
              Fault::garbage}) {
            hub_faults_.set(fault, 40);
        }
        ASSERT_TRUE(hub_faults_
                        .apply(Json::object()
                                   .set("lateMs", Json::integer(150))
                                   .set("lostMs", Json::integer(250)))
                        .ok());
    });
    const auto order_all = [&] {
        control("POST", "/sandbox/faults", R"({"doubled":50,"wrongSignature":50})");
        for (const auto& [game_id, session] : sessions) {
            control(
                "POST", "/sandbox/play",
                R"({"sessionId":")" + std::string(session) +
                    R"(","bets":150,"parallel":30,"calledOffPerThousand":100})");
        }
    };
    stop_provider();
    start_provider(hurried);
    for (const auto& [game_id, session] : sessions)
        launch(game_id, session);
    order_all();
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    stop_provider();
    start_provider(hurried);
    order_all();
    wait_for_rest();
    stop_provider();

    Book book = Book::open(folder_.file("provider.db"), {}).value();
    const auto bets = book.bets_after(0, 10'000).value();
    EXPECT_GT(bets.size(), 450U);
    std::set<std::string> ids;
    for (const Bet& bet : bets) {
        expect_agreement(bet, hub_);
        ids.insert(bet.bet_id);
    }
    for (const auto& [bet_id, bet] : hub_.bets)
        EXPECT_TRUE(ids.contains(bet_id)) << bet_id;
    // The storm was one: each end was reached.
    std::set<BetState> reached;
    for (const Bet& bet : bets)
        reached.insert(bet.state);
    EXPECT_EQ(
        reached,
        (std::set{BetState::accepted, BetState::refused, BetState::refunded, BetState::void_bet}));
}

}  // namespace
}  // namespace croupier::sandbox::provider
