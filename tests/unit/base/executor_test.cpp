// SPDX-License-Identifier: Apache-2.0
#include "base/executor.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace croupier::base {
namespace {

TEST(CameToItsEnd, SaysWhetherItDid) {
    EXPECT_TRUE(came_to_its_end("a test", [] {}));
    EXPECT_FALSE(came_to_its_end("a test", [] { throw std::runtime_error("thrown by a test"); }));
    EXPECT_FALSE(came_to_its_end("a test", [] { throw 7; }));
}

TEST(ThreadExecutorDeathTest, AJobThatThrowsEndsTheProcess) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto throws = [] {
        ThreadExecutor executor("test", 1, 10);
        (void)executor.run([] { throw std::runtime_error("thrown by a test"); });
    };
    EXPECT_DEATH(throws(), "process_ends.*thrown by a test");
}

}  // namespace
}  // namespace croupier::base
