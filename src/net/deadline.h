// SPDX-License-Identifier: Apache-2.0
// One deadline that is moved far more often than it is reached, as those of connections are: moving
// it later, or dropping it, touches no timer; the timer that fires early looks again.
#pragma once

#include <optional>

#include "base/loop.h"

namespace croupier::net {

class Deadline {
public:
    Deadline(base::Loop& loop, base::Task reached) : loop_(loop), reached_(std::move(reached)) {}
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline() { loop_.cancel(timer_); }

    void set(base::Instant when) {
        due_ = when;
        if (armed_for_ && *armed_for_ <= when) return;
        loop_.cancel(timer_);
        arm(when);
    }
    void set_after(base::Duration delay) { set(loop_.now() + delay); }
    void clear() { due_.reset(); }

private:
    void arm(base::Instant when) {
        armed_for_ = when;
        timer_ = loop_.at(when, [this] { wake(); });
    }

    void wake() {
        armed_for_.reset();
        timer_ = base::TimerId::none;
        if (!due_) return;
        if (loop_.now() < *due_) return arm(*due_);
        due_.reset();
        reached_();  // may end this
    }

    base::Loop& loop_;
    base::Task reached_;
    std::optional<base::Instant> due_;
    std::optional<base::Instant> armed_for_;
    base::TimerId timer_ = base::TimerId::none;
};

}  // namespace croupier::net
