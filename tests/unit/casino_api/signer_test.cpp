// SPDX-License-Identifier: Apache-2.0
#include "casino_api/signer.h"

#include <gtest/gtest.h>

#include <vector>

#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::integer_of;
using test::text_of;

// Jobs wait until the test lets them run.
class HeldExecutor final : public base::Executor {
public:
    explicit HeldExecutor(std::size_t room = 100) : room_(room) {}
    [[nodiscard]] bool run(base::Task job) override {
        if (jobs.size() >= room_) return false;
        jobs.push_back(std::move(job));
        return true;
    }
    void run_first() {
        const auto job = std::move(jobs.front());
        jobs.pop_front();
        job();
    }
    std::deque<base::Task> jobs;

private:
    std::size_t room_;
};

struct SignerTest : testing::Test {
    SigningOrder order(
        Lane lane = Lane::stake, std::string data = "{}",
        domain::CasinoId casino = test::casino_7) {
        return {test::rsa_key(), casino, std::move(data),        seconds(10),
                seconds(2),      lane,   loop.now() + seconds(5)};
    }
    void sign(const SigningOrder& what, const std::string& name) {
        signer.sign(what, [this, name](const std::optional<std::string>& body) {
            ended.push_back(name);
            bodies.push_back(body);
        });
    }

    void run_all() {
        while (!crypto.jobs.empty()) {
            crypto.run_first();
            loop.run();
        }
    }

    test::FakeLoop loop;
    base::SeededRandom random{1};
    HeldExecutor crypto;
    Signer signer{{loop, random, crypto, "https://hub.test", 1, 3}};
    std::vector<std::string> ended;
    std::vector<std::optional<std::string>> bodies;
};

TEST_F(SignerTest, TimesAreThoseOfTheSigningAndDataIsText) {
    sign(order(Lane::stake, R"({"BetId":1})"), "a");
    loop.advance(milliseconds(3400));
    crypto.run_first();
    EXPECT_TRUE(ended.empty());
    loop.run();
    ASSERT_EQ(bodies.size(), 1U);
    ASSERT_TRUE(bodies[0].has_value());
    const auto claims = test::claims_of(*bodies[0], {test::rsa_key()});
    const std::int64_t signed_at = test::FakeLoop::start.unix_ms / 1000 + 3;
    EXPECT_EQ(text_of(claims, "iss"), "https://hub.test");
    EXPECT_EQ(text_of(claims, "client_id"), "PartnerClient-7");
    EXPECT_EQ(text_of(claims, "data"), R"({"BetId":1})");
    EXPECT_EQ(integer_of(claims, "iat"), signed_at - 2);
    EXPECT_EQ(integer_of(claims, "nbf"), signed_at - 2);
    EXPECT_EQ(integer_of(claims, "exp"), signed_at - 2 + 10);
    EXPECT_EQ(text_of(claims, "jti").size(), 36U);
    const auto header = test::header_of(*bodies[0]);
    EXPECT_EQ(text_of(header, "alg"), "RS256");
    EXPECT_EQ(text_of(header, "typ"), "JWT");
    EXPECT_EQ(text_of(header, "kid"), test::rsa_key().kid());
}

TEST_F(SignerTest, TheSameOrderTwiceHasTwoJtis) {
    sign(order(), "a");
    sign(order(), "b");
    crypto.run_first();
    loop.run();
    crypto.run_first();
    loop.run();
    ASSERT_EQ(bodies.size(), 2U);
    EXPECT_NE(
        text_of(test::claims_of(*bodies[0], {test::rsa_key()}), "jti"),
        text_of(test::claims_of(*bodies[1], {test::rsa_key()}), "jti"));
}

TEST_F(SignerTest, AStakeGoesBeforeAFloodOfBalanceQuestions) {
    for (const char* name : {"with the pool", "question", "question", "question"})
        sign(order(Lane::balance), name);
    sign(order(Lane::stake), "stake");
    sign(order(Lane::owed), "owed");
    run_all();
    EXPECT_EQ(
        ended, (std::vector<std::string>{
                   "with the pool", "stake", "owed", "question", "question", "question"}));
}

TEST_F(SignerTest, ACasinosStakesWaitForOneOfTheOtherAndNotForAll) {
    for (const char* name : {"with the pool", "busy", "busy", "busy"})
        sign(order(), name);
    sign(order(Lane::stake, "{}", domain::CasinoId(8)), "other");
    run_all();
    EXPECT_EQ(ended, (std::vector<std::string>{"with the pool", "busy", "other", "busy", "busy"}));
}

TEST_F(SignerTest, EachCasinoAndKindHasAShareOfWhatMayWait) {
    for (const char* name : {"with the pool", "1", "2", "3", "one too many"})
        sign(order(Lane::balance), name);
    sign(order(Lane::stake), "stake");
    sign(order(Lane::balance, "{}", domain::CasinoId(8)), "other");
    loop.run();
    EXPECT_EQ(ended, (std::vector<std::string>{"one too many"}));
    EXPECT_EQ(signer.counters(Lane::balance).refused, 1U);
    EXPECT_EQ(signer.waiting(Lane::balance), 4U);
    EXPECT_EQ(signer.waiting(Lane::stake), 1U);
    run_all();
    EXPECT_EQ(signer.counters(Lane::balance).signed_calls, 5U);
}

// What cannot be signed is that call's trouble alone.
TEST_F(SignerTest, AKeyThatCannotSignFailsItsCallAndNoOther) {
    SigningOrder broken = order();
    broken.data = "\xff";
    sign(broken, "broken");
    sign(order(), "whole");
    run_all();
    ASSERT_EQ(ended, (std::vector<std::string>{"broken", "whole"}));
    EXPECT_TRUE(bodies[1].has_value());
}

TEST_F(SignerTest, WhatIsTooLateWhenItsTurnComesIsNotSigned) {
    sign(order(), "in time");
    sign(order(), "late");
    loop.advance(seconds(5));
    crypto.run_first();
    loop.run();
    EXPECT_TRUE(crypto.jobs.empty());
    ASSERT_EQ(ended, (std::vector<std::string>{"in time", "late"}));
    EXPECT_TRUE(bodies[0].has_value());
    EXPECT_FALSE(bodies[1].has_value());
}

TEST_F(SignerTest, AFullQueueOrPoolSaysNoOnTheLoop) {
    for (const char* name : {"with the pool", "1", "2", "3", "one too many"})
        sign(order(), name);
    EXPECT_TRUE(ended.empty());
    loop.run();
    EXPECT_EQ(ended, (std::vector<std::string>{"one too many"}));

    HeldExecutor full(0);
    Signer refused{{loop, random, full, "https://hub.test"}};
    bool no = false;
    refused.sign(order(), [&](const std::optional<std::string>& body) { no = !body; });
    EXPECT_FALSE(no);
    loop.run();
    EXPECT_TRUE(no);
}

TEST_F(SignerTest, SignsOnRealThreads) {
    int good = 0;
    {
        base::ThreadExecutor pool("crypto", 2, 100);
        Signer::Parts parts{loop, random, pool, "https://hub.test"};
        parts.jobs_max = 8;  // none waits for the loop, which runs when the pool is gone
        Signer threaded{parts};
        for (int count = 0; count < 8; ++count) {
            threaded.sign(order(), [&](const std::optional<std::string>& body) {
                good += body && text_of(test::claims_of(*body, {test::rsa_key()}), "iss") ==
                                    "https://hub.test";
            });
        }
    }  // joined: all eight have posted
    loop.run();
    EXPECT_EQ(good, 8);
}

}  // namespace
}  // namespace croupier::casino_api
