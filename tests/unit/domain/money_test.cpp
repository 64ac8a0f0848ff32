// SPDX-License-Identifier: Apache-2.0
// Money and currencies: examples for every fault of the reader, and the laws of the algebra over
// random amounts.
#include "domain/money.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace croupier::domain {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t int64_min = std::numeric_limits<std::int64_t>::min();
// The greatest amount that parse_money reads back: 18 significant digits.
constexpr std::int64_t readable_max = 999'999'999'999'999'999;
__extension__ using Wide = __int128;  // the reference for overflow
constexpr int property_runs = 20'000;

Currency currency(std::string_view code) { return Currency::from_code(code).value(); }
Money euro(std::int64_t minor) { return {minor, currency("EUR")}; }

constexpr std::array all_extra_digits{
    ExtraDigits::refuse, ExtraDigits::ignore_zeros, ExtraDigits::cut};

// "EUR 7.1" for a value, the fault's name otherwise: one string to compare.
std::string read(std::string_view text, std::string_view code, ExtraDigits extra) {
    const auto money = parse_money(text, currency(code), extra);
    if (money.ok()) return std::to_string(money.value().minor());
    switch (money.error()) {
    case MoneyFault::malformed:
        return "malformed";
    case MoneyFault::too_precise:
        return "too precise";
    case MoneyFault::out_of_range:
        return "out of range";
    }
    return "no such fault";
}

// Amounts of every magnitude, both signs, the edges among them.
std::int64_t any_count(std::mt19937_64& random) {
    constexpr std::array edges{std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, int64_max,
                               int64_max - 1,   int64_min,       int64_min + 1,    readable_max};
    if (random() % 8 == 0) return edges[random() % edges.size()];
    return static_cast<std::int64_t>(random()) >> (random() % 64);
}

TEST(CurrencyTest, KnowsItsScale) {
    const std::vector<std::pair<std::string_view, int>> expected{
        {"ADA", 6},  {"ZWG", 2}, {"EUR", 2},  {"JPY", 0}, {"KRW", 0}, {"KWD", 3},
        {"IQD", 3},  {"XOF", 0}, {"XCG", 2},  {"MGA", 2}, {"BTC", 8}, {"ETH", 8},
        {"LTC", 8},  {"BCH", 8}, {"DOGE", 8}, {"TRX", 6}, {"XRP", 6}, {"USDT", 6},
        {"USDC", 6}, {"BNB", 8}, {"SOL", 8},  {"TON", 8}, {"USD", 2}};
    for (const auto& [code, scale] : expected) {
        const auto found = Currency::from_code(code);
        ASSERT_TRUE(found) << code;
        EXPECT_EQ(found->code(), code);
        EXPECT_EQ(found->scale(), scale) << code;
    }
}

TEST(CurrencyTest, RefusesWhatIsNotACodeOfTheTable) {
    for (const std::string_view code :
         {"", "E", "EU", "eur", "Eur", "EUR ", " EUR", "EURO", "AAA", "ZZZ", "USDX", "XAU", "XXX",
          "CHE", "CLF", "DEM", "BGN"}) {
        EXPECT_FALSE(Currency::from_code(code)) << code;
    }
}

TEST(CurrencyTest, EachCodeOfThreeLettersIsFoundAsItselfOrNotAtAll) {
    int found_count = 0;
    for (int number = 0; number < 26 * 26 * 26; ++number) {
        const std::string code{
            static_cast<char>('A' + number / 676), static_cast<char>('A' + number / 26 % 26),
            static_cast<char>('A' + number % 26)};
        const auto found = Currency::from_code(code);
        if (!found) continue;
        ++found_count;
        EXPECT_EQ(found->code(), code);
    }
    EXPECT_EQ(found_count, 155 + 10);  // ISO 4217; crypto, of which three have four letters
}

TEST(MoneyTest, ReadsPlainDecimals) {
    for (const auto extra : all_extra_digits) {
        EXPECT_EQ(read("0", "EUR", extra), "0");
        EXPECT_EQ(read("0.0", "EUR", extra), "0");
        EXPECT_EQ(read("0.00", "EUR", extra), "0");
        EXPECT_EQ(read("7", "EUR", extra), "700");
        EXPECT_EQ(read("7.1", "EUR", extra), "710");
        EXPECT_EQ(read("7.01", "EUR", extra), "701");
        EXPECT_EQ(read("7100.5", "EUR", extra), "710050");
        EXPECT_EQ(read("-0.01", "EUR", extra), "-1");
        EXPECT_EQ(read("-7100.5", "EUR", extra), "-710050");
        EXPECT_EQ(read("12", "JPY", extra), "12");
        EXPECT_EQ(read("1.234", "KWD", extra), "1234");
        EXPECT_EQ(read("0.00000001", "BTC", extra), "1");
        EXPECT_EQ(read("21000000.12345678", "BTC", extra), "2100000012345678");
    }
}

TEST(MoneyTest, RefusesWhatIsNoJsonNumberOrHasAnExponent) {
    const std::vector<std::string_view> malformed{
        "",      "-",     ".",     "-.",   "+",    "+1",  "1e3",    "1E3",  "1e-2", "0e0",
        " 1",    "1 ",    "1 0",   "\t1",  "1\n",  ".5",  "-.5",    "1.",   "-1.",  "1..5",
        "1.2.3", "--1",   "1-",    "1-2",  "1.-5", "007", "00",     "00.5", "-01",  "01.50",
        "1,5",   "1'000", "1_0",   "0x10", "NaN",  "nan", "inf",    "-inf", "null", "true",
        "1a",    "a1",    "\"1\"", "１",   "٣",    "−1",  "1.5EUR", "$1",   "1.+5", "1. 5"};
    for (const auto extra : all_extra_digits) {
        for (const auto text : malformed)
            EXPECT_EQ(read(text, "EUR", extra), "malformed") << text;
        EXPECT_EQ(read(std::string_view("1\0", 2), "EUR", extra), "malformed");
        EXPECT_EQ(read(std::string_view("1.5\0", 4), "EUR", extra), "malformed");
    }
}

// JSON allows "-0", but a Money cannot hold its sign: a caller that refuses signs would let it
// pass.
TEST(MoneyTest, RefusesAZeroWithASign) {
    for (const auto extra : all_extra_digits) {
        for (const std::string_view text : {"-0", "-0.0", "-0.00", "-0.000"}) {
            EXPECT_EQ(read(text, "EUR", extra), "malformed") << text;
        }
    }
}

TEST(MoneyTest, TakesDigitsBeyondTheScaleAsTheCallerSays) {
    struct Case {
        std::string_view text, code, refuse, ignore_zeros, cut;
    };
    const std::vector<Case> cases{
        {"1.500", "EUR", "too precise", "150", "150"},
        {"1.505", "EUR", "too precise", "too precise", "150"},
        {"1.509", "EUR", "too precise", "too precise", "150"},
        {"-1.509", "EUR", "too precise", "too precise", "-150"},
        {"-0.009", "EUR", "too precise", "too precise", "0"},
        {"0.000", "EUR", "too precise", "0", "0"},
        {"5.0", "JPY", "too precise", "5", "5"},
        {"5.9", "JPY", "too precise", "too precise", "5"},
        {"0.123456789", "BTC", "too precise", "too precise", "12345678"},
        {"1.0000000000000000000000000000", "EUR", "too precise", "100", "100"},
        {"1.0000000000000000000000000001", "EUR", "too precise", "too precise", "100"},
        // Too precise is said before out of range, for a number that is both.
        {"9999999999999999999.999", "EUR", "too precise", "too precise", "out of range"},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(read(one.text, one.code, ExtraDigits::refuse), one.refuse) << one.text;
        EXPECT_EQ(read(one.text, one.code, ExtraDigits::ignore_zeros), one.ignore_zeros)
            << one.text;
        EXPECT_EQ(read(one.text, one.code, ExtraDigits::cut), one.cut) << one.text;
    }
}

TEST(MoneyTest, ReadsAtMostEighteenSignificantDigitsThatFit) {
    for (const auto extra : all_extra_digits) {
        EXPECT_EQ(read("999999999999999999", "JPY", extra), "999999999999999999");
        EXPECT_EQ(read("-999999999999999999", "JPY", extra), "-999999999999999999");
        EXPECT_EQ(read("1000000000000000000", "JPY", extra), "out of range");
        EXPECT_EQ(read("9223372036854775807", "JPY", extra), "out of range");
        EXPECT_EQ(read("-9223372036854775808", "JPY", extra), "out of range");
        EXPECT_EQ(read("9999999999999999.99", "EUR", extra), "999999999999999999");
        EXPECT_EQ(read("10000000000000000.00", "EUR", extra), "out of range");  // 19 as written
        EXPECT_EQ(read("10000000000000000.0", "EUR", extra), "1000000000000000000");
        // Few digits that do not fit once they are scaled.
        EXPECT_EQ(read("92233720368", "BTC", extra), "9223372036800000000");
        EXPECT_EQ(read("92233720369", "BTC", extra), "out of range");
        EXPECT_EQ(read("-92233720369", "BTC", extra), "out of range");
        EXPECT_EQ(read(std::string(10'000, '9'), "EUR", extra), "out of range");
        // Zeros before the first digit are not significant.
        EXPECT_EQ(read("0.00000001", "BTC", extra), "1");
    }
}

TEST(MoneyTest, WritesPlainDecimals) {
    EXPECT_EQ(to_text(euro(0)), "0");
    EXPECT_EQ(to_text(euro(1)), "0.01");
    EXPECT_EQ(to_text(euro(-1)), "-0.01");
    EXPECT_EQ(to_text(euro(10)), "0.1");
    EXPECT_EQ(to_text(euro(99)), "0.99");
    EXPECT_EQ(to_text(euro(100)), "1");
    EXPECT_EQ(to_text(euro(-300)), "-3");
    EXPECT_EQ(to_text(euro(710050)), "7100.5");
    EXPECT_EQ(to_text(euro(1000000)), "10000");
    EXPECT_EQ(to_text(euro(int64_max)), "92233720368547758.07");
    EXPECT_EQ(to_text(euro(int64_min)), "-92233720368547758.08");
    EXPECT_EQ(to_text(Money(0, currency("JPY"))), "0");
    EXPECT_EQ(to_text(Money(1000, currency("JPY"))), "1000");
    EXPECT_EQ(to_text(Money(int64_min, currency("JPY"))), "-9223372036854775808");
    EXPECT_EQ(to_text(Money(1, currency("BTC"))), "0.00000001");
    EXPECT_EQ(to_text(Money(int64_min, currency("BTC"))), "-92233720368.54775808");
}

TEST(MoneyTest, WhatIsWrittenIsReadBack) {
    std::mt19937_64 random(20'260'131);
    constexpr std::array<std::string_view, 6> codes{"JPY", "EUR", "KWD", "USDT", "BTC", "DOGE"};
    for (int run = 0; run < property_runs; ++run) {
        const Money money(any_count(random), currency(codes[random() % codes.size()]));
        const auto text = to_text(money);
        ASSERT_EQ(text.find_first_not_of("-0123456789."), std::string::npos) << text;
        if (text.find('.') != std::string::npos) {
            ASSERT_NE(text.back(), '0') << text;
        }
        if (money.minor() > readable_max || money.minor() < -readable_max) continue;
        for (const auto extra : all_extra_digits) {
            const auto again = parse_money(text, money.currency(), extra);
            ASSERT_TRUE(again.ok()) << text;
            ASSERT_EQ(again.value(), money) << text;
        }
    }
}

TEST(MoneyTest, AnyTextIsReadTheSameWayTwiceOrRefused) {
    constexpr std::string_view alphabet = "0012359.-+e ";
    std::mt19937_64 random(7);
    int read_count = 0;
    for (int run = 0; run < property_runs; ++run) {
        std::string text;
        for (auto length = random() % 8; length > 0; --length) {
            text += alphabet[random() % alphabet.size()];
        }
        const auto money = parse_money(text, currency("EUR"), ExtraDigits::ignore_zeros);
        if (!money.ok()) continue;
        ++read_count;
        const auto again =
            parse_money(to_text(money.value()), currency("EUR"), ExtraDigits::refuse);
        ASSERT_TRUE(again.ok()) << text;
        ASSERT_EQ(again.value(), money.value()) << text;
    }
    EXPECT_GT(read_count, 1'000);  // the alphabet is such that the property is not vacuous
}

TEST(MoneyTest, AddsLikeIntegersOrSaysThatItCannot) {
    std::mt19937_64 random(42);
    for (int run = 0; run < property_runs; ++run) {
        const auto a = any_count(random);
        const auto b = any_count(random);
        const auto wide_sum = static_cast<Wide>(a) + b;
        const auto wide_difference = static_cast<Wide>(a) - b;
        const auto sum = add(euro(a), euro(b));
        const auto difference = subtract(euro(a), euro(b));

        ASSERT_EQ(sum.has_value(), wide_sum >= int64_min && wide_sum <= int64_max);
        ASSERT_EQ(
            difference.has_value(), wide_difference >= int64_min && wide_difference <= int64_max);
        ASSERT_EQ(sum, add(euro(b), euro(a)));
        if (sum) {
            ASSERT_EQ(subtract(*sum, euro(b)), euro(a));
        }
        if (difference) {
            ASSERT_EQ(add(*difference, euro(b)), euro(a));
        }
        ASSERT_EQ(less(euro(a), euro(b)), a < b);
        if (a != int64_min) {
            ASSERT_EQ(negate(*negate(euro(a))), euro(a));
        }
    }
}

TEST(MoneyTest, StopsAtTheEdgesOfInt64) {
    EXPECT_EQ(add(euro(int64_max), euro(1)), std::nullopt);
    EXPECT_EQ(add(euro(int64_min), euro(-1)), std::nullopt);
    EXPECT_EQ(add(euro(int64_max), euro(int64_min)), euro(-1));
    EXPECT_EQ(subtract(euro(int64_min), euro(1)), std::nullopt);
    EXPECT_EQ(subtract(euro(int64_max), euro(-1)), std::nullopt);
    EXPECT_EQ(subtract(euro(0), euro(int64_min)), std::nullopt);
    EXPECT_EQ(subtract(euro(-1), euro(int64_min)), euro(int64_max));
    EXPECT_EQ(negate(euro(int64_min)), std::nullopt);
    EXPECT_EQ(negate(euro(int64_max)), euro(int64_min + 1));
    EXPECT_EQ(negate(euro(0)), euro(0));
}

TEST(MoneyTest, EqualMeansSameCountOfTheSameCurrency) {
    EXPECT_EQ(euro(5), euro(5));
    EXPECT_NE(euro(5), euro(6));
    EXPECT_NE(euro(5), Money(5, currency("USD")));
    EXPECT_NE(Money::zero(currency("USD")), Money::zero(currency("EUR")));
    EXPECT_TRUE(Money::zero(currency("EUR")).is_zero());
    EXPECT_TRUE(euro(-1).is_negative());
    EXPECT_FALSE(euro(0).is_negative());
}

TEST(MoneyDeathTest, MixedCurrenciesAbort) {
    const Money dollar(1, currency("USD"));
    EXPECT_DEATH(static_cast<void>(add(euro(1), dollar)), "check failed");
    EXPECT_DEATH(static_cast<void>(subtract(euro(1), dollar)), "check failed");
    EXPECT_DEATH(static_cast<void>(less(euro(1), dollar)), "check failed");
}

}  // namespace
}  // namespace croupier::domain
