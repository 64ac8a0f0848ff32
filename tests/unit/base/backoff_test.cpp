// SPDX-License-Identifier: Apache-2.0
#include "base/backoff.h"

#include <set>

#include <gtest/gtest.h>

namespace croupier::base {
namespace {

using namespace std::chrono_literals;

// The longest delay there can be; every drawn one lies within a tenth below.
void expect_about(Duration full, std::uint32_t failures, Duration age) {
    SeededRandom random(failures);
    for (int i = 0; i < 200; ++i) {
        const Duration delay = backoff_delay({}, failures, age, random);
        ASSERT_LE(delay, full) << failures;
        ASSERT_GE(delay, full - full / 10) << failures;
    }
}

TEST(Backoff, DoublesFromASecondToFiveMinutes) {
    const Duration steps[] = {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 5min, 5min};
    std::uint32_t failures = 0;
    for (const Duration step : steps)
        expect_about(step, ++failures, 0s);
}

TEST(Backoff, NoCountOfFailuresOverflows) {
    expect_about(5min, UINT32_MAX, 1h);
    expect_about(1s, 0, 0s);
}

TEST(Backoff, SlowAfterADay) {
    expect_about(5min, 300, 24h - 1ms);
    expect_about(15min, 300, 24h);
    expect_about(15min, 1, 1000h);
}

TEST(Backoff, PeersThatFailedTogetherSpread) {
    SeededRandom random(9);
    std::set<Duration> delays;
    for (int i = 0; i < 100; ++i)
        delays.insert(backoff_delay({}, 9, 0s, random));
    EXPECT_GT(delays.size(), 90u);
}

TEST(Backoff, PolicyIsData) {
    SeededRandom random(1);
    const BackoffPolicy policy{.first = 3ms, .most = 7ms, .eager_for = 1s, .slow = 9ms};
    EXPECT_EQ(backoff_delay(policy, 1, 0s, random), 3ms);
    EXPECT_EQ(backoff_delay(policy, 2, 0s, random), 6ms);
    EXPECT_EQ(backoff_delay(policy, 3, 0s, random), 7ms);
    EXPECT_EQ(backoff_delay(policy, 3, 1s, random), 9ms);
}

}  // namespace
}  // namespace croupier::base
