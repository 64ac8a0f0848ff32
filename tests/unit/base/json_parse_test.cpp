// SPDX-License-Identifier: Apache-2.0
// What is read and what is refused; numbers keep their text.
#include <gtest/gtest.h>

#include "base/json.h"

namespace croupier::base {
namespace {

std::optional<JsonFault> fault_of(std::string_view text, const JsonLimits& limits = {}) {
    const auto parsed = parse_json(text, limits);
    return parsed.ok() ? std::nullopt : std::optional(parsed.error().fault);
}

TEST(JsonParse, NumberTextIsKeptToTheLetter) {
    for (const std::string text :
         {"1e400", "-0", "0.10", "0", "7100.50", "1E+2", "-1.5e-3", "0e0",
          "123456789012345678901234567890", "9223372036854775808",
          "0.1000000000000000000000000001"}) {
        const auto parsed = parse_json(text);
        ASSERT_TRUE(parsed.ok()) << text;
        ASSERT_TRUE(parsed.value().is(Json::Kind::number)) << text;
        EXPECT_EQ(parsed.value().number_text(), text);
        EXPECT_EQ(to_text(parsed.value()), text);
    }
}

TEST(JsonParse, NumberTextIsKeptInsideContainers) {
    const auto parsed = parse_json(R"({"a":[1.00,{"b":-0.10}],"c":100})");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed.value().find("a")->elements()[0].number_text(), "1.00");
    EXPECT_EQ(parsed.value().find("a")->elements()[1].find("b")->number_text(), "-0.10");
    EXPECT_EQ(parsed.value().find("c")->number_text(), "100");
}

TEST(JsonParse, EveryKind) {
    const auto parsed = parse_json(" [null, true, false, \"x\", {}, [] ] \n");
    ASSERT_TRUE(parsed.ok());
    const auto expected = Json::array(
        {Json(), Json::boolean(true), Json::boolean(false), Json::string("x"), Json::object(),
         Json::array()});
    EXPECT_EQ(parsed.value(), expected);
}

TEST(JsonParse, EscapesAreResolved) {
    const auto parsed = parse_json(R"("a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000z")");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(
        parsed.value().as_string(), std::string("a\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80\0z", 17));
}

TEST(JsonParse, MalformedTextIsRefused) {
    for (const std::string_view text :
         {"",        " ",       "{",           "[1,]",      "{\"a\":}", "{\"a\" 1}", "{a:1}",
          "{'a':1}", "[1 2]",   "1 2",         "{}{}",      "01",       "+1",        "1.",
          ".5",      "-",       "1e",          "0x10",      "NaN",      "Infinity",  "-Infinity",
          "nul",     "tru",     "True",        "// c\n1",   "/* c */1", "[1] x",     "\"a",
          "\"\n\"",  "\"\\x\"", "\"\\u12g4\"", "{\"a\":1,}"}) {
        EXPECT_EQ(fault_of(text), JsonFault::malformed) << text;
    }
}

// No use for money, which reads the text itself; but a field that nobody reads may hold it.
TEST(JsonParse, AnyExponentIsKeptAsText) {
    for (const std::string text :
         {"1e99999999999999999999", "-0.5E+2147483648", "1e-99999999999", "0e00000000000000000009",
          "12.5e2147483647"}) {
        const auto parsed = parse_json(text);
        ASSERT_TRUE(parsed.ok()) << text;
        EXPECT_EQ(parsed.value().number_text(), text);
    }
    const std::string text =
        R"({"a":"\\","1e5":"2e7 \"3e8","b":[1e99999999999,7,1.50e2],"c\"":true,"d":1E-9})";
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(to_text(parsed.value()), text);
    for (const std::string_view bad :
         {"1e99999999999x", "1e99999999999.5", "[1e99999999999", "1e99999999999e1", "1e+ 9"}) {
        EXPECT_EQ(fault_of(bad), JsonFault::malformed) << bad;
    }
    EXPECT_EQ(
        fault_of(R"([1e99999999999,"12345"])", {.string_bytes_max = 4}), JsonFault::too_large);
}

TEST(JsonParse, InvalidUtf8IsRefused) {
    for (const std::string_view bytes :
         {"\xff", "\xc3", "\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
        EXPECT_EQ(fault_of("\"" + std::string(bytes) + "\""), JsonFault::malformed);
        EXPECT_EQ(fault_of("{\"" + std::string(bytes) + "\":1}"), JsonFault::malformed);
    }
    for (const std::string_view lone : {R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")"}) {
        EXPECT_EQ(fault_of(lone), JsonFault::malformed) << lone;
    }
    EXPECT_EQ(fault_of("\xef\xbb\xbf{}"), JsonFault::malformed) << "byte order mark";
}

TEST(JsonParse, DuplicateKeysAreRefusedAtAnyDepth) {
    EXPECT_EQ(fault_of(R"({"a":1,"a":1})"), JsonFault::duplicate_key);
    EXPECT_EQ(fault_of(R"({"a":1,"b":2,"\u0061":3})"), JsonFault::duplicate_key);
    EXPECT_EQ(fault_of(R"([{"x":{"a":1,"b":{},"a":null}}])"), JsonFault::duplicate_key);
    EXPECT_EQ(fault_of(R"({"a":{"a":1},"b":{"a":1}})"), std::nullopt) << "siblings may share names";
    EXPECT_EQ(fault_of(R"({"a":1,"A":2})"), std::nullopt) << "names differ by case";
}

TEST(JsonParse, DepthLimitCountsContainers) {
    const JsonLimits limits{.depth_max = 3};
    EXPECT_EQ(fault_of("[[[1]]]", limits), std::nullopt);
    EXPECT_EQ(fault_of("[[[[1]]]]", limits), JsonFault::too_deep);
    EXPECT_EQ(fault_of(R"({"a":{"b":{"c":{}}}})", limits), JsonFault::too_deep);
}

TEST(JsonParse, HostileDepthIsRefusedByDefault) {
    EXPECT_EQ(fault_of(std::string(200'000, '[')), JsonFault::too_deep);
}

TEST(JsonParse, SizeLimits) {
    const JsonLimits limits{.bytes_max = 20, .string_bytes_max = 4};
    EXPECT_EQ(fault_of(R"(["1234"])", limits), std::nullopt);
    EXPECT_EQ(fault_of(R"(["12345"])", limits), JsonFault::too_large);
    EXPECT_EQ(fault_of(R"({"12345":1})", limits), JsonFault::too_large);
    EXPECT_EQ(fault_of("[12345]", limits), JsonFault::too_large) << "numbers count as text";
    EXPECT_EQ(fault_of(std::string(20, ' ') + "1", limits), JsonFault::too_large);
}

TEST(JsonParse, APeersBodyMayBeLongButNotBottomless) {
    EXPECT_EQ(fault_of('"' + std::string(300'000, 'x') + '"', peer_body), std::nullopt);
    EXPECT_EQ(fault_of(std::string(64, '[') + std::string(64, ']'), peer_body), std::nullopt);
    EXPECT_EQ(
        fault_of(std::string(65, '[') + std::string(65, ']'), peer_body), JsonFault::too_deep);
}

TEST(JsonParse, OffsetPointsAtTheFault) {
    const auto parsed = parse_json("[1,2,x]");
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.error().offset, 5u);
}

}  // namespace
}  // namespace croupier::base
