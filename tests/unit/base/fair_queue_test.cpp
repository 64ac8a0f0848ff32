// SPDX-License-Identifier: Apache-2.0
#include "base/fair_queue.h"

#include <gtest/gtest.h>

#include <string>

namespace croupier::base {
namespace {

using Queue = FairQueue<int, std::string>;

std::string drain(Queue& queue) {
    std::string order;
    while (auto thing = queue.pop())
        order += *thing;
    return order;
}

TEST(FairQueue, OneOwnerInOneLaneIsServedInOrder) {
    Queue queue({{.weight = 1, .waiting_max = 10}});
    for (const char* thing : {"a", "b", "c"})
        ASSERT_TRUE(queue.push(0, 1, thing));
    EXPECT_EQ(queue.waiting(0, 1), 3U);
    EXPECT_EQ(drain(queue), "abc");
    EXPECT_TRUE(queue.empty());
}

TEST(FairQueue, OwnersTakeTurns) {
    Queue queue({{.weight = 1, .waiting_max = 10}});
    for (const char* thing : {"a", "b", "c", "d"})
        ASSERT_TRUE(queue.push(0, 1, thing));
    ASSERT_TRUE(queue.push(0, 2, "X"));
    ASSERT_TRUE(queue.push(0, 3, "Y"));
    EXPECT_EQ(drain(queue), "aXYbcd");
}

TEST(FairQueue, LanesTakeTurnsByWeight) {
    Queue queue({{.weight = 3, .waiting_max = 100}, {.weight = 1, .waiting_max = 100}});
    for (int count = 0; count < 8; ++count) {
        ASSERT_TRUE(queue.push(0, 1, "h"));
        ASSERT_TRUE(queue.push(1, 1, "l"));
    }
    std::string first;
    for (int count = 0; count < 8; ++count)
        first += *queue.pop();
    EXPECT_EQ(std::count(first.begin(), first.end(), 'h'), 6);
    EXPECT_EQ(drain(queue), "hhllllll") << "what is alone has every turn";
}

// However long a light lane has had all turns, who comes to a heavy one goes next.
TEST(FairQueue, AnIdleLaneNeitherSavesUpNorPaysForOthers) {
    Queue queue({{.weight = 8, .waiting_max = 100}, {.weight = 1, .waiting_max = 100}});
    for (int count = 0; count < 50; ++count)
        ASSERT_TRUE(queue.push(1, 1, "l"));
    for (int count = 0; count < 40; ++count)
        ASSERT_EQ(queue.pop(), "l");
    ASSERT_TRUE(queue.push(0, 1, "h"));
    EXPECT_EQ(queue.pop(), "h");
    EXPECT_EQ(queue.pop(), "l");
}

TEST(FairQueue, AnOwnersShareOfALaneIsBoundedAndNobodyElsesIs) {
    Queue queue({{.weight = 1, .waiting_max = 2}, {.weight = 1, .waiting_max = 2}});
    std::string third = "c";
    EXPECT_TRUE(queue.push(0, 1, "a"));
    EXPECT_TRUE(queue.push(0, 1, "b"));
    EXPECT_FALSE(queue.push(0, 1, std::move(third)));
    EXPECT_EQ(third, "c") << "left untouched";  // NOLINT(bugprone-use-after-move): as promised
    EXPECT_TRUE(queue.push(1, 1, "d"));
    EXPECT_TRUE(queue.push(0, 2, "e"));
    EXPECT_EQ(queue.waiting(), 4U);
    EXPECT_EQ(queue.waiting(0), 3U);
}

}  // namespace
}  // namespace croupier::base
