// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

#include "net/asio_loop.h"
#include "net/deadline.h"

namespace croupier::net {
namespace {

using std::chrono::milliseconds;

TEST(AsioLoop, RunsTasksInTheOrderPosted) {
    AsioLoop loop;
    std::string order;
    loop.post([&] {
        loop.post([&] { order += 'c'; });
        loop.post([&] { loop.stop(); });
        order += 'a';
    });
    loop.post([&] { order += 'b'; });
    loop.run();
    EXPECT_EQ(order, "abc");
}

TEST(AsioLoop, RunsTimersInTheOrderOfTheirTimes) {
    AsioLoop loop;
    std::string order;
    const auto start = loop.now();
    loop.at(start + milliseconds(200), [&] {
        EXPECT_GE(loop.now(), start + milliseconds(200));
        order += 'd';
        loop.stop();
    });
    loop.at(start + milliseconds(100), [&] { order += 'c'; });
    loop.at(start - milliseconds(10), [&] { order += 'a'; });
    loop.at(start - milliseconds(10), [&] { order += 'b'; });
    EXPECT_EQ(order, "");
    loop.run();
    EXPECT_EQ(order, "abcd");
}

TEST(AsioLoop, CancelsTimersAtAnyTime) {
    AsioLoop loop;
    std::string order;
    const auto start = loop.now();
    base::TimerId third{};
    const auto first = loop.at(start, [&] {
        order += 'a';
        loop.cancel(third);
    });
    const auto second = loop.at(start + milliseconds(1), [&] { order += 'b'; });
    third = loop.at(start, [&] { order += 'c'; });
    loop.at(start + milliseconds(5), [&] {
        loop.cancel(first);
        loop.cancel(base::TimerId::none);
        loop.stop();
    });
    loop.cancel(second);
    loop.cancel(second);
    loop.run();
    EXPECT_EQ(order, "a");
}

TEST(AsioLoop, TakesTasksFromOtherThreads) {
    AsioLoop loop;
    int sum = 0;
    std::thread other([&] {
        for (int i = 0; i < 1000; ++i)
            loop.post([&] { ++sum; });
        loop.post([&] { loop.stop(); });
    });
    loop.run();
    other.join();
    EXPECT_EQ(sum, 1000);
}

// Nobody can say what the task left half done: the next start can.
TEST(AsioLoopDeathTest, ATaskThatThrowsEndsTheProcess) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto throws = [] {
        AsioLoop loop;
        loop.post([] { throw std::runtime_error("thrown by a test"); });
        loop.run();
    };
    EXPECT_DEATH(throws(), "process_ends.*thrown by a test");
}

TEST(AsioLoop, RunsAgainAfterAStop) {
    AsioLoop loop;
    int runs = 0;
    for (int i = 0; i < 2; ++i) {
        loop.post([&] {
            ++runs;
            loop.stop();
        });
        loop.run();
    }
    EXPECT_EQ(runs, 2);
}

TEST(AsioLoop, DropsWhatIsLeft) {
    const auto held = std::make_shared<int>(0);
    {
        AsioLoop loop;
        loop.post([held] {});
        loop.at(loop.now() + std::chrono::hours(1), [held] {});
        EXPECT_EQ(held.use_count(), 3);
    }
    EXPECT_EQ(held.use_count(), 1);
}

TEST(AsioLoop, IgnoresBrokenPipes) {
    const AsioLoop loop;
    EXPECT_EQ(::raise(SIGPIPE), 0);
}

TEST(AsioLoopDeathTest, EndsAtTheSecondSignal) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto terminate_twice = [] {
        AsioLoop loop;
        loop.on_terminate([&loop] {
            ::write(STDERR_FILENO, "first\n", 6) == 6 ? ::raise(SIGTERM) : 0;
            loop.stop();
        });
        loop.post([] { ::raise(SIGTERM); });
        loop.run();
    };
    EXPECT_EXIT(terminate_twice(), testing::KilledBySignal(SIGTERM), "first");
}

// A loop whose time is set by hand.
class StillLoop final : public base::Loop {
public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    void post(base::Task) override {}
    base::TimerId at(base::Instant when, base::Task task) override {
        ++timers_set;
        due_ = when;
        task_ = std::move(task);
        return base::TimerId{timers_set};
    }
    void cancel(base::TimerId timer) override {
        if (timer == base::TimerId{timers_set}) task_ = nullptr;
    }
    void pass(milliseconds time) {
        now_ = now_ + time;
        while (task_ && due_ <= now_)
            std::exchange(task_, nullptr)();
    }

    std::uint64_t timers_set = 0;

private:
    base::Instant now_{1};
    base::Instant due_;
    base::Task task_;
};

TEST(Deadline, IsReachedOnceAtItsTime) {
    StillLoop loop;
    int reached = 0;
    Deadline deadline(loop, [&] { ++reached; });
    deadline.set_after(milliseconds(10));
    loop.pass(milliseconds(9));
    EXPECT_EQ(reached, 0);
    loop.pass(milliseconds(1));
    EXPECT_EQ(reached, 1);
    loop.pass(milliseconds(100));
    EXPECT_EQ(reached, 1);
}

TEST(Deadline, MovesLaterWithoutATimer) {
    StillLoop loop;
    int reached = 0;
    Deadline deadline(loop, [&] { ++reached; });
    deadline.set_after(milliseconds(10));
    for (int i = 0; i < 5; ++i) {
        loop.pass(milliseconds(1));
        deadline.set_after(milliseconds(10));
    }
    EXPECT_EQ(loop.timers_set, 1u);
    loop.pass(milliseconds(9));
    EXPECT_EQ(reached, 0);
    loop.pass(milliseconds(1));
    EXPECT_EQ(reached, 1);
}

TEST(Deadline, MovesEarlierAndAway) {
    StillLoop loop;
    int reached = 0;
    Deadline deadline(loop, [&] { ++reached; });
    deadline.set_after(milliseconds(100));
    deadline.set_after(milliseconds(10));
    loop.pass(milliseconds(10));
    EXPECT_EQ(reached, 1);
    deadline.set_after(milliseconds(10));
    deadline.clear();
    loop.pass(milliseconds(100));
    EXPECT_EQ(reached, 1);
}

}  // namespace
}  // namespace croupier::net
