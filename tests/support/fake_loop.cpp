// SPDX-License-Identifier: Apache-2.0
#include "support/fake_loop.h"

#include <algorithm>

namespace croupier::test {

base::Instant FakeLoop::now() const {
    const std::lock_guard lock(mutex_);
    return now_;
}

void FakeLoop::post(base::Task task) {
    const std::lock_guard lock(mutex_);
    events_.emplace(Key{now_, ++asked_}, std::move(task));
}

base::TimerId FakeLoop::at(base::Instant when, base::Task task) {
    const std::lock_guard lock(mutex_);
    const Key key{std::max(when, now_), ++asked_};
    events_.emplace(key, std::move(task));
    timers_.emplace(key.second, key);
    return static_cast<base::TimerId>(key.second);
}

void FakeLoop::cancel(base::TimerId timer) {
    const std::lock_guard lock(mutex_);
    const auto found = timers_.find(static_cast<std::uint64_t>(timer));
    if (found == timers_.end()) return;
    events_.erase(found->second);
    timers_.erase(found);
}

void FakeLoop::run() {
    const base::Instant until = now();
    while (run_one(until)) {
    }
}

void FakeLoop::advance(base::Duration by) {
    const base::Instant until = now() + by;
    while (run_one(until)) {
    }
    const std::lock_guard lock(mutex_);
    now_ = until;
}

void FakeLoop::forget_all() {
    std::map<Key, base::Task> events;  // their captures go after the lock is given back
    const std::lock_guard lock(mutex_);
    events.swap(events_);
    timers_.clear();
}

bool FakeLoop::idle() const {
    const std::lock_guard lock(mutex_);
    return events_.empty();
}

std::size_t FakeLoop::timers() const {
    const std::lock_guard lock(mutex_);
    return timers_.size();
}

bool FakeLoop::run_one(base::Instant until) {
    base::Task task;
    {
        const std::lock_guard lock(mutex_);
        if (events_.empty() || events_.begin()->first.first > until) return false;
        const auto first = events_.begin();
        now_ = std::max(now_, first->first.first);
        task = std::move(first->second);
        timers_.erase(first->first.second);
        events_.erase(first);
    }
    task();
    return true;
}

}  // namespace croupier::test
