// SPDX-License-Identifier: Apache-2.0
#include "casino_api/client.h"

#include <tuple>

#include <gtest/gtest.h>

#include <map>

#include "support/fake_http.h"
#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using domain::ErrorCode;
using domain::TransactionType;
using domain::Verdict;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::claims_of;
using test::text_of;

struct ClientTest : testing::Test {
    ClientTest() {
        owed_bet = test::bet();
        test::add(owed_bet, TransactionType::payout, test::euros(300));
    }
    void change(const std::function<void(usecases::Directory&)>& how) {
        auto next = *source.current();
        how(next);
        source.replace(test::share(next));
    }
    domain::CasinoTerms& terms_in(usecases::Directory& directory) {
        return directory.casinos.at(test::casino_7).terms;
    }
    // The answers come into `answers` in the order in which they end.
    void make_stake(base::Duration within = seconds(6)) {
        wallet.make(stake_bet, 0, loop.now() + within, note());
    }
    void make_owed(base::Duration within = seconds(60)) {
        wallet.make(owed_bet, 1, loop.now() + within, note());
    }
    usecases::CasinoWallet::MakeDone note() {
        return [this](const domain::CasinoAnswer& answer) { answers.push_back(answer); };
    }

    test::FakeLoop loop;
    base::SeededRandom random{1};
    base::LoopExecutor crypto{loop};
    usecases::DirectorySource source{test::share(test::directory())};
    test::FakeHttp http{loop};
    Signer signer{{loop, random, crypto, "https://hub.test"}};
    WalletClient wallet{
        {loop, random, source, http, signer}, {.failures = 3, .open_for = seconds(2)}};
    domain::Bet stake_bet = test::bet();
    domain::Bet owed_bet = test::bet();
    std::vector<domain::CasinoAnswer> answers;
};

TEST_F(ClientTest, AStakeIsPostedAsTheContractSays) {
    change([&](auto& next) { terms_in(next).gateway_authorization = "Basic Z2F0ZQ=="; });
    make_stake();
    EXPECT_TRUE(http.calls().empty());
    loop.run();
    ASSERT_EQ(http.calls().size(), 1U);
    const auto& call = http.calls()[0];
    EXPECT_EQ(call.request.method, "POST");
    EXPECT_EQ(call.request.url, "http://127.0.0.1:9/partner/payments/make");
    EXPECT_EQ(call.request.lane, "7/stake");
    EXPECT_EQ(call.request.connect_timeout, seconds(1));
    EXPECT_EQ(call.deadline, loop.now() + seconds(5));
    EXPECT_EQ(call.header("Content-Type"), "application/json");
    EXPECT_EQ(call.header("Authorization"), "Basic Z2F0ZQ==");
    const auto trace = call.header("traceparent");
    ASSERT_EQ(trace.size(), 55U);
    EXPECT_EQ(trace.substr(0, 3) + trace.substr(35, 1) + trace.substr(52), "00---01");
    const auto claims = claims_of(call.request.body, {test::rsa_key()});
    EXPECT_EQ(
        text_of(claims, "data"),
        make_data(stake_bet, 0, source.current()->casinos.begin()->second.terms));

    http.answer(
        0, 200, R"({"ErrorCode":200,"Value":{"PartnerTransactionId":"t","Balance":"9.99"}})");
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::done);
    EXPECT_EQ(answers[0].partner_transaction.value(), "t");
    EXPECT_EQ(answers[0].balance, test::euros(999));
    EXPECT_TRUE(loop.idle());
}

// What may have been lost on a connection that the casino closed just then, and whom it hurts.
TEST_F(ClientTest, OnlyWhatARepeatCannotHarmGoesOnALongIdleConnection) {
    make_stake();
    make_owed();
    wallet.balance(
        {test::casino_7, owed_bet.partner_user, 0, owed_bet.currency}, loop.now() + seconds(5),
        [](const auto&) {});
    change([this](auto& next) { terms_in(next).repeat_key = domain::RepeatKey::transaction; });
    make_owed();
    loop.run();
    std::map<std::string, int> fresh;
    std::map<std::string, int> any;
    for (const auto& call : http.calls()) {
        auto& counts = call.request.idle_below == seconds(1) ? fresh : any;
        ++counts[call.request.lane];
    }
    EXPECT_EQ(fresh, (std::map<std::string, int>{{"7/stake", 1}, {"7/owed", 1}}));
    EXPECT_EQ(any, (std::map<std::string, int>{{"7/balance", 1}, {"7/owed", 1}}));
}

TEST_F(ClientTest, NoGatewayNoAuthorization) {
    make_stake();
    loop.run();
    EXPECT_EQ(http.calls().at(0).header("Authorization"), "");
}

TEST_F(ClientTest, OwedMoneyAndQuestionsHaveLanesAndTimesOfTheirOwn) {
    make_owed();
    wallet.info(owed_bet, loop.now() + seconds(60), [](const auto&) {});
    wallet.close(
        owed_bet, {domain::CallKind::close, 0, {}, 1}, loop.now() + seconds(60), [](auto) {});
    loop.run();
    wallet.close(  // a reopening holds up a payout
        owed_bet, {domain::CallKind::reopen, 0, {}, 2}, loop.now() + seconds(60), [](auto) {});
    wallet.balance(
        {test::casino_7, owed_bet.partner_user, 0, owed_bet.currency}, loop.now() + seconds(5),
        [](const auto&) {});
    loop.run();
    ASSERT_EQ(http.calls().size(), 5U);
    EXPECT_EQ(http.calls()[3].request.lane, "7/owed");
    EXPECT_EQ(http.calls()[4].request.lane, "7/balance");
    EXPECT_EQ(http.calls()[0].request.lane, "7/owed");
    EXPECT_EQ(http.calls()[0].deadline, loop.now() + seconds(10));
    EXPECT_EQ(http.calls()[1].request.lane, "7/info");
    EXPECT_EQ(http.calls()[1].request.url, "http://127.0.0.1:9/partner/payments/info");
    EXPECT_EQ(http.calls()[2].request.lane, "7/closing");
    EXPECT_EQ(http.calls()[2].request.url, "http://127.0.0.1:9/partner/payments/close");
}

TEST_F(ClientTest, AStakeTooLateBeforeItsSendingIsNeverSent) {
    make_stake(milliseconds(0));
    loop.run();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::not_sent);
    EXPECT_TRUE(http.calls().empty());
}

// A pool that signs nothing: the deadline comes all the same.
TEST_F(ClientTest, AStakeStuckAtTheSignerEndsAtItsDeadline) {
    struct Stuck final : base::Executor {
        [[nodiscard]] bool run(base::Task job) override {
            jobs.push_back(std::move(job));
            return true;
        }
        std::vector<base::Task> jobs;
    } stuck;
    Signer slow{{loop, random, stuck, "https://hub.test"}};
    WalletClient held{{loop, random, source, http, slow}};
    held.make(stake_bet, 0, loop.now() + seconds(1), note());
    loop.advance(milliseconds(999));
    EXPECT_TRUE(answers.empty());
    loop.advance(milliseconds(1));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::not_sent);
    // The signature that comes later sends nothing.
    for (auto& job : stuck.jobs)
        job();
    loop.run();
    EXPECT_TRUE(http.calls().empty());
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_EQ(held.stakes_in_flight(test::casino_7), 0U);
}

TEST_F(ClientTest, SilenceIsInDoubtAndSaysThatTimeRanOut) {
    make_stake();
    loop.advance(seconds(5));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::unknown);
    EXPECT_TRUE(answers[0].timed_out);
    EXPECT_EQ(wallet.counters().timed_out, 1U);
}

TEST_F(ClientTest, WhateverIsNoEnvelopeIsInDoubtButNoTimeOut) {
    const std::pair<int, std::string> odd[] = {
        {500, R"({"ErrorCode":900101})"},
        {401, R"({"ErrorCode":103811})"},
        {200, "<html>"},
        {200, R"({"ErrorCode":"200"})"},
        {200, ""},
        {302, ""}};
    std::size_t call = 0;
    for (const auto& [status, body] : odd) {
        make_stake();
        loop.run();
        http.answer(call++, status, body);
        EXPECT_EQ(answers.back().verdict, Verdict::unknown) << status << body;
        EXPECT_FALSE(answers.back().timed_out);
    }
    make_stake();
    loop.run();
    http.fail(call, net::HttpFault::maybe_sent);
    EXPECT_EQ(answers.back().verdict, Verdict::unknown);
    EXPECT_FALSE(answers.back().timed_out);
    EXPECT_EQ(answers.size(), std::size(odd) + 1);
}

TEST_F(ClientTest, ARefusedTokenIsSignedAnewOnceWithTheSameData) {
    http.always(200, R"({"ErrorCode":103811})");
    make_stake();
    loop.run();
    ASSERT_EQ(http.calls().size(), 2U);
    const auto first = claims_of(http.calls()[0].request.body, {test::rsa_key()});
    const auto second = claims_of(http.calls()[1].request.body, {test::rsa_key()});
    EXPECT_EQ(text_of(first, "data"), text_of(second, "data"));
    EXPECT_NE(text_of(first, "jti"), text_of(second, "jti"));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::unknown);
    EXPECT_TRUE(loop.idle());
}

TEST_F(ClientTest, SoonAfterAChangeTheFormerKeySignsTheSecondTry) {
    const auto with_new_key = [&](base::Duration age) {
        change([&](auto& next) {
            next.keys = {
                test::key_entry(test::rsa_key(), usecases::KeyState::retired, loop.now() - age),
                test::key_entry(
                    test::other_rsa_key(), usecases::KeyState::active, loop.now() - age)};
        });
    };
    http.script([](const net::OutgoingRequest& request) {
        const bool known = text_of(test::header_of(request.body), "kid") == test::rsa_key().kid();
        return std::optional<net::HttpResult>(
            test::json_response(200, known ? R"({"ErrorCode":200})" : R"({"ErrorCode":103811})"));
    });
    with_new_key(minutes(59));
    make_stake();
    loop.run();
    EXPECT_EQ(answers.at(0).verdict, Verdict::done);
    EXPECT_EQ(http.calls().size(), 2U);

    with_new_key(minutes(60));
    make_stake();
    loop.run();
    EXPECT_EQ(answers.at(1).verdict, Verdict::unknown);
    EXPECT_EQ(http.calls().size(), 4U);
}

TEST_F(ClientTest, ASecondTryThatNeverLeftStaysInDoubt) {
    make_stake();
    loop.run();
    http.answer(0, 200, R"({"ErrorCode":103811})");
    loop.run();
    http.fail(1, net::HttpFault::not_sent);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::unknown);
}

TEST_F(ClientTest, TheBreakerHoldsStakesBackButNotWhatIsOwed) {
    http.always(net::HttpFault::not_sent);
    for (int failure = 0; failure < 3; ++failure) {
        EXPECT_TRUE(wallet.takes_stakes(test::casino_7));
        make_stake();
        loop.run();
        EXPECT_EQ(answers.back().verdict, Verdict::not_sent);
    }
    EXPECT_EQ(wallet.counters().breaker_opened, 1U);
    EXPECT_TRUE(wallet.takes_stakes(test::casino_7)) << "void is an answer, too busy is none";
    make_stake();
    EXPECT_EQ(answers.size(), 3U) << "never inside the call";
    loop.run();
    EXPECT_EQ(answers.back().verdict, Verdict::not_sent);
    EXPECT_EQ(http.calls().size(), 3U);
    make_owed();
    loop.run();
    EXPECT_EQ(http.calls().size(), 4U);
}

TEST_F(ClientTest, AFullLaneSaysNothingAboutTheCasino) {
    http.script([](const net::OutgoingRequest&) {
        return std::optional<net::HttpResult>(
            base::fail(net::HttpError{net::HttpFault::not_sent, "no connection was free", true}));
    });
    for (int failure = 0; failure < 10; ++failure) {
        make_stake();
        loop.run();
        EXPECT_EQ(answers.back().verdict, Verdict::not_sent);
    }
    EXPECT_TRUE(wallet.takes_stakes(test::casino_7));
    EXPECT_EQ(wallet.counters().breaker_opened, 0U);
}

TEST_F(ClientTest, TheBreakerTriesAgainAndOneSuccessClosesIt) {
    http.always(net::HttpFault::not_sent);
    const auto calls_of_a_stake = [&] {
        const std::size_t before = http.calls().size();
        make_stake();
        loop.run();
        return http.calls().size() - before;
    };
    for (int failure = 0; failure < 3; ++failure)
        EXPECT_EQ(calls_of_a_stake(), 1U);
    EXPECT_EQ(calls_of_a_stake(), 0U);
    loop.advance(seconds(2));
    EXPECT_EQ(calls_of_a_stake(), 1U);
    EXPECT_EQ(calls_of_a_stake(), 0U) << "one failure more opens it again";
    loop.advance(seconds(2));
    http.always(200, R"({"ErrorCode":200})");
    make_stake();
    loop.run();
    EXPECT_EQ(answers.back().verdict, Verdict::done);
    http.always(net::HttpFault::not_sent);
    for (int failure = 0; failure < 2; ++failure) {
        make_stake();
        loop.run();
    }
    EXPECT_TRUE(wallet.takes_stakes(test::casino_7));
}

TEST_F(ClientTest, TooManyStakesInFlightCloseTheDoorUntilOneEnds) {
    change([&](auto& next) { terms_in(next).policy.stakes_in_flight_max = 2; });
    make_stake();
    EXPECT_TRUE(wallet.takes_stakes(test::casino_7));
    make_owed();
    EXPECT_TRUE(wallet.takes_stakes(test::casino_7)) << "owed money does not count";
    make_stake();
    EXPECT_FALSE(wallet.takes_stakes(test::casino_7));
    loop.run();
    std::size_t stake_call = 0;
    while (http.calls()[stake_call].request.lane != "7/stake")
        ++stake_call;
    http.answer(stake_call, 200, R"({"ErrorCode":200})");
    EXPECT_TRUE(wallet.takes_stakes(test::casino_7));
}

TEST_F(ClientTest, ACasinoNobodyKnowsGetsNothing) {
    change([](auto& next) { next.casinos.clear(); });
    EXPECT_FALSE(wallet.takes_stakes(test::casino_7));
    make_stake();
    make_owed();
    bool asked = false;
    wallet.info(stake_bet, loop.now() + seconds(1), [&](const auto& told) {
        asked = told.kind == domain::InfoAnswer::Kind::no_answer;
    });
    loop.run();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].verdict, Verdict::not_sent);
    EXPECT_EQ(answers[1].verdict, Verdict::not_sent);
    EXPECT_TRUE(asked);
    EXPECT_TRUE(http.calls().empty());
}

TEST_F(ClientTest, WithoutAKeyOfTheCasinosAlgorithmNothingIsSent) {
    change([&](auto& next) { terms_in(next).signing = "ES256"; });
    make_stake();
    loop.run();
    EXPECT_EQ(answers.at(0).verdict, Verdict::not_sent);
    EXPECT_TRUE(http.calls().empty());
    EXPECT_TRUE(loop.idle());
}

TEST_F(ClientTest, TheCasinosOwnNumberForAnUnknownBetIsAnEmptyList) {
    http.always(200, R"({"ErrorCode":555,"Value":null})");
    const auto ask = [&] {
        domain::InfoAnswer told;
        wallet.info(stake_bet, loop.now() + seconds(1), [&](const auto& said) { told = said; });
        loop.run();
        return told.kind;
    };
    EXPECT_EQ(ask(), domain::InfoAnswer::Kind::no_list);
    change([this](auto& next) { terms_in(next).unknown_bet_code = 555; });
    EXPECT_EQ(ask(), domain::InfoAnswer::Kind::list);
}

TEST_F(ClientTest, InfoAndCloseTellTheirVerdicts) {
    http.always(200, R"({"ErrorCode":200,"Value":{"Closed":true,"Transactions":[]}})");
    domain::InfoAnswer record;
    auto verdict = domain::CloseVerdict::unknown;
    wallet.info(stake_bet, loop.now() + seconds(1), [&](const auto& told) { record = told; });
    wallet.close(
        stake_bet, {domain::CallKind::close, 0, {}, 1}, loop.now() + seconds(1),
        [&](auto told) { verdict = told; });
    loop.run();
    ASSERT_EQ(record.kind, domain::InfoAnswer::Kind::list);
    EXPECT_EQ(record.record.closed, true);
    EXPECT_EQ(verdict, domain::CloseVerdict::done);
    http.always(500, "");
    wallet.info(stake_bet, loop.now() + seconds(1), [&](const auto& told) { record = told; });
    wallet.close(
        stake_bet, {domain::CallKind::close, 0, {}, 1}, loop.now() + seconds(1),
        [&](auto told) { verdict = told; });
    loop.run();
    EXPECT_EQ(record.kind, domain::InfoAnswer::Kind::no_answer);
    EXPECT_EQ(verdict, domain::CloseVerdict::unknown);
}

TEST_F(ClientTest, InfoSaysWhyThereIsNoList) {
    using Kind = domain::InfoAnswer::Kind;
    const auto info = [&](int status, const std::string& body) {
        http.always(status, body);
        domain::InfoAnswer told;
        wallet.info(stake_bet, loop.now() + seconds(1), [&](const auto& answer) { told = answer; });
        loop.run();
        return told;
    };
    const std::tuple<int, const char*, Kind, const char*> cases[] = {
        {200, R"({"ErrorCode":200,"Value":null})", Kind::list, ""},
        {200, R"({"ErrorCode":200,"Value":{"Items":[]}})", Kind::no_list,
         "Value has no Transactions, but members that we do not know"},
        {200, R"({"ErrorCode":103799})", Kind::no_list, "ErrorCode is 103799"},
        {200, R"({"ErrorCode":200,"errorCode":103799})", Kind::no_list,
         "ErrorCode is given twice with different values"},
        {200, "<html>", Kind::no_list, "the body is no JSON object"},
        {404, "{}", Kind::no_list, "status 404"},
        {502, "{}", Kind::no_answer, "status 502"}};
    for (const auto& [status, body, kind, why] : cases) {
        const auto told = info(status, body);
        EXPECT_EQ(told.kind, kind) << body;
        EXPECT_EQ(told.why, why) << body;
    }
}

TEST_F(ClientTest, MakeWithTwoBookingsIsInDoubt) {
    http.always(
        200, R"({"ErrorCode":200,"Value":{"PartnerTransactionId":1,"partnerTransactionId":2}})");
    make_stake();
    loop.run();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].verdict, Verdict::unknown);
    EXPECT_FALSE(answers[0].timed_out);
}

struct AuthenticateTest : ClientTest {
    void authenticate() {
        wallet.authenticate(test::casino_7, crypto::Secret("r1"), 3, [this](auto outcome) {
            users.push_back(std::move(outcome));
        });
        loop.run();
    }
    std::vector<domain::Outcome<usecases::AuthenticatedUser>> users;
};

TEST_F(AuthenticateTest, SendsTheTokenAndTheTag) {
    http.always(
        200, R"({"ErrorCode":200,"Value":{"PartnerUserId":"u","RefreshToken":"r2",)"
             R"("CurrencyCode":"EUR"}})");
    authenticate();
    ASSERT_EQ(users.size(), 1U);
    ASSERT_TRUE(users[0].ok());
    EXPECT_EQ(users[0].value().refresh_token.reveal(), "r2");
    EXPECT_EQ(http.calls().at(0).request.url, "http://127.0.0.1:9/partner/users/auth");
    const auto claims = claims_of(http.calls()[0].request.body, {test::rsa_key()});
    EXPECT_EQ(text_of(claims, "data"), R"({"RefreshToken":"r1","TagId":3})");
}

TEST_F(AuthenticateTest, AnUnknownOutcomeIsRepeatedOnceWithTheSameToken) {
    authenticate();
    loop.advance(seconds(5));
    ASSERT_EQ(http.calls().size(), 2U);
    EXPECT_EQ(
        text_of(claims_of(http.calls()[1].request.body, {test::rsa_key()}), "data"),
        R"({"RefreshToken":"r1","TagId":3})");
    loop.advance(seconds(5));
    EXPECT_EQ(http.calls().size(), 2U);
    ASSERT_EQ(users.size(), 1U);
    EXPECT_EQ(users[0].error().code, ErrorCode::counterparty_failed);
}

TEST_F(AuthenticateTest, ARefusalIsFinal) {
    http.always(200, R"({"ErrorCode":900108})");
    authenticate();
    EXPECT_EQ(http.calls().size(), 1U);
    ASSERT_EQ(users.size(), 1U);
    EXPECT_EQ(users[0].error().code, ErrorCode::token_refused);
}

TEST_F(ClientTest, BalanceIsCutAndItsLackIsAnError) {
    std::vector<domain::Outcome<domain::Money>> told;
    const auto ask = [&] {
        wallet.balance(
            {test::casino_7, domain::PartnerUserId("u"), 0, test::eur()}, loop.now() + seconds(1),
            [&](auto outcome) { told.push_back(std::move(outcome)); });
        loop.run();
    };
    http.always(200, R"({"ErrorCode":200,"Value":{"Balance":"7100.509"}})");
    ask();
    http.always(200, R"({"ErrorCode":200})");
    ask();
    http.always(200, R"({"ErrorCode":102145})");
    ask();
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0].value(), test::euros(710050));
    EXPECT_EQ(told[1].error().code, ErrorCode::counterparty_failed);
    EXPECT_EQ(told[2].error().code, ErrorCode::player_not_found);
    EXPECT_EQ(http.calls().at(0).request.url, "http://127.0.0.1:9/partner/users/data");
    EXPECT_EQ(http.calls().at(0).deadline, test::FakeLoop::start + seconds(1));
}

}  // namespace
}  // namespace croupier::casino_api
