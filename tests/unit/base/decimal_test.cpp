// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <utility>

#include <gtest/gtest.h>

namespace croupier::base {
namespace {

TEST(PlainDecimal, EverySpellingOfAValueIsRead) {
    const std::pair<const char*, const char*> cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.00", "0"},
        {"0e99999999999999999999", "0"},
        {"-0.0E-5", "0"},
        {"10.50", "10.5"},
        {"1E+2", "100"},
        {"1e2", "100"},
        {"2.05E+1", "20.5"},
        {"205e-1", "20.5"},
        {"5e-3", "0.005"},
        {"0.00005e3", "0.05"},
        {"5.3e15", "5300000000000000"},
        {"200.0", "200"},
        {"100000e-5", "1"},
        {"-12.340", "-12.34"},
        {"+7", "7"},
        {"007.10", "7.1"},
        {".5", "0.5"},
        {"5.", "5"},
        {"1e39", "1000000000000000000000000000000000000000"},
        {"9223372036854775808", "9223372036854775808"}};
    for (const auto& [text, plain] : cases)
        EXPECT_EQ(plain_decimal(text), plain) << text;
}

TEST(PlainDecimal, WhatHasNoOneValueIsNothing) {
    for (const char* text :
         {"",
          "-",
          "+",
          ".",
          "-.",
          "e5",
          ".e5",
          "1e",
          "1e+",
          "1E2.0",
          "1,5",
          "1,000.00",
          "1 000",
          " 1",
          "1 ",
          "1\n",
          "0x10",
          "1f",
          "NaN",
          "Infinity",
          "--1",
          "+-1",
          "1.2.3",
          "1e5e5",
          "10 EUR",
          "\xd9\xa1",
          "1e40",
          "1e-41",
          "1e999999999999999999999",
          "5e-99999999999"}) {
        EXPECT_EQ(plain_decimal(text), std::nullopt) << text;
    }
}

TEST(WholeNumber, OnlyWhatIsWholeAndFits) {
    EXPECT_EQ(whole_number("200.0"), 200);
    EXPECT_EQ(whole_number("2E2"), 200);
    EXPECT_EQ(whole_number("-1.0"), -1);
    EXPECT_EQ(whole_number("9223372036854775807"), INT64_MAX);
    EXPECT_EQ(whole_number("-9223372036854775808"), INT64_MIN);
    for (const char* text : {"200.5", "2e-1", "9223372036854775808", "1e19", "", "x"})
        EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

}  // namespace
}  // namespace croupier::base
