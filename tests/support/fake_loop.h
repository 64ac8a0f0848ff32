// SPDX-License-Identifier: Apache-2.0
// A loop whose time stands still until a test moves it. Tasks and timers run in a fixed order: by
// time, then in the order they were asked for, so that the same test does the same every time.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <utility>

#include "base/loop.h"

namespace croupier::test {

class FakeLoop final : public base::Loop {
public:
    static constexpr base::Instant start{1'767'225'600'000};  // 2026-01-01T00:00:00Z

    explicit FakeLoop(base::Instant now = start) : now_(now) {}

    // now() and post() from any thread; the rest from the test's thread only.
    [[nodiscard]] base::Instant now() const override;
    void post(base::Task task) override;
    base::TimerId at(base::Instant when, base::Task task) override;
    void cancel(base::TimerId timer) override;

    // Runs what is due, and what that makes due, while time stands still.
    void run();
    // Moves time forward, event by event: each task sees the time at which it was due.
    void advance(base::Duration by);
    // Drops all that is posted or timed: the process whose loop this was has died.
    void forget_all();
    // Nothing posted and no timer left.
    [[nodiscard]] bool idle() const;
    [[nodiscard]] std::size_t timers() const;

private:
    using Key = std::pair<base::Instant, std::uint64_t>;
    [[nodiscard]] bool run_one(base::Instant until);

    mutable std::mutex mutex_;
    base::Instant now_;
    std::uint64_t asked_ = 0;
    std::map<Key, base::Task> events_;
    std::map<std::uint64_t, Key> timers_;
};

}  // namespace croupier::test
