// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace croupier::base {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using SysMs = std::chrono::sys_time<Duration>;

// What four digits of year can say; instants beyond are shown as the nearest.
constexpr std::int64_t first_ms =
    SysMs(sys_days(std::chrono::year(0) / 1 / 1)).time_since_epoch().count();
constexpr std::int64_t last_ms =
    SysMs(sys_days(std::chrono::year(10000) / 1 / 1)).time_since_epoch().count() - 1;

// Takes fixed pieces off the front of a text; the first piece that does not fit makes everything
// after fail.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool skip_one_of(std::string_view allowed) {
        if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return false;
        last_ = rest_.front();
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<int> digits(std::size_t count) {
        if (rest_.size() < count) return std::nullopt;
        const auto value = parse_u64(rest_.substr(0, count));
        rest_.remove_prefix(count);
        return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
    }
    std::string_view leading_digits() {
        const auto end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        const auto digits = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return digits;
    }
    [[nodiscard]] char last() const { return last_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
    char last_ = '\0';
};

std::optional<sys_days> take_date(Cursor& cursor) {
    const auto year = cursor.digits(4);
    if (!year || !cursor.skip_one_of("-")) return std::nullopt;
    const auto month = cursor.digits(2);
    if (!month || !cursor.skip_one_of("-")) return std::nullopt;
    const auto day = cursor.digits(2);
    if (!day) return std::nullopt;
    const auto date = std::chrono::year(*year) / *month / *day;
    return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

std::optional<Duration> take_time(Cursor& cursor) {
    const auto hour = cursor.digits(2);
    if (!hour || *hour > 23 || !cursor.skip_one_of(":")) return std::nullopt;
    const auto minute = cursor.digits(2);
    if (!minute || *minute > 59 || !cursor.skip_one_of(":")) return std::nullopt;
    const auto second = cursor.digits(2);
    if (!second || *second > 59) return std::nullopt;
    return hours(*hour) + minutes(*minute) + seconds(*second);
}

// Finer than a millisecond is cut, not rounded, so that a parsed time is never after the written
// one.
std::optional<Duration> take_fraction(Cursor& cursor) {
    if (!cursor.skip_one_of(".")) return Duration(0);
    const std::string_view digits = cursor.leading_digits();
    if (digits.empty() || digits.size() > 9) return std::nullopt;
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 3; ++i)
        ms = ms * 10 + (i < digits.size() ? digits[i] - '0' : 0);
    return Duration(ms);
}

std::optional<Duration> take_offset(Cursor& cursor) {
    if (cursor.skip_one_of("Zz")) return Duration(0);
    if (!cursor.skip_one_of("+-")) return std::nullopt;
    const bool behind = cursor.last() == '-';
    const auto hour = cursor.digits(2);
    if (!hour || *hour > 23 || !cursor.skip_one_of(":")) return std::nullopt;
    const auto minute = cursor.digits(2);
    if (!minute || *minute > 59) return std::nullopt;
    const Duration offset = hours(*hour) + minutes(*minute);
    return behind ? -offset : offset;
}

struct Unit {
    std::string_view name;
    std::int64_t ms;
};
constexpr std::array<Unit, 5> units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};

}  // namespace

Instant system_now() {
    const auto now = std::chrono::system_clock::now();
    return {std::chrono::floor<Duration>(now).time_since_epoch().count()};
}

std::string to_rfc3339(Instant at) {
    const SysMs time{Duration(std::clamp(at.unix_ms, first_ms, last_ms))};
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss<Duration> clock(time - day);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
        clock.subseconds().count());
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    Cursor cursor(text);
    const auto date = take_date(cursor);
    if (!date || !cursor.skip_one_of("Tt")) return std::nullopt;
    const auto time = take_time(cursor);
    if (!time) return std::nullopt;
    const auto fraction = take_fraction(cursor);
    if (!fraction) return std::nullopt;
    const auto offset = take_offset(cursor);
    if (!offset || !cursor.at_end()) return std::nullopt;
    const SysMs at = SysMs(*date) + *time + *fraction - *offset;
    return Instant{at.time_since_epoch().count()};
}

std::optional<Duration> parse_duration(std::string_view text) {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parse_i64(text.substr(0, end));
    if (!count) return std::nullopt;
    const auto unit = std::find_if(
        units.begin(), units.end(),
        [name = text.substr(end)](const Unit& each) { return each.name == name; });
    if (unit == units.end()) return std::nullopt;
    if (*count > std::numeric_limits<std::int64_t>::max() / unit->ms) return std::nullopt;
    return Duration(*count * unit->ms);
}

std::string to_text(Duration duration) {
    if (duration.count() == 0) return "0s";
    const auto unit = std::find_if(units.begin(), units.end(), [duration](const Unit& each) {
        return duration.count() % each.ms == 0;
    });
    return fmt::format("{}{}", duration.count() / unit->ms, unit->name);
}

}  // namespace croupier::base
