// SPDX-License-Identifier: Apache-2.0
// Accepts: announced at once, repeated until taken, kept over a restart.
#include "sandbox/casino/accept_sender.h"

#include <gtest/gtest.h>

#include "unit/sandbox/casino_fixture.h"

namespace croupier::sandbox::casino {
namespace {

using base::Duration;
using test::count_calls;
using test::FakeHttp;
using test::FakeLoop;
using test::make_call;
using test::WalletBench;
using Type = TransactionType;

constexpr std::string_view accept_path = "/payments/accept";

net::HttpResult answered(int status, std::string body) {
    net::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}
net::HttpResult token_answer(const std::string& token) {
    return answered(
        200, R"({"ErrorCode":200,"Message":"","Value":{"AccessToken":")" + token +
                 R"(","TokenType":"Bearer","ExpiresIn":3600}})");
}

// A process of the casino: sender, client and hub around the books of a bench.
struct Process {
    Process(WalletBench& the_bench, FakeHttp::Script accept) : bench(the_bench) {
        http.script([this, accept = std::move(accept)](const net::OutgoingRequest& request) {
            if (!request.url.ends_with("/auth/token")) return accept(request);
            return std::optional(token_answer("token" + std::to_string(++tokens)));
        });
        EXPECT_TRUE(sender.resume().ok());
    }
    void make(Type type, std::int64_t bet_id, std::string transaction_id) {
        const auto answer = bench.make(make_call(type, bet_id, "10", std::move(transaction_id)));
        EXPECT_EQ(answer.code, Code::success);
        if (answer.announcement) sender.add(*answer.announcement);
    }

    WalletBench& bench;
    FakeLoop loop;
    int tokens = 0;
    FakeHttp http{loop};
    HubClient hub{
        loop,
        http,
        {.base_url = "http://hub/api", .client_id = 7001, .secret = crypto::Secret("s")}};
    Faults faults{1, FaultsOf::casino};
    AcceptSender sender{{loop, hub, *bench.store, faults, bench.random}, {}};
};

net::HttpResult taken(const net::OutgoingRequest&) {
    return answered(200, R"({"ErrorCode":200,"Message":""})");
}
net::HttpResult unreachable(const net::OutgoingRequest&) {
    return base::fail(net::HttpError{net::HttpFault::maybe_sent, "connect: refused"});
}

WalletRules accept_rules(Refusals refusals = Refusals::in_answer) {
    return {.booking = Booking::accept, .refusals = refusals};
}

TEST(CasinoAccept, IsAnnouncedAtOnceWithABearer) {
    WalletBench bench(accept_rules());
    Process process(bench, taken);
    process.make(Type::stake, 1, "t1");
    process.loop.advance(Duration(10));
    ASSERT_EQ(count_calls(process.http, accept_path), 1u);
    const auto& sent = process.http.calls().back().request;
    EXPECT_EQ(sent.url, "http://hub/api/payments/accept");
    EXPECT_NE(sent.body.find(R"("TransactionId":"t1","ErrorCode":200)"), std::string::npos)
        << sent.body;
    ASSERT_FALSE(sent.headers.empty());
    EXPECT_EQ(sent.headers.back().value, "Bearer token1");
    EXPECT_EQ(process.sender.pending(), 0u);
    process.loop.advance(Duration(1000));
    EXPECT_TRUE(bench.store->announcements().value().empty());
}

TEST(CasinoAccept, IsRepeatedOnEveryErrorUntilTaken) {
    WalletBench bench(accept_rules());
    int calls = 0;
    Process process(bench, [&](const net::OutgoingRequest& request) {
        switch (++calls) {
        case 1:
            return unreachable(request);
        case 2:
            return answered(503, "");
        case 3:
            return answered(200, "<html>");
        case 4:
            return answered(200, R"({"ErrorCode":103799,"Message":"later"})");
        }
        return taken(request);
    });
    process.make(Type::stake, 1, "t1");
    process.loop.advance(Duration(900));
    EXPECT_EQ(calls, 1) << "the second try waits about a second";
    process.loop.advance(Duration(60'000));
    EXPECT_EQ(calls, 5);
    EXPECT_EQ(process.sender.pending(), 0u);
    for (const auto& [sent, sent_at, deadline, done] : process.http.calls()) {
        if (!sent.url.ends_with(accept_path)) continue;
        EXPECT_EQ(sent.body, process.http.calls().back().request.body);
    }
}

TEST(CasinoAccept, ARefusedBearerIsRenewedWithoutWaiting) {
    WalletBench bench(accept_rules());
    Process process(bench, [](const net::OutgoingRequest& request) {
        const bool fresh = request.headers.back().value == "Bearer token2";
        return fresh ? taken(request) : answered(401, R"({"ErrorCode":103811,"Message":""})");
    });
    process.make(Type::stake, 1, "t1");
    process.loop.advance(Duration(10));
    EXPECT_EQ(process.tokens, 2);
    EXPECT_EQ(count_calls(process.http, accept_path), 2u);
    EXPECT_EQ(process.sender.pending(), 0u);
}

TEST(CasinoAccept, SurvivesARestart) {
    WalletBench bench(accept_rules());
    std::string body;
    {
        Process process(bench, unreachable);
        process.make(Type::stake, 1, "t1");
        process.make(Type::payout, 1, "t2");
        process.loop.advance(Duration(5000));
        EXPECT_EQ(process.sender.pending(), 2u);
        process.sender.stop();
    }
    bench.reopen();
    {
        Process process(bench, taken);
        EXPECT_EQ(process.sender.pending(), 2u);
        process.loop.advance(Duration(1000));
        EXPECT_EQ(count_calls(process.http, accept_path), 2u);
        EXPECT_EQ(process.sender.pending(), 0u);
    }
    bench.reopen();
    Process process(bench, taken);
    EXPECT_EQ(process.sender.pending(), 0u) << "what was taken is not told a third time";
}

TEST(CasinoAccept, ARepeatedMakeIsAnnouncedAgainOnceTheFirstWasTaken) {
    WalletBench bench(accept_rules());
    const auto first = bench.make(make_call(Type::stake, 1, "10", "t1"));
    ASSERT_TRUE(first.announcement);
    EXPECT_FALSE(bench.make(make_call(Type::stake, 1, "10", "t1")).announcement)
        << "one is still under way";
    ASSERT_TRUE(bench.store->remove_announcements({first.announcement->number}).ok());
    const auto again = bench.make(make_call(Type::stake, 1, "10", "t1"));
    ASSERT_TRUE(again.announcement);
    EXPECT_EQ(again.announcement->body, first.announcement->body);
}

TEST(CasinoAccept, RefusalsAreToldOnceWhereTheRulesSay) {
    WalletBench in_answer(accept_rules());
    const auto refused = in_answer.make(make_call(Type::stake, 1, "500", "t1"));
    EXPECT_EQ(refused.code, Code::not_enough_money);
    EXPECT_FALSE(refused.announcement);

    WalletBench in_accept(accept_rules(Refusals::in_accept));
    const auto received = in_accept.make(make_call(Type::stake, 1, "500", "t1"));
    EXPECT_EQ(received.code, Code::success);
    EXPECT_FALSE(received.partner_transaction_id);
    ASSERT_TRUE(received.announcement);
    EXPECT_NE(received.announcement->body.find(R"("ErrorCode":900101)"), std::string::npos);
}

TEST(CasinoAccept, CashbackHasAPathOfItsOwn) {
    WalletBench bench(accept_rules());
    Process process(bench, taken);
    MakeCall call = make_call(Type::payout, 9, "3", "c1");
    call.cashback = true;
    process.sender.add(bench.make(call).announcement.value());
    process.loop.advance(Duration(10));
    EXPECT_EQ(count_calls(process.http, "/cashback-payments/accept"), 1u);
}

TEST(CasinoAccept, FaultSwitchesDoubleItAndSpoilItsBearer) {
    WalletBench bench(accept_rules());
    Process process(bench, [](const net::OutgoingRequest& request) {
        const bool right = request.headers.back().value.starts_with("Bearer token") &&
                           !request.headers.back().value.ends_with("x");
        return right ? taken(request) : answered(401, "");
    });
    process.faults.set(Fault::doubled, 1000);
    process.make(Type::stake, 1, "t1");
    process.loop.advance(Duration(10));
    EXPECT_EQ(count_calls(process.http, accept_path), 2u);
    process.faults.set(Fault::doubled, 0);
    process.faults.set(Fault::wrong_signature, 1000);
    process.make(Type::stake, 2, "t2");
    process.loop.advance(Duration(10));
    EXPECT_EQ(count_calls(process.http, accept_path), 4u);
    EXPECT_EQ(process.sender.pending(), 0u);
}

TEST(CasinoAccept, IsSentLateOrNeverWhenFaultsSaySo) {
    WalletBench bench(accept_rules());
    Process process(bench, taken);
    ASSERT_TRUE(process.faults.apply(R"({"acceptLate":1000,"acceptLateMs":5000})").ok());
    process.make(Type::stake, 1, "t1");
    process.loop.advance(Duration(4990));
    EXPECT_EQ(count_calls(process.http, accept_path), 0u);
    EXPECT_EQ(process.sender.pending(), 1u);
    process.loop.advance(Duration(20));
    EXPECT_EQ(count_calls(process.http, accept_path), 1u);
    EXPECT_EQ(process.sender.pending(), 0u);
    ASSERT_TRUE(process.faults.apply(R"({"acceptLate":0,"acceptLost":1000})").ok());
    process.make(Type::payout, 1, "t2");
    process.loop.advance(Duration(3'600'000));
    EXPECT_EQ(count_calls(process.http, accept_path), 1u);
    EXPECT_TRUE(bench.store->announcements().value().empty());
}

}  // namespace
}  // namespace croupier::sandbox::casino
