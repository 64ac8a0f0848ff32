// SPDX-License-Identifier: Apache-2.0
// A loop whose time stands still until the test moves it, so that no test waits or races.
#pragma once

#include <algorithm>
#include <deque>
#include <map>

#include "base/loop.h"

namespace croupier::net::test {

// Tasks and timers run when the test says so.
class PlayedLoop final : public base::Loop {
public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    void post(base::Task task) override { tasks_.push_back(std::move(task)); }
    base::TimerId at(base::Instant when, base::Task task) override {
        const base::TimerId id{++last_};
        timers_[id] = {when, std::move(task)};
        return id;
    }
    void cancel(base::TimerId timer) override { timers_.erase(timer); }

    void run() {
        while (!tasks_.empty()) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        }
    }
    // The clock alone: no timer fires, as on a loop that is behind.
    void pass(base::Duration time) { now_ = now_ + time; }
    // And everything that is due by then.
    void pass_and_fire(base::Duration time) {
        pass(time);
        for (auto next = due(); next != timers_.end(); next = due()) {
            const auto task = std::move(next->second.task);
            timers_.erase(next);
            task();
            run();
        }
    }
    [[nodiscard]] std::size_t timers() const { return timers_.size(); }

private:
    struct Timer {
        base::Instant when;
        base::Task task;
    };
    std::map<base::TimerId, Timer>::iterator due() {
        return std::find_if(timers_.begin(), timers_.end(), [this](const auto& entry) {
            return entry.second.when <= now_;
        });
    }

    base::Instant now_{1000};
    std::uint64_t last_ = 0;
    std::map<base::TimerId, Timer> timers_;
    std::deque<base::Task> tasks_;  // what these hold cancels timers when it ends
};

}  // namespace croupier::net::test
