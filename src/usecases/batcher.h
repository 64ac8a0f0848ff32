// SPDX-License-Identifier: Apache-2.0
// The one write path: steps gather while the last batch commits, then one transaction loads what
// they name, runs their pure decisions in order of arrival on one shared view, and commits once. A
// lonely step waits for nobody; a hundred share one fsync. Answers leave only when the commit is
// known.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/executor.h"
#include "usecases/ports.h"
#include "usecases/view.h"

namespace croupier::usecases {

// Whose step it is: partners take turns in the queue. None: the hub's own.
using StepOwner = std::variant<std::monostate, domain::ProviderId, domain::CasinoId>;

struct Step {
    std::string what{};  // "place", "accept" …: for the evidence and the log
    StepOwner owner{};
    Names names{};
    // Not begun by then: `overloaded`, nothing happened. A step without it is never refused for the
    // length of the queue either, nor for its owner's share: news of money that has moved must get
    // in.
    std::optional<base::Instant> give_up_at{};
    // Pure and repeatable, on the lane's thread. Reads and writes through the view only. What it
    // throws fails this step alone, as a broken invariant does.
    std::function<Keep(View&)> decide{};
    // On the loop, when the commit is known. Nothing: it stands (or chose to be dropped); else why
    // nothing happened: overloaded (also: the store is down) or internal.
    std::function<void(std::optional<domain::ErrorCode>)> done{};
    std::string evidence{};  // bytes that came in; kept with the commit when the step is kept
    std::optional<SeenRequest> request{};  // kept in any case: `done` runs when it is durable
};

// After each commit, on the loop, when all of the batch's `done` have run.
struct Committed {
    std::vector<BetWrite> bets{};
    std::vector<domain::Alarm> alarms{};
};

struct BatcherLimits {
    std::size_t steps_per_batch = 256;
    std::size_t queue_max = 8192;  // above: overloaded
    std::size_t share_max = 2048;  // of these one provider or casino may have; above: overloaded
    std::uint32_t retries_max = 3;
    base::Duration retry_delay{20};
};

struct BatcherCounters {
    std::uint64_t steps = 0;
    std::uint64_t batches = 0;
    std::uint64_t commits = 0;
    std::uint64_t retries = 0;
    std::uint64_t refused_for_load = 0;
    std::uint64_t refused_for_share = 0;  // of these, because the owner had its share waiting
    std::uint64_t bugs = 0;
};

// SHA-256 over "chain\nseq\nat\nprev_hash\nbody", hex.
std::string segment_hash(const Segment& segment);

class Batcher {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;  // used on the lane's thread
        base::Executor& lane;  // one thread
        Store& store;
        DirectorySource& directory;
        std::uint32_t chain = 0;
    };
    explicit Batcher(const Parts& parts, BatcherLimits limits = {});
    ~Batcher();

    // Loop thread only.
    void submit(Step step);
    void watch(std::function<void(const Committed&)> watcher);
    [[nodiscard]] bool idle() const;
    [[nodiscard]] std::size_t waiting() const;  // steps
    [[nodiscard]] const BatcherCounters& counters() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace croupier::usecases
