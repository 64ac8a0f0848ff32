// SPDX-License-Identifier: Apache-2.0
// Where work runs that must not hold up the loop: a lane's commits, signatures, reads for reports.
// In production a thread with a bounded queue; in tests and in the simulator the loop itself.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/loop.h"

namespace croupier::base {

class Executor {
public:
    virtual ~Executor() = default;
    // False when the queue is full: the job will not run. Jobs of a one-thread executor run in
    // order.
    [[nodiscard]] virtual bool run(Task job) = 0;
};

// Runs it and says whether it came to its end. What it throws is logged under this name: for jobs
// that are one request's or one call's, which then fails alone (docs/adr/0009-exceptions.md).
[[nodiscard]] bool came_to_its_end(std::string_view what, const Task& work);

// Something was thrown where nobody can say what it left half done: logs it and ends the process,
// which recovers as after kill -9.
[[noreturn]] void end_process_after_throw(std::string_view where);

// What a job throws ends the process. Finishes the queued jobs, then joins, when destroyed.
class ThreadExecutor final : public Executor {
public:
    ThreadExecutor(std::string name, std::size_t threads, std::size_t queue_max);
    ~ThreadExecutor() override;
    ThreadExecutor(const ThreadExecutor&) = delete;
    ThreadExecutor& operator=(const ThreadExecutor&) = delete;
    [[nodiscard]] bool run(Task job) override;

private:
    void work();
    const std::size_t queue_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> queue_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

// Runs each job as a task of the loop.
class LoopExecutor final : public Executor {
public:
    explicit LoopExecutor(Loop& loop) : loop_(loop) {}
    [[nodiscard]] bool run(Task job) override {
        loop_.post(std::move(job));
        return true;
    }

private:
    Loop& loop_;
};

}  // namespace croupier::base
