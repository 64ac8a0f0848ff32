// SPDX-License-Identifier: Apache-2.0
#include "provider_api/held_replies.h"

#include <gtest/gtest.h>

#include "unit/provider_api/world.h"

namespace croupier::provider_api {
namespace {

using test::FakeLoop;
using namespace std::chrono_literals;

const Answer late{verdict_of(domain::ErrorCode::outcome_unknown), {}, {}};
const Answer good{{ResponseCode::success, 200}, {}, {}};

class HeldRepliesTest : public ::testing::Test {
protected:
    // The bodies of the answers given, in the order given.
    net::Reply reply(const std::string& name) {
        return net::Reply([this, name](const net::Response& response) {
            answers.push_back(name + " " + response.body);
        });
    }
    HeldId hold(const std::string& name, base::Duration most = 1s) {
        return held.hold(reply(name), loop.now() + most, late).value();
    }
    void commit(std::vector<std::uint64_t> bets) {
        usecases::Committed committed;
        for (const std::uint64_t id : bets) {
            domain::Bet bet{
                .id = domain::BetId(id),
                .player = {},
                .casino = {},
                .partner_user = {},
                .provider = {},
                .provider_bet = {},
                .session = {},
                .game = {},
                .round = {},
                .currency = test::eur(),
                .win = {},
                .content = {},
                .tombstone = true,
                .doubt_since = {}};
            committed.bets.push_back({bet, {}, {}});
        }
        held.committed(committed);
    }

    std::vector<std::string> answers;
    FakeLoop loop;
    HeldReplies held{loop, 3};
};

TEST_F(HeldRepliesTest, TheEndOfTheWaitAnswers) {
    hold("a");
    loop.advance(999ms);
    EXPECT_TRUE(answers.empty());
    loop.advance(1ms);
    EXPECT_EQ(answers, std::vector<std::string>{R"(a {"_responseCode":99})"});
    EXPECT_EQ(held.size(), 0u);
}

TEST_F(HeldRepliesTest, AnAnswerIsGivenOnce) {
    const HeldId id = hold("a");
    held.answer(id, good);
    held.answer(id, late);
    loop.advance(10s);
    EXPECT_EQ(answers, std::vector<std::string>{R"(a {"_responseCode":1})"});
    EXPECT_TRUE(loop.idle());
}

TEST_F(HeldRepliesTest, TheWaitCanBeMoved) {
    const HeldId id = hold("a");
    held.wait_until(id, loop.now() + 5s, [this, id] { held.answer(id, good); });
    loop.advance(2s);
    EXPECT_TRUE(answers.empty());
    loop.advance(3s);
    EXPECT_EQ(answers, std::vector<std::string>{R"(a {"_responseCode":1})"});
}

TEST_F(HeldRepliesTest, ACommitWakesThoseWhoWatchItsBets) {
    const HeldId a = hold("a");
    const HeldId b = hold("b");
    const HeldId other = hold("other");
    for (const HeldId id : {a, b})
        held.watch(id, domain::BetId(1), [this, id](const domain::Bet&) { held.answer(id, good); });
    held.watch(
        other, domain::BetId(2), [this, other](const domain::Bet&) { held.answer(other, good); });
    commit({3, 1});
    EXPECT_EQ(
        answers,
        (std::vector<std::string>{R"(a {"_responseCode":1})", R"(b {"_responseCode":1})"}));
    commit({1});
    EXPECT_EQ(held.size(), 1u);
}

TEST_F(HeldRepliesTest, WhoStopsWatchingIsLeftAlone) {
    const HeldId a = hold("a");
    const HeldId b = hold("b");
    int woken = 0;
    // The first one takes the second one's watch away while both are being told.
    held.watch(a, domain::BetId(1), [&](const domain::Bet&) {
        ++woken;
        held.unwatch(b);
    });
    held.watch(b, domain::BetId(1), [&](const domain::Bet&) { woken += 100; });
    commit({1});
    commit({1});
    EXPECT_EQ(woken, 2);
}

TEST_F(HeldRepliesTest, TooManyAreRefusedAsOverload) {
    hold("a");
    hold("b");
    hold("c");
    EXPECT_FALSE(held.hold(reply("d"), loop.now() + 1s, late));
    EXPECT_EQ(answers, std::vector<std::string>{R"(d {"_responseCode":99})"});
    EXPECT_EQ(held.size(), 3u);
}

TEST_F(HeldRepliesTest, ADrainEndsWithTheLastReply) {
    const HeldId a = hold("a", 1s);
    hold("b", 2s);
    bool drained = false;
    held.drain([&] { drained = true; });
    EXPECT_FALSE(held.hold(reply("c"), loop.now() + 1s, late));
    held.answer(a, good);
    loop.run();
    EXPECT_FALSE(drained);
    loop.advance(2s);
    EXPECT_TRUE(drained);
    EXPECT_EQ(answers.size(), 3u);
}

TEST_F(HeldRepliesTest, ADrainOfNothingEndsAtOnce) {
    bool drained = false;
    held.drain([&] { drained = true; });
    EXPECT_FALSE(drained);  // never inside the call
    loop.run();
    EXPECT_TRUE(drained);
}

}  // namespace
}  // namespace croupier::provider_api
