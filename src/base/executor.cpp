// SPDX-License-Identifier: Apache-2.0
#include "base/executor.h"

#include <pthread.h>

#include <cstdlib>
#include <exception>

#include "base/log.h"

namespace croupier::base {

namespace {

// Of the exception being handled.
std::string reason() {
    try {
        throw;
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "something that is no exception";
    }
}

}  // namespace

bool came_to_its_end(std::string_view what, const Task& work) {
    try {
        work();
        return true;
    } catch (...) {
        log_error("threw", {{"what", what}, {"reason", reason()}});
        return false;
    }
}

void end_process_after_throw(std::string_view where) {
    log_error("process_ends", {{"threw", where}, {"reason", reason()}});
    std::abort();
}

ThreadExecutor::ThreadExecutor(std::string name, std::size_t threads, std::size_t queue_max)
    : queue_max_(queue_max) {
    name.resize(std::min<std::size_t>(name.size(), 15));  // the kernel's limit
    for (std::size_t index = 0; index < threads; ++index) {
        threads_.emplace_back([this] { work(); });
        pthread_setname_np(threads_.back().native_handle(), name.c_str());
    }
}

bool ThreadExecutor::run(Task job) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void ThreadExecutor::work() {
    while (true) {
        Task job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        try {
            job();
        } catch (...) {
            end_process_after_throw("a job");
        }
    }
}

ThreadExecutor::~ThreadExecutor() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

}  // namespace croupier::base
