// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace croupier::base {
namespace {

TEST(ParseNumbers, WholeTextInRange) {
    EXPECT_EQ(parse_i64("-9223372036854775808"), INT64_MIN);
    EXPECT_EQ(parse_i64("9223372036854775807"), INT64_MAX);
    EXPECT_EQ(parse_u64("18446744073709551615"), UINT64_MAX);
    EXPECT_EQ(parse_u64("007"), 7u);
    for (const char* text :
         {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775808"}) {
        EXPECT_EQ(parse_i64(text), std::nullopt) << text;
    }
    for (const char* text : {"", "-1", "+1", "18446744073709551616", "1a"}) {
        EXPECT_EQ(parse_u64(text), std::nullopt) << text;
    }
}

TEST(Case, OnlyAsciiLettersFold) {
    EXPECT_EQ(to_lower("AZaz[@`{\xc3\x89"), "azaz[@`{\xc3\x89");
    EXPECT_TRUE(equal_ignoring_case("ErrorCode", "eRRORcODE"));
    EXPECT_FALSE(equal_ignoring_case("a", "ab"));
    EXPECT_FALSE(equal_ignoring_case("[", "{"));
}

TEST(Trim, BlanksOnBothEndsOnly) {
    EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(trim(" \t"), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Split, KeepsEmptyParts) {
    using Parts = std::vector<std::string_view>;
    EXPECT_EQ(split("a.b.c", '.'), (Parts{"a", "b", "c"}));
    EXPECT_EQ(split(".a.", '.'), (Parts{"", "a", ""}));
    EXPECT_EQ(split("", '.'), (Parts{""}));
}

TEST(WireId, Utf8WithoutControlCharactersUpTo256Bytes) {
    for (const std::string& text :
         {std::string("a"), std::string(" "), std::string(" bet 1/~! "), std::string("\xc3\xa9"),
          std::string("\xc2\xa0"), std::string("\xe6\xbc\xa2\xf0\x9f\x98\x80"),
          std::string(256, 'x'), std::string(254, 'x') + "\xc3\xa9"}) {
        EXPECT_TRUE(is_wire_id(text)) << text;
    }
    for (const std::string& text :
         {std::string(), std::string(257, 'x'), std::string(255, 'x') + "\xc3\xa9",
          std::string("a\tb"), std::string("a\n"), std::string("a\x7f"), std::string("\xc2\x80"),
          std::string("\xc2\x9f"), std::string("a\0b", 3), std::string("\xff"),
          std::string("a\xc3"), std::string("\xc0\xaf"), std::string("\xed\xa0\x80")}) {
        EXPECT_FALSE(is_wire_id(text)) << text;
    }
}

TEST(RecordName, PrintableAsciiOf1To128) {
    EXPECT_TRUE(is_record_name("a"));
    EXPECT_TRUE(is_record_name("bet 1/~!"));
    EXPECT_TRUE(is_record_name(std::string(128, 'x')));
    for (const std::string& text :
         {std::string(), std::string(129, 'x'), std::string(" a"), std::string("a "),
          std::string("a\tb"), std::string("a\x7f"), std::string("\xc3\xa9"),
          std::string("a\0b", 3)}) {
        EXPECT_FALSE(is_record_name(text)) << text;
    }
}

TEST(Hex, RoundTripAndRefusals) {
    EXPECT_EQ(to_hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
    EXPECT_EQ(from_hex("007FfF"), std::string("\x00\x7f\xff", 3));
    EXPECT_EQ(from_hex(""), "");
    for (const char* text : {"0", "0g", "0x", " 0"})
        EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

// RFC 4648 section 10.
TEST(Base64, VectorsOfTheStandard) {
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : cases) {
        EXPECT_EQ(to_base64(bytes), text);
        const std::string unpadded = std::string(text).substr(0, std::string(text).find('='));
        EXPECT_EQ(to_base64url(bytes), unpadded);
        EXPECT_EQ(from_base64url(unpadded), bytes);
    }
    EXPECT_EQ(to_base64("\xfb\xff"), "+/8=");
    EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
}

TEST(Base64url, OneSpellingOnly) {
    for (const char* text :
         {"Zg==", "Zm8=", "Zg=", "Z", "Zm9vY", "Zh", "Zm9", "+/8", "Zm 8", "Zg\n"}) {
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    }
}

TEST(TextProperty, EncodingsRoundTrip) {
    SeededRandom random(5);
    for (std::size_t size = 0; size < 200; ++size) {
        std::string bytes(size, '\0');
        random.fill(std::as_writable_bytes(std::span(bytes)));
        ASSERT_EQ(from_hex(to_hex(bytes)), bytes);
        ASSERT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
}

}  // namespace
}  // namespace croupier::base
