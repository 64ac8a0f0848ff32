// SPDX-License-Identifier: Apache-2.0
// The event loop as every room above net sees it. In production one Asio thread stands behind it
// (net/asio_loop.h), in the simulator a heap of events and a virtual clock. Tasks run to
// completion, one at a time, never inside the call that posted them.
#pragma once

#include <cstdint>
#include <functional>

#include "base/clock.h"

namespace croupier::base {

using Task = std::function<void()>;

// 0 is "no timer"; cancelling it, or a timer that has fired, does nothing.
enum class TimerId : std::uint64_t { none = 0 };

class Loop {
public:
    virtual ~Loop() = default;

    [[nodiscard]] virtual Instant now() const = 0;

    // Thread-safe. Tasks of one caller run in the order posted.
    virtual void post(Task task) = 0;

    // Loop thread only. Runs the task at that time or soon after; a time in the past means next.
    virtual TimerId at(Instant when, Task task) = 0;
    virtual void cancel(TimerId timer) = 0;
};

}  // namespace croupier::base
