// SPDX-License-Identifier: Apache-2.0
#include "base/executor.h"

#include <pthread.h>

namespace croupier::base {

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
        job();
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
