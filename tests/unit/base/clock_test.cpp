// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace croupier::base {
namespace {

using namespace std::chrono_literals;

TEST(Rfc3339, KnownInstants) {
    const std::pair<std::int64_t, const char*> cases[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {1, "1970-01-01T00:00:00.001Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {951'782'400'000, "2000-02-29T00:00:00.000Z"},
        {1'769'903'999'123, "2026-01-31T23:59:59.123Z"},
        {253'402'300'799'999, "9999-12-31T23:59:59.999Z"}};
    for (const auto& [ms, text] : cases) {
        EXPECT_EQ(to_rfc3339(Instant{ms}), text);
        EXPECT_EQ(parse_rfc3339(text), Instant{ms}) << text;
    }
}

TEST(Rfc3339, OtherSpellingsOfOneInstant) {
    const Instant at{1'769'903'999'120};
    for (const char* text :
         {"2026-01-31T23:59:59.12Z", "2026-01-31t23:59:59.120999z", "2026-02-01T01:59:59.12+02:00",
          "2026-01-31T20:29:59.120-03:30"}) {
        EXPECT_EQ(parse_rfc3339(text), at) << text;
    }
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01Z"), Instant{1000});
}

TEST(Rfc3339, AnythingElseIsNothing) {
    for (const char* text :
         {"", "2026-01-31", "2026-01-31T23:59:59.123", "2026-02-29T00:00:00Z",
          "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-31T24:00:00Z",
          "2026-01-31T23:60:00Z", "2026-01-31T23:59:60Z", "2026-01-31 23:59:59Z",
          "2026-01-31T23:59:59.Z", "2026-01-31T23:59:59.1234567890Z", "2026-01-31T23:59:59+0200",
          "2026-01-31T23:59:59+24:00", "2026-1-31T23:59:59Z", "+026-01-31T23:59:59Z",
          "2026-01-31T23:59:59Z ", "2026-01-31T-1:59:59Z"}) {
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    }
}

TEST(Rfc3339, InstantsBeyondFourDigitYearsShowTheNearest) {
    EXPECT_EQ(to_rfc3339(Instant{INT64_MAX}), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(to_rfc3339(Instant{INT64_MIN}), "0000-01-01T00:00:00.000Z");
}

TEST(Rfc3339, RoundTripAndOrderOfTextIsOrderOfTime) {
    SeededRandom random(1);
    const auto any = [&random] {
        return Instant{static_cast<std::int64_t>(random.below(253'402'300'800'000))};
    };
    for (int i = 0; i < 5000; ++i) {
        const Instant a = any();
        const Instant b = any();
        ASSERT_EQ(parse_rfc3339(to_rfc3339(a)), a) << a.unix_ms;
        ASSERT_EQ(a < b, to_rfc3339(a) < to_rfc3339(b));
    }
}

TEST(DurationText, Units) {
    EXPECT_EQ(parse_duration("250ms"), Duration(250));
    EXPECT_EQ(parse_duration("6s"), Duration(6s));
    EXPECT_EQ(parse_duration("2m"), Duration(2min));
    EXPECT_EQ(parse_duration("1h"), Duration(1h));
    EXPECT_EQ(parse_duration("30d"), Duration(30 * 24h));
    EXPECT_EQ(parse_duration("0s"), Duration(0));
}

TEST(DurationText, AnythingElseIsNothing) {
    for (const char* text :
         {"", "6", "s", "-6s", "+6s", "6 s", " 6s", "6s ", "1.5s", "6S", "6min", "1h30m",
          "9223372036854775807d", "99999999999999999999ms"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(DurationText, LargestExactUnitAndRoundTrip) {
    EXPECT_EQ(to_text(Duration(0)), "0s");
    EXPECT_EQ(to_text(Duration(1500)), "1500ms");
    EXPECT_EQ(to_text(Duration(90s)), "90s");
    EXPECT_EQ(to_text(Duration(120s)), "2m");
    EXPECT_EQ(to_text(Duration(48h)), "2d");
    SeededRandom random(2);
    for (int i = 0; i < 1000; ++i) {
        const Duration any(static_cast<std::int64_t>(random.below(1u << 30)) * 500);
        ASSERT_EQ(parse_duration(to_text(any)), any) << to_text(any);
    }
}

TEST(Instants, ArithmeticIsInMilliseconds) {
    EXPECT_EQ(Instant{1000} + Duration(5), Instant{1005});
    EXPECT_EQ(Instant{1000} - Duration(5), Instant{995});
    EXPECT_EQ(Instant{1000} - Instant{400}, Duration(600));
}

TEST(SystemClock, IsInThisCentury) {
    EXPECT_GT(system_now(), *parse_rfc3339("2024-01-01T00:00:00Z"));
    EXPECT_LT(system_now(), *parse_rfc3339("2100-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace croupier::base
