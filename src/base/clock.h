// SPDX-License-Identifier: Apache-2.0
// Time as the books know it: whole milliseconds since 1970-01-01T00:00:00Z. Rooms above base get
// time from a Loop (base/loop.h) and never from the system, so that the simulator owns it.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace croupier::base {

using Duration = std::chrono::milliseconds;

struct Instant {
    std::int64_t unix_ms = 0;

    constexpr auto operator<=>(const Instant&) const = default;
    friend constexpr Instant operator+(Instant at, Duration by) {
        return {at.unix_ms + by.count()};
    }
    friend constexpr Instant operator-(Instant at, Duration by) {
        return {at.unix_ms - by.count()};
    }
    friend constexpr Duration operator-(Instant to, Instant from) {
        return Duration(to.unix_ms - from.unix_ms);
    }
};

// The system's wall clock. Called by loops and command line tools only (tools/tidy.py says where).
Instant system_now();

// RFC 3339 in UTC with milliseconds: 2026-01-31T23:59:59.123Z.
std::string to_rfc3339(Instant at);
std::optional<Instant> parse_rfc3339(std::string_view text);

// "250ms", "6s", "2m", "1h", "30d": how durations stand in configuration and on the command line.
// Nothing negative.
std::optional<Duration> parse_duration(std::string_view text);
std::string to_text(Duration duration);

}  // namespace croupier::base
