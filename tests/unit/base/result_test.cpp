// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace croupier::base {
namespace {

enum class Fault { one, two };

Result<int, Fault> positive(int n) {
    if (n <= 0) return fail(Fault::one);
    return n;
}
Result<void, Fault> require_even(int n) {
    if (n % 2 != 0) return fail(Fault::two);
    return {};
}
Result<std::string, Fault> both(int n) {
    CROUPIER_TRY(const int value, positive(n));
    CROUPIER_TRY_VOID(require_even(value));
    return std::to_string(value);
}

TEST(Results, TryGivesTheValueOrReturnsTheError) {
    EXPECT_EQ(both(4).value(), "4");
    EXPECT_EQ(both(-4).error(), Fault::one);
    EXPECT_EQ(both(3).error(), Fault::two);
    EXPECT_EQ(both(3).value_or("none"), "none");
}

TEST(Results, MoveOnlyValuesMoveOut) {
    Result<std::unique_ptr<int>, Fault> made(std::make_unique<int>(7));
    const std::unique_ptr<int> taken = std::move(made).value();
    EXPECT_EQ(*taken, 7);
}

TEST(ResultsDeathTest, ReadingTheOtherSideAborts) {
    EXPECT_DEATH((void)positive(0).value(), "check failed");
    EXPECT_DEATH((void)positive(1).error(), "check failed");
    EXPECT_DEATH((void)require_even(2).error(), "check failed");
}

}  // namespace
}  // namespace croupier::base
