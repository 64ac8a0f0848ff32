// SPDX-License-Identifier: Apache-2.0
// The one write path: steps gather while the last batch commits, then one transaction loads what
// they name, runs their pure decisions in order of arrival on one shared view, and commits once. A
// lonely step waits for nobody; a hundred share one fsync. Answers and messages leave only when the
// commit is known.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/executor.h"
#include "usecases/ports.h"
#include "usecases/view.h"

namespace croupier::usecases {

// What a decision says of itself: keep what it did (also when it refused and stored the refusal),
// or drop it.
enum class Keep { yes, no };

struct Step {
    Names names;
    base::Instant give_up_at;  // not begun by then: `overloaded`, nothing happened
    // Pure and repeatable; runs on the lane's thread. Reads and writes through the view only.
    std::function<Keep(View&)> decide;
    // On the loop, after the commit is known: nothing = committed (or dropped by its own will),
    // else the reason why nothing happened (overloaded, internal).
    std::function<void(std::optional<domain::ErrorCode>)> done;
    std::string what;      // for evidence and logs: "place", "accept" …
    std::string evidence;  // bytes that came in
};

// After each commit, on the loop, when all of the batch's `done` have run.
struct Committed {
    std::vector<BetWrite> bets;
    std::vector<domain::Alarm> alarms;
};

struct BatcherLimits {
    std::size_t steps_per_batch = 256;
    std::size_t queue_max = 8192;  // above: overloaded
};

std::string segment_hash(const Segment& segment);

class Batcher {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;
        base::Executor& lane;  // one thread
        Store& store;
        DirectorySource& directory;
        std::uint32_t chain = 0;
    };
    Batcher(const Parts& parts, BatcherLimits limits = {});
    ~Batcher();

    // Loop thread only.
    void submit(Step step);
    void watch(std::function<void(const Committed&)> watcher);
    [[nodiscard]] std::size_t waiting() const;
    [[nodiscard]] bool idle() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace croupier::usecases
