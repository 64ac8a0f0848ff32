// SPDX-License-Identifier: Apache-2.0
// A batcher above the memory store, on a loop whose time stands still, with steps that say what
// became of them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/executor.h"
#include "support/fake_loop.h"
#include "support/memory_store.h"
#include "usecases/batcher.h"

namespace croupier::usecases {

// What a step did and heard.
struct Trace {
    int decided = 0;  // how often the decision ran
    int answered = 0;
    std::optional<domain::ErrorCode> failed{};
    domain::BetId bet{};  // of the last run
};
using TracePtr = std::shared_ptr<Trace>;

class BatcherWorld : public ::testing::Test {
public:
    explicit BatcherWorld(BatcherLimits limits = {});

    // A step that keeps what it decides: a new session, so that it can be counted on the disk.
    Step session_step(const TracePtr& trace);
    // A step that begins a bet with a fresh id.
    Step bet_step(const TracePtr& trace);
    // A step whose row no store takes: a bet outside its slot.
    Step poison_step(const TracePtr& trace);
    // A step that breaks an invariant: a bet whose stake was posted nowhere.
    Step bug_step(const TracePtr& trace);
    Step step(const TracePtr& trace, std::function<Keep(View&)> decide);

    TracePtr submit(Step (BatcherWorld::*make)(const TracePtr&));
    void run(base::Duration time = base::Duration(0)) { loop.advance(time); }

    [[nodiscard]] const test::MemoryBooks& books() const { return disk.books(); }
    // Segments 1, 2, 3 … of chain 0 hang together, hash by hash; how many of them were fenced.
    std::size_t expect_whole_chain();
    // No id was given twice, and none from a block whose lease did not commit.
    void expect_leased_ids(const std::vector<TracePtr>& traces);
    static domain::Slot slot();

    test::FakeLoop loop;
    base::SeededRandom random{1};
    base::LoopExecutor lane{loop};
    test::MemoryDisk disk;
    test::MemoryStore store{disk};
    DirectorySource directory;
    Batcher batcher;
    std::vector<Committed> commits;  // as the watcher saw them
    std::vector<std::string> order;  // "done", "watch", in order
};

}  // namespace croupier::usecases
