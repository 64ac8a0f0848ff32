// SPDX-License-Identifier: Apache-2.0
// For lines that strangers cause: so many within a time, and the first line after it says how many
// were held back. One for each kind of line; not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace croupier::base {

class LogThrottle {
public:
    struct Rate {
        std::uint32_t lines = 10;
        Duration per{10'000};
    };
    LogThrottle() : LogThrottle(Rate{}) {}
    explicit LogThrottle(Rate rate) : rate_(rate) {}

    // How many were held back since the last line, when this one may be written; nothing when it is
    // held back too.
    std::optional<std::uint64_t> admit(Instant now) {
        // A clock that was set back begins a new time as well.
        if (now < begun_ || now - begun_ >= rate_.per) {
            begun_ = now;
            written_ = 0;
        }
        if (written_ < rate_.lines) {
            ++written_;
            return std::exchange(held_back_, 0);
        }
        ++held_back_;
        return std::nullopt;
    }

private:
    Rate rate_;
    Instant begun_;
    std::uint32_t written_ = 0;
    std::uint64_t held_back_ = 0;
};

}  // namespace croupier::base
