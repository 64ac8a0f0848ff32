// SPDX-License-Identifier: Apache-2.0
// The fakes keep the ports' promises: order, time, one answer a call.
#include <gtest/gtest.h>

#include <vector>

#include "support/fake_http.h"
#include "support/fake_loop.h"

namespace croupier {
namespace {

using std::chrono::milliseconds;

TEST(FakeLoop, RunsByTimeThenByOrderAndMovesTimeEventByEvent) {
    test::FakeLoop loop;
    const base::Instant begin = loop.now();
    std::vector<std::pair<int, std::int64_t>> seen;
    const auto note = [&](int name) {
        return
            [&seen, &loop, begin, name] { seen.emplace_back(name, (loop.now() - begin).count()); };
    };
    loop.at(begin + milliseconds(20), note(3));
    loop.at(begin + milliseconds(10), note(2));
    const auto cancelled = loop.at(begin + milliseconds(15), note(9));
    loop.post(note(1));
    loop.cancel(cancelled);
    EXPECT_TRUE(seen.empty());
    loop.run();
    EXPECT_EQ(seen.size(), 1U);
    loop.advance(milliseconds(50));
    EXPECT_EQ(seen, (std::vector<std::pair<int, std::int64_t>>{{1, 0}, {2, 10}, {3, 20}}));
    EXPECT_EQ((loop.now() - begin).count(), 50);
    EXPECT_TRUE(loop.idle());
    EXPECT_EQ(loop.timers(), 0U);
}

TEST(FakeHttp, AnswersAtTheDeadlineAtTheLatest) {
    test::FakeLoop loop;
    test::FakeHttp http(loop);
    int timed_out = 0;
    http.send({}, loop.now() + milliseconds(100), [&](const net::HttpResult& result) {
        ASSERT_FALSE(result.ok());
        EXPECT_EQ(result.error().fault, net::HttpFault::maybe_sent);
        ++timed_out;
    });
    loop.advance(milliseconds(99));
    EXPECT_EQ(timed_out, 0);
    loop.advance(milliseconds(1));
    EXPECT_EQ(timed_out, 1);
    EXPECT_TRUE(loop.idle());
}

TEST(FakeHttp, ScriptAnswersOnTheNextTurnAndNotInsideTheCall) {
    test::FakeLoop loop;
    test::FakeHttp http(loop);
    http.always(200, "{}");
    int answers = 0;
    http.send({}, loop.now() + milliseconds(100), [&](const net::HttpResult& result) {
        ASSERT_TRUE(result.ok());
        EXPECT_EQ(result.value().body, "{}");
        ++answers;
    });
    EXPECT_EQ(answers, 0);
    loop.run();
    EXPECT_EQ(answers, 1);
    EXPECT_TRUE(loop.idle());
}

}  // namespace
}  // namespace croupier
