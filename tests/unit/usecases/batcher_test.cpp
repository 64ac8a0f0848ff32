// SPDX-License-Identifier: Apache-2.0
// The write path under every fault of a store: nothing is answered before it is known to be
// durable, nothing is written twice, and one bad step does not take others with it.
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <utility>

#include "unit/usecases/batcher_world.h"

namespace croupier::usecases {
namespace {

using domain::ErrorCode;
using test::MemoryFault;
using test::MemoryOperation;
using W = BatcherWorld;

class BatcherTest : public BatcherWorld {};

TEST_F(BatcherTest, AnswersAfterTheCommitAndTellsWatchersLast) {
    const auto trace = submit(&W::bet_step);
    EXPECT_EQ(trace->answered, 0);
    EXPECT_FALSE(batcher.idle());
    run();
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, std::nullopt);
    EXPECT_EQ(order, (std::vector<std::string>{"done", "watch"}));
    ASSERT_EQ(commits.size(), 1U);
    ASSERT_EQ(commits[0].bets.size(), 1U);
    EXPECT_EQ(commits[0].bets[0].bet.id, trace->bet);
    EXPECT_EQ(books().bets.at(trace->bet).bet, commits[0].bets[0].bet);
    EXPECT_TRUE(batcher.idle());
}

TEST_F(BatcherTest, WhatGathersWhileABatchIsUnderWaySharesOneCommit) {
    std::vector<TracePtr> traces;
    for (int count = 0; count < 20; ++count)
        traces.push_back(submit(&W::bet_step));
    run();
    for (const auto& trace : traces)
        EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(books().segments.at(0).size(), 2U) << "the first alone, then all that had gathered";
    expect_leased_ids(traces);
    EXPECT_EQ(expect_whole_chain(), 0U);
}

TEST_F(BatcherTest, ADecisionThatKeepsNothingWritesNothing) {
    auto trace = std::make_shared<Trace>();
    batcher.submit(step(trace, [](View&) { return Keep::no; }));
    run();
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, std::nullopt);
    EXPECT_TRUE(books().segments.empty() || books().segments.at(0).empty());
    EXPECT_TRUE(commits.empty());
}

TEST_F(BatcherTest, ARequestIsKeptEvenIfItsStepIsNot) {
    auto trace = std::make_shared<Trace>();
    Step asked = step(trace, [](View&) { return Keep::no; });
    asked.request = SeenRequest{
        .provider = {}, .id = {1}, .content = {}, .until = loop.now() + base::Duration(60'000)};
    batcher.submit(std::move(asked));
    run();
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(books().requests.size(), 1U);
}

// --- busy and down: nothing happened

class BatcherFaults
    : public BatcherWorld,
      public ::testing::WithParamInterface<std::pair<MemoryOperation, MemoryFault>> {};

TEST_P(BatcherFaults, AreTriedAgainAndThenStandOnce) {
    const auto [operation, fault] = GetParam();
    disk.fail_next(operation, fault);
    disk.fail_next(operation, fault);
    const auto trace = submit(&W::bet_step);
    run();
    EXPECT_EQ(trace->answered, 0) << "answered before anything was durable";
    EXPECT_TRUE(books().bets.empty());
    run(base::Duration(1000));
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, std::nullopt);
    EXPECT_EQ(commits.size(), 1U);
    expect_leased_ids({trace, [&] {
                           auto next = submit(&W::bet_step);
                           run();
                           return next;
                       }()});
    expect_whole_chain();
}

TEST_P(BatcherFaults, ThatLastAreOverloadAndLeaveNothing) {
    const auto [operation, fault] = GetParam();
    disk.draw_fault = [operation = operation, fault = fault](MemoryOperation at) {
        return at == operation ? fault : MemoryFault::none;
    };
    const auto trace = submit(&W::bet_step);
    run(base::Duration(10'000));
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, ErrorCode::overloaded);
    EXPECT_TRUE(books().bets.empty());
    EXPECT_TRUE(books().postings.empty());
    EXPECT_TRUE(commits.empty());
    EXPECT_TRUE(batcher.idle());
    disk.draw_fault = nullptr;
    const auto next = submit(&W::bet_step);
    run(base::Duration(1000));
    EXPECT_EQ(next->failed, std::nullopt);
    expect_leased_ids({next});
    expect_whole_chain();
}

INSTANTIATE_TEST_SUITE_P(
    all, BatcherFaults,
    ::testing::Values(
        std::pair(MemoryOperation::load, MemoryFault::busy),
        std::pair(MemoryOperation::load, MemoryFault::down),
        std::pair(MemoryOperation::commit, MemoryFault::busy),
        std::pair(MemoryOperation::commit, MemoryFault::down),
        std::pair(MemoryOperation::chain_head, MemoryFault::down)));

// --- unknown: the commit was sent

TEST_F(BatcherTest, ACommitThatTurnsOutToStandIsAnsweredAndNotDecidedAgain) {
    disk.fail_next(MemoryOperation::commit, MemoryFault::unknown_committed);
    const auto trace = submit(&W::bet_step);
    run();
    EXPECT_EQ(trace->answered, 0) << "answered while the commit was unknown";
    run(base::Duration(1000));
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, std::nullopt);
    EXPECT_EQ(trace->decided, 1);
    EXPECT_EQ(commits.size(), 1U);
    EXPECT_EQ(books().postings.size(), 1U);
    const auto next = submit(&W::bet_step);
    run();
    expect_leased_ids({trace, next});
    EXPECT_EQ(expect_whole_chain(), 0U);
}

TEST_F(BatcherTest, ACommitThatWasLostIsFencedAndDecidedAgain) {
    disk.fail_next(MemoryOperation::commit, MemoryFault::unknown_lost);
    const auto trace = submit(&W::bet_step);
    run();
    EXPECT_EQ(trace->answered, 0);
    run(base::Duration(1000));
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, std::nullopt);
    EXPECT_EQ(trace->decided, 2);
    EXPECT_EQ(commits.size(), 1U);
    const auto next = submit(&W::bet_step);
    run();
    expect_leased_ids({trace, next});
    EXPECT_EQ(expect_whole_chain(), 1U);
    EXPECT_TRUE(books().segments.at(0).at(1).fenced);
}

TEST_F(BatcherTest, NothingLeavesBeforeTheFateIsKnownHoweverLongThatTakes) {
    for (const MemoryFault outcome : {MemoryFault::unknown_committed, MemoryFault::unknown_lost}) {
        disk.fail_next(MemoryOperation::commit, outcome);
        disk.draw_fault = [](MemoryOperation at) {
            return at == MemoryOperation::fate ? MemoryFault::down : MemoryFault::none;
        };
        const auto trace = submit(&W::bet_step);
        const auto behind = submit(&W::session_step);
        run(base::Duration(60'000));
        EXPECT_EQ(trace->answered, 0);
        EXPECT_EQ(behind->decided, 0) << "decided on books of which nobody knows";
        disk.draw_fault = nullptr;
        run(base::Duration(1000));
        EXPECT_EQ(trace->answered, 1);
        EXPECT_EQ(trace->failed, std::nullopt);
        EXPECT_EQ(behind->answered, 1);
    }
    EXPECT_EQ(books().bets.size(), 2U);
    EXPECT_EQ(expect_whole_chain(), 1U);
}

TEST_F(BatcherTest, CommitsThatAreLostAgainAndAgainEndAsOverloadWithoutATrace) {
    disk.draw_fault = [](MemoryOperation at) {
        return at == MemoryOperation::commit ? MemoryFault::unknown_lost : MemoryFault::none;
    };
    const auto trace = submit(&W::bet_step);
    run(base::Duration(10'000));
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, ErrorCode::overloaded);
    EXPECT_TRUE(books().bets.empty());
    disk.draw_fault = nullptr;
    const auto next = submit(&W::bet_step);
    run(base::Duration(1000));
    EXPECT_EQ(next->failed, std::nullopt);
    EXPECT_GT(expect_whole_chain(), 0U);
}

// --- poison and bugs

TEST_F(BatcherTest, ARowThatTheStoreRefusesCostsItsOwnStepOnly) {
    const auto first = submit(&W::bet_step);  // under way while the others gather
    const auto before = submit(&W::bet_step);
    const auto poison = submit(&W::poison_step);
    const auto after = submit(&W::bet_step);
    run(base::Duration(1000));
    for (const auto& good : {first, before, after}) {
        EXPECT_EQ(good->answered, 1);
        EXPECT_EQ(good->failed, std::nullopt);
    }
    EXPECT_EQ(poison->answered, 1);
    EXPECT_EQ(poison->failed, ErrorCode::internal);
    EXPECT_EQ(poison->decided, 2) << "once with the others, once alone";
    EXPECT_EQ(batcher.counters().bugs, 1U);
    expect_leased_ids({first, before, after});
    expect_whole_chain();
    std::size_t alarms = 0;
    for (const auto& commit : commits) {
        for (const auto& alarm : commit.alarms)
            alarms += alarm.kind == domain::AlarmKind::invariant ? 1 : 0;
    }
    EXPECT_EQ(alarms, 1U);
}

TEST_F(BatcherTest, ALonelyPoisonIsRefusedAtOnceAndTheNextStepStands) {
    const auto poison = submit(&W::poison_step);
    run();
    EXPECT_EQ(poison->failed, ErrorCode::internal);
    EXPECT_EQ(poison->decided, 1);
    const auto next = submit(&W::bet_step);
    run();
    EXPECT_EQ(next->failed, std::nullopt);
    EXPECT_EQ(expect_whole_chain(), 0U);
}

TEST_F(BatcherTest, ABrokenInvariantIsRolledBackWithAnAlarmAndTheOthersStand) {
    const auto first = submit(&W::session_step);
    const auto bug = submit(&W::bug_step);
    const auto after = submit(&W::bet_step);
    run();
    EXPECT_EQ(bug->answered, 1);
    EXPECT_EQ(bug->failed, ErrorCode::internal);
    EXPECT_EQ(after->failed, std::nullopt);
    expect_leased_ids({after});
    ASSERT_FALSE(commits.empty());
    const auto& alarms = commits.back().alarms;
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_EQ(alarms[0].kind, domain::AlarmKind::invariant);
    EXPECT_NE(alarms[0].detail.find("postings differ"), std::string::npos) << alarms[0].detail;
}

// --- leases of bet ids

TEST_F(BatcherTest, ABlockIsLeasedOnceForAllWhoNeedIt) {
    std::vector<TracePtr> traces;
    for (int count = 0; count < 100; ++count) {
        traces.push_back(submit(&W::bet_step));
        if (count % 7 == 0) run();
    }
    run();
    expect_leased_ids(traces);
    std::set<std::uint64_t> blocks;
    for (const auto& trace : traces)
        blocks.insert(trace->bet.value() >> 10U);
    EXPECT_EQ(blocks.size(), 1U);
}

TEST_F(BatcherTest, AFullBlockIsFollowedByAnother) {
    std::vector<TracePtr> traces;
    for (int count = 0; count < domain::bet_ids_per_block + 300; ++count)
        traces.push_back(submit(&W::bet_step));
    run();
    expect_leased_ids(traces);
}

// A step that draws an id and keeps nothing: its lease was rolled back with it.
TEST_F(BatcherTest, ALeaseThatWasRolledBackIsForgotten) {
    auto dropped = std::make_shared<Trace>();
    Step drops = step(dropped, [dropped](View& view) {
        dropped->bet = view.next_bet_id(slot());
        return Keep::no;
    });
    drops.names.bet_blocks.push_back(slot());
    batcher.submit(std::move(drops));
    run();
    EXPECT_FALSE(books().bet_blocks.contains(slot()));
    const auto next = submit(&W::bet_step);
    run();
    expect_leased_ids({next});
}

// --- time and load

TEST_F(BatcherTest, AStepWhoseTimeIsOverIsNotBegun) {
    disk.fail_next(MemoryOperation::commit, MemoryFault::busy);
    const auto first = submit(&W::session_step);
    auto late = std::make_shared<Trace>(), early = std::make_shared<Trace>(),
         patient = std::make_shared<Trace>();
    Step expires = session_step(late);
    expires.give_up_at = loop.now() + base::Duration(5);
    batcher.submit(std::move(expires));
    Step in_time = session_step(early);
    in_time.give_up_at = loop.now() + base::Duration(5000);
    batcher.submit(std::move(in_time));
    batcher.submit(session_step(patient));
    run(base::Duration(1000));
    EXPECT_EQ(first->failed, std::nullopt);
    EXPECT_EQ(late->answered, 1);
    EXPECT_EQ(late->failed, ErrorCode::overloaded);
    EXPECT_EQ(late->decided, 0);
    EXPECT_EQ(early->failed, std::nullopt);
    EXPECT_EQ(early->decided, 1);
    EXPECT_EQ(patient->failed, std::nullopt);
    EXPECT_EQ(books().sessions.size(), 3U);
}

// --- throws

TEST_F(BatcherTest, ADecisionThatThrowsFailsAloneAndKeepsNothing) {
    const auto first = submit(&W::session_step);
    const auto before = submit(&W::bet_step);
    auto thrower = std::make_shared<Trace>();
    Step half = session_step(thrower);
    half.decide = [put = half.decide](View& view) -> Keep {
        (void)put(view);
        throw std::runtime_error("thrown by a test");
    };
    batcher.submit(std::move(half));
    auto odd = std::make_shared<Trace>();
    batcher.submit(step(odd, [](View&) -> Keep { throw 7; }));
    const auto after = submit(&W::bet_step);
    run();
    for (const auto& whole : {first, before, after}) {
        EXPECT_EQ(whole->answered, 1);
        EXPECT_EQ(whole->failed, std::nullopt);
    }
    for (const auto& failed : {thrower, odd}) {
        EXPECT_EQ(failed->answered, 1);
        EXPECT_EQ(failed->failed, ErrorCode::internal);
    }
    EXPECT_EQ(books().sessions.size(), 1U) << "what it had put was kept";
    EXPECT_EQ(books().bets.size(), 2U);
    EXPECT_EQ(batcher.counters().bugs, 2U);
    ASSERT_EQ(commits.size(), 1U) << "sessions tell no watcher";
    EXPECT_EQ(commits[0].alarms.size(), 2U);
    EXPECT_TRUE(batcher.idle());
    expect_whole_chain();
}

// A store whose calls throw when the test says so.
class ThrowingStore final : public Store {
public:
    explicit ThrowingStore(Store& inner) : inner_(inner) {}
    base::Result<Snapshot, StoreFault> load(const Names& names, base::Instant now) override {
        if (std::exchange(load_throws, false)) throw std::runtime_error("load");
        return inner_.load(names, now);
    }
    base::Result<void, StoreFault> commit(const WriteSet& writes) override {
        if (std::exchange(commit_throws, false)) throw std::runtime_error("commit");
        auto committed = inner_.commit(writes);
        if (std::exchange(committed_throws, false)) throw std::runtime_error("committed");
        return committed;
    }
    void rollback() noexcept override { inner_.rollback(); }
    base::Result<Fate, StoreFault> fate(std::uint32_t chain, std::uint64_t seq) override {
        if (std::exchange(fate_throws, false)) throw std::runtime_error("fate");
        return inner_.fate(chain, seq);
    }
    base::Result<ChainHead, StoreFault> chain_head(std::uint32_t chain) override {
        return inner_.chain_head(chain);
    }
    void maintain(base::Instant now) override {
        if (maintained) maintained();
        inner_.maintain(now);
    }
    bool load_throws = false, commit_throws = false, committed_throws = false, fate_throws = false;
    std::function<void()> maintained;

private:
    Store& inner_;
};

TEST_F(BatcherTest, AThrowOfTheStoreIsItsFaultAndLosesNothing) {
    ThrowingStore broken(store);
    Batcher other({loop, random, lane, broken, directory, 0});
    const auto offered = [&](bool ThrowingStore::*where) {
        broken.*where = true;
        auto first = std::make_shared<Trace>(), second = std::make_shared<Trace>();
        other.submit(bet_step(first));
        other.submit(bet_step(second));
        run(base::Duration(1000));
        EXPECT_TRUE(other.idle());
        EXPECT_EQ(first->answered, 1);
        EXPECT_EQ(second->failed, std::nullopt);
        return first->failed;
    };
    EXPECT_EQ(offered(&ThrowingStore::load_throws), ErrorCode::internal) << "it was alone";
    EXPECT_EQ(offered(&ThrowingStore::commit_throws), std::nullopt);
    EXPECT_EQ(offered(&ThrowingStore::committed_throws), std::nullopt);
    broken.commit_throws = true;
    EXPECT_EQ(offered(&ThrowingStore::fate_throws), std::nullopt);
    EXPECT_EQ(books().bets.size(), 7U) << "each once";
    expect_whole_chain();
}

// --- what leaves first

// The lane runs its job when the test says so, and the loop after it.
class HeldLane final : public base::Executor {
public:
    [[nodiscard]] bool run(base::Task job) override {
        jobs.push_back(std::move(job));
        return true;
    }
    std::vector<base::Task> jobs;
};

TEST_F(BatcherTest, AnswersLeaveBeforeTheHouseIsKept) {
    ThrowingStore watched(store);
    HeldLane held;
    Batcher other({loop, random, held, watched, directory, 0});
    const auto trace = std::make_shared<Trace>();
    other.submit(bet_step(trace));
    int answered_by_then = -1;
    watched.maintained = [&] {
        loop.run();  // what the lane has posted so far
        answered_by_then = trace->answered;
    };
    held.jobs.front()();
    EXPECT_EQ(answered_by_then, 1);
}

// --- shares

class SharedBatcher : public BatcherWorld {
protected:
    SharedBatcher() : BatcherWorld({.steps_per_batch = 2, .queue_max = 100, .share_max = 5}) {}
    TracePtr submit_for(const StepOwner& owner) {
        auto trace = std::make_shared<Trace>();
        Step step = session_step(trace);
        step.owner = owner;
        step.give_up_at = loop.now() + base::Duration(2000);
        batcher.submit(std::move(step));
        return trace;
    }
};

TEST_F(SharedBatcher, OneProviderCannotTakeTheQueueOfAnother) {
    const domain::ProviderId busy(base::make_uuid4(random)), other(base::make_uuid4(random));
    std::vector<TracePtr> flood;
    for (int count = 0; count < 50; ++count)
        flood.push_back(submit_for(busy));
    std::vector<TracePtr> few;
    for (int count = 0; count < 5; ++count)
        few.push_back(submit_for(other));
    const auto launch = submit_for(domain::CasinoId(7));
    run();
    for (const auto& trace : few)
        EXPECT_EQ(trace->failed, std::nullopt);
    EXPECT_EQ(launch->failed, std::nullopt);
    EXPECT_EQ(flood.back()->failed, ErrorCode::overloaded);
    EXPECT_EQ(batcher.counters().refused_for_share, 44U) << "one under way, five in the queue";
    EXPECT_EQ(batcher.counters().refused_for_load, 44U);
}

class SmallBatcher : public BatcherWorld {
protected:
    SmallBatcher() : BatcherWorld({.steps_per_batch = 2, .queue_max = 4}) {}
};

TEST_F(SmallBatcher, AFullQueueRefusesWhatMayWaitNoLongerAndNewsOfMoneyGetsIn) {
    std::vector<TracePtr> stakes;
    for (int count = 0; count < 20; ++count) {
        stakes.push_back(std::make_shared<Trace>());
        Step stake = session_step(stakes.back());
        stake.give_up_at = loop.now() + base::Duration(2000);
        batcher.submit(std::move(stake));
    }
    const auto news = submit(&W::session_step);
    run();
    EXPECT_EQ(news->failed, std::nullopt);
    EXPECT_EQ(news->decided, 1);
    EXPECT_EQ(stakes.front()->failed, std::nullopt);
    EXPECT_EQ(stakes.back()->failed, ErrorCode::overloaded);
    int taken = 0;
    for (const auto& stake : stakes) {
        EXPECT_EQ(stake->answered, 1);
        EXPECT_EQ(stake->decided, stake->failed ? 0 : 1);
        taken += stake->failed ? 0 : 1;
    }
    EXPECT_LE(taken, 5) << "one under way and a queue of four";
    EXPECT_EQ(books().sessions.size(), static_cast<std::size_t>(taken) + 1);
}

// The lane takes no more jobs: nothing happened, and the next batch goes its way.
class NoLane final : public base::Executor {
public:
    [[nodiscard]] bool run(base::Task) override { return false; }
};

TEST_F(BatcherTest, ALaneThatTakesNoJobIsOverload) {
    NoLane none;
    Batcher other({loop, random, none, store, directory, 0});
    auto trace = std::make_shared<Trace>();
    other.submit(session_step(trace));
    run();
    EXPECT_EQ(trace->answered, 1);
    EXPECT_EQ(trace->failed, ErrorCode::overloaded);
    EXPECT_EQ(trace->decided, 0);
    EXPECT_TRUE(other.idle());
}

// Any mix of faults, for many seeds: what was answered as standing is on the disk once, what was
// not is not there, and ids and chain hold.
TEST_F(BatcherTest, AnyMixOfFaultsLeavesWholeBooks) {
    base::SeededRandom chance(4711);
    disk.draw_fault = [&](MemoryOperation at) {
        if (!chance.chance(1, 4)) return MemoryFault::none;
        const bool commit = at == MemoryOperation::commit;
        switch (chance.below(commit ? 4 : 2)) {
        case 0:
            return MemoryFault::busy;
        case 1:
            return MemoryFault::down;
        case 2:
            return MemoryFault::unknown_lost;
        default:
            return MemoryFault::unknown_committed;
        }
    };
    std::vector<TracePtr> bets, poisons;
    for (int round = 0; round < 400; ++round) {
        bets.push_back(submit(&W::bet_step));
        if (chance.chance(1, 10)) poisons.push_back(submit(&W::poison_step));
        if (chance.chance(1, 3)) run(base::Duration(static_cast<std::int64_t>(chance.below(60))));
    }
    disk.draw_fault = nullptr;
    run(base::Duration(60'000));
    EXPECT_TRUE(batcher.idle());
    for (const auto& bet : bets)
        EXPECT_EQ(bet->answered, 1);
    for (const auto& poison : poisons) {
        EXPECT_EQ(poison->answered, 1);
        EXPECT_TRUE(poison->failed.has_value());
    }
    expect_leased_ids(bets);
    EXPECT_EQ(books().postings.size(), books().bets.size());
    expect_whole_chain();
}

}  // namespace
}  // namespace croupier::usecases
