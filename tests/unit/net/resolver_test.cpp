// SPDX-License-Identifier: Apache-2.0
// What is remembered of names, and who waits for whom: on a clock that the test moves.
#include "net/resolver.h"

#include <gtest/gtest.h>

#include "unit/net/played_loop.h"

namespace croupier::net {
namespace {

using namespace std::chrono_literals;
using Addresses = std::vector<std::string>;

struct PlayedLookup final : NameLookup {
    struct Call {
        std::string host;
        std::function<void(NameResult)> done;
    };
    explicit PlayedLookup(std::vector<Call>& to) : calls(to) {}
    void look_up(const std::string& host, std::function<void(NameResult)> done) override {
        calls.push_back({host, std::move(done)});
    }
    std::vector<Call>& calls;
};

class ResolverTest : public testing::Test {
protected:
    void ask(const std::string& host) {
        resolver->resolve(host, [this, host](const auto& result) {
            heard.push_back(host + " " + (result.ok() ? result.value().front() : result.error()));
        });
        loop.run();
    }
    void tell(std::size_t call, const std::string& address, base::Duration good_for = 60s) {
        calls.at(call).done(NameAnswer{{address}, good_for});
        loop.run();
    }
    void fail(std::size_t call) {
        calls.at(call).done(base::fail(std::string("refused")));
        loop.run();
    }
    Addresses take() { return std::exchange(heard, {}); }

    test::PlayedLoop loop;
    std::vector<PlayedLookup::Call> calls;
    Addresses heard;
    ResolverPolicy policy;
    std::unique_ptr<Resolver> resolver =
        std::make_unique<Resolver>(loop, std::make_unique<PlayedLookup>(calls), policy);
};

TEST_F(ResolverTest, AsksOnceForAllWhoWait) {
    ask("a");
    ask("a");
    EXPECT_EQ(calls.size(), 1U);
    EXPECT_EQ(take(), Addresses{});
    tell(0, "1.1.1.1");
    EXPECT_EQ(take(), (Addresses{"a 1.1.1.1", "a 1.1.1.1"}));
}

TEST_F(ResolverTest, RemembersForAsLongAsTheAnswerIsGood) {
    ask("a");
    tell(0, "1.1.1.1", 60s);
    loop.pass_and_fire(60s - 1ms);
    ask("a");
    EXPECT_EQ(calls.size(), 1U);
    loop.pass_and_fire(1ms);
    ask("a");
    ASSERT_EQ(calls.size(), 2U);
    tell(1, "2.2.2.2");
    EXPECT_EQ(take(), (Addresses{"a 1.1.1.1", "a 1.1.1.1", "a 2.2.2.2"}));
}

TEST_F(ResolverTest, KeepsWhatServersSayWithinBounds) {
    ask("none");
    tell(0, "1.1.1.1", 0s);
    loop.pass_and_fire(policy.good_for_min - 1ms);
    ask("none");
    EXPECT_EQ(calls.size(), 1U);
    ask("week");
    tell(1, "1.1.1.1", 7 * 24h);
    loop.pass_and_fire(policy.good_for_max);
    ask("week");
    EXPECT_EQ(calls.size(), 3U);
}

TEST_F(ResolverTest, ASilentServerHoldsUpItsOwnNameAlone) {
    ask("sick");
    ask("well");
    tell(1, "1.1.1.1");
    EXPECT_EQ(take(), Addresses{"well 1.1.1.1"});
}

TEST_F(ResolverTest, AFailureIsRememberedShortly) {
    ask("a");
    fail(0);
    ask("a");
    EXPECT_EQ(take(), (Addresses{"a refused", "a refused"}));
    EXPECT_EQ(calls.size(), 1U);
    loop.pass_and_fire(policy.failure_good_for);
    ask("a");
    EXPECT_EQ(calls.size(), 2U);
}

TEST_F(ResolverTest, AnOldAnswerServesWhileNoNewerOneComes) {
    ask("a");
    tell(0, "1.1.1.1", 60s);
    loop.pass_and_fire(60s);
    take();
    ask("a");
    EXPECT_EQ(take(), Addresses{});  // the newer one may be here in a moment
    loop.pass_and_fire(policy.stale_after);
    EXPECT_EQ(take(), Addresses{"a 1.1.1.1"});
    ask("a");
    EXPECT_EQ(take(), Addresses{"a 1.1.1.1"});  // nobody waits for the same silence twice
    fail(1);
    ask("a");
    EXPECT_EQ(take(), Addresses{"a 1.1.1.1"});
    EXPECT_EQ(calls.size(), 2U);
    loop.pass_and_fire(policy.failure_good_for);
    ask("a");
    ASSERT_EQ(calls.size(), 3U);
    tell(2, "2.2.2.2");
    EXPECT_EQ(take(), Addresses{"a 2.2.2.2"});
    EXPECT_EQ(loop.timers(), 0U);
}

TEST_F(ResolverTest, ButNotForEver) {
    ask("a");
    tell(0, "1.1.1.1", 60s);
    take();
    loop.pass_and_fire(60s + policy.stale_good_for);
    ask("a");
    fail(1);
    EXPECT_EQ(take(), Addresses{"a refused"});
}

TEST_F(ResolverTest, ForgetsWhatWasUsedLongestAgo) {
    policy.names_max = 2;
    resolver = std::make_unique<Resolver>(loop, std::make_unique<PlayedLookup>(calls), policy);
    for (const char* host : {"a", "b", "c"}) {
        ask(host);
        tell(calls.size() - 1, "1.1.1.1");
        loop.pass_and_fire(1s);
    }
    ask("b");
    EXPECT_EQ(calls.size(), 3U);
    ask("a");
    EXPECT_EQ(calls.size(), 4U);
}

TEST_F(ResolverTest, SaysNothingAfterItsEnd) {
    ask("a");
    tell(0, "1.1.1.1", 60s);
    loop.pass_and_fire(60s);
    take();
    ask("a");
    resolver.reset();
    EXPECT_EQ(loop.timers(), 0U);
    EXPECT_EQ(take(), Addresses{});
}

}  // namespace
}  // namespace croupier::net
