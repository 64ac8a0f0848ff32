// SPDX-License-Identifier: Apache-2.0
#include "sim/hub_loop.h"

#include <algorithm>

namespace croupier::sim {

HubLoop::~HubLoop() {
    for (const auto& [number, timer] : pending_)
        world_.cancel(timer);
}

base::TimerId HubLoop::at(base::Instant when, base::Task task) {
    return plan(world_.now() + std::max(when - now(), base::Duration(0)), std::move(task));
}

void HubLoop::cancel(base::TimerId timer) {
    const auto found = pending_.find(static_cast<std::uint64_t>(timer));
    if (found == pending_.end()) return;
    world_.cancel(found->second);
    pending_.erase(found);
}

base::TimerId HubLoop::plan(base::Instant when, base::Task task) {
    const std::uint64_t number = ++planned_;
    pending_[number] = world_.at(when, [this, number, task = std::move(task)] {
        pending_.erase(number);
        if (alive_) task();
    });
    return static_cast<base::TimerId>(number);
}

}  // namespace croupier::sim
