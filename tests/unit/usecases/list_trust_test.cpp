// SPDX-License-Identifier: Apache-2.0
// When a casino's empty lists are believed: after it listed a stake that it booked, and until it
// once does not.
#include "usecases/list_trust.h"

#include <gtest/gtest.h>

#include "unit/usecases/desk_world.h"

namespace croupier::usecases {
namespace {

const domain::CasinoId casino(7);
constexpr base::Duration second{1000};
constexpr base::Duration day{24 * 3600'000};

class ListTrustTest : public ::testing::Test {
protected:
    ListTrustTest() {
        world.wallet.on_make = [](const auto&) { return test::booked(); };
        world.wallet.on_info = [this](const domain::Bet& bet) {
            asked.push_back(bet.provider_bet.value());
            return answer(bet);
        };
        world.batcher.watch([this](const Committed& news) {
            for (const domain::Alarm& alarm : news.alarms)
                alarms.emplace_back(domain::to_text(alarm.kind));
        });
    }
    std::optional<domain::CasinoRecord> answer(const domain::Bet& bet) const {
        if (lists == Lists::no_answer) return std::nullopt;
        domain::CasinoRecord record;
        if (lists == Lists::bookings) {
            record.transactions.push_back(
                {.transaction = {},
                 .partner_transaction = {},
                 .type = domain::TransactionType::stake,
                 .amount = bet.transfers.front().amount});
        }
        return record;
    }
    bool believed() { return world.trust.believes(casino); }

    enum class Lists { bookings, nothing, no_answer } lists = Lists::bookings;
    std::vector<std::string> asked;  // the bets
    std::vector<std::string> alarms;
    DeskWorld world;
};

using Asked = std::vector<std::string>;

}  // namespace

TEST_F(ListTrustTest, ACasinoIsAskedSoonAfterItsFirstBookedStakeAndThenDaily) {
    world.loop.advance(1800 * second);
    EXPECT_EQ(asked, Asked{}) << "it has booked nothing";
    EXPECT_FALSE(believed());
    (void)world.place("a");
    world.loop.advance(10 * second);
    EXPECT_EQ(asked, Asked{"a"});
    EXPECT_TRUE(believed());
    (void)world.place("b");
    (void)world.place("c");
    world.loop.advance(day - 20 * second);
    EXPECT_EQ(asked, Asked{"a"});
    world.loop.advance(20 * second);
    EXPECT_EQ(asked, (Asked{"a", "b"})) << "the first stake booked since";
    world.loop.advance(day);
    EXPECT_EQ(asked, (Asked{"a", "b", "b"})) << "none was booked since";
    EXPECT_TRUE(believed());
    EXPECT_EQ(world.trust.counters().asked, 3U);
    EXPECT_TRUE(alarms.empty());
}

TEST_F(ListTrustTest, AStakeThatIsNotBookedIsNoneToAskAbout) {
    world.wallet.on_make = [](const auto&) { return test::refused(domain::ErrorCode::internal); };
    (void)world.place("a");
    world.loop.advance(day);
    EXPECT_EQ(asked, Asked{});
}

TEST_F(ListTrustTest, NoAnswerIsNoVerdictAndIsAskedForAgain) {
    lists = Lists::no_answer;
    (void)world.place("a");
    world.loop.advance(60 * second);
    EXPECT_GE(asked.size(), 2U);
    EXPECT_FALSE(believed());
    lists = Lists::bookings;
    world.loop.advance(120 * second);
    EXPECT_TRUE(believed());
    EXPECT_TRUE(alarms.empty());
}

TEST_F(ListTrustTest, AListWithoutTheStakeEndsTheBeliefWithOneAlarmADay) {
    (void)world.place("a");
    world.loop.advance(10 * second);
    ASSERT_TRUE(believed());
    lists = Lists::nothing;
    world.loop.advance(day);
    EXPECT_FALSE(believed());
    EXPECT_EQ(alarms, std::vector<std::string>{"lists_empty"});
    world.loop.advance(day / 2);
    EXPECT_EQ(alarms.size(), 1U) << "asked again and again, said once";
    EXPECT_GE(world.trust.counters().failed, 3U);
    world.loop.advance(day);
    EXPECT_EQ(alarms.size(), 2U);
    EXPECT_FALSE(believed());
    lists = Lists::bookings;
    world.loop.advance(2 * 3600 * second);
    EXPECT_TRUE(believed());
}

TEST_F(ListTrustTest, AFindingCountsOnlyOnceItIsDurable) {
    (void)world.place("a");
    world.disk.draw_fault = [](test::MemoryOperation operation) {
        return operation == test::MemoryOperation::commit ? test::MemoryFault::down
                                                          : test::MemoryFault::none;
    };
    world.loop.advance(60 * second);
    EXPECT_GE(asked.size(), 1U);
    EXPECT_FALSE(believed());
    world.disk.draw_fault = nullptr;
    world.loop.advance(120 * second);
    EXPECT_TRUE(believed());
    ASSERT_TRUE(world.disk.books().list_verdicts.contains(casino));
    EXPECT_TRUE(world.disk.books().list_verdicts.at(casino).believed);
}

TEST_F(ListTrustTest, BeliefEndsAtOnceWhetherThatCanBeWrittenOrNot) {
    (void)world.place("a");
    world.loop.advance(10 * second);
    lists = Lists::nothing;
    world.disk.draw_fault = [](test::MemoryOperation operation) {
        return operation == test::MemoryOperation::commit ? test::MemoryFault::down
                                                          : test::MemoryFault::none;
    };
    world.loop.advance(day);
    EXPECT_FALSE(believed());
    EXPECT_TRUE(alarms.empty());
    world.disk.draw_fault = nullptr;
    world.loop.advance(3600 * second);
    EXPECT_EQ(alarms, std::vector<std::string>{"lists_empty"}) << "nobody had heard it";
    EXPECT_FALSE(world.disk.books().list_verdicts.at(casino).believed);
}

TEST_F(ListTrustTest, WhatAnEarlierProcessFoundStandsUntilItsDayIsOver) {
    (void)world.place("a");
    world.loop.advance(10 * second);
    const auto verdicts = test::MemoryReader(world.disk).list_verdicts().value();
    const ListTrust next({world.loop, world.directory, world.wallet, world.batcher}, verdicts);
    EXPECT_TRUE(next.believes(casino));
    lists = Lists::nothing;
    world.loop.advance(day - 20 * second);
    EXPECT_TRUE(next.believes(casino));
    EXPECT_EQ(asked.size(), 1U);
    world.loop.advance(20 * second);
    EXPECT_FALSE(next.believes(casino));
}

}  // namespace croupier::usecases
