// SPDX-License-Identifier: Apache-2.0
// A generous peer's JSON: what is mended, what is exact, and what stays unreadable.
#include "base/json_read.h"

#include <utility>

#include <gtest/gtest.h>

namespace croupier::base {
namespace {

using Kind = Json::Kind;

Result<Json, JsonError> generous(std::string_view text) { return parse_json(text, generous_body); }

Json value_of(std::string_view text) {
    auto json = generous(text);
    EXPECT_TRUE(json.ok()) << text;
    return json.ok() ? std::move(json).value() : Json();
}

const std::string replaced = "\xef\xbf\xbd";

TEST(GenerousJson, AByteOrderMarkIsSkippedOnce) {
    EXPECT_EQ(value_of("\xef\xbb\xbf{\"a\":1}"), value_of("{\"a\":1}"));
    for (const char* text :
         {"\xef\xbb\xbf\xef\xbb\xbf{}", "{\xef\xbb\xbf}", "\xef\xbb\xbf", "\xff\xfe{}"})
        EXPECT_FALSE(generous(text).ok()) << text;
    EXPECT_FALSE(parse_json("\xef\xbb\xbf{}", peer_body).ok()) << "a provider's call stays strict";
}

TEST(GenerousJson, WhatIsNoTextInAStringIsReplacedAndTold) {
    const std::pair<std::string, std::string> cases[] = {
        {R"("a\ud83dz")", "a" + replaced + "z"},
        {R"("a\uDE00z")", "a" + replaced + "z"},
        {R"("\ude00\ud83d")", replaced + replaced},
        {R"("\ud83d\ud83d\ude00")", replaced + "\xf0\x9f\x98\x80"},
        {R"("\ud83d\n")", replaced + "\n"},
        {"\"Caf\xe9\"", "Caf" + replaced},
        {"\"\xed\xa0\xbd\"", replaced + replaced + replaced},
        {"\"\xc0\xaf\"", replaced + replaced},
        {"\"\xe2\x82\"", replaced + replaced},
        {"\"one\ntwo\"", "one" + replaced + "two"},
        {"\"\xef\xb7\x90\xff\"", "\xef\xb7\x90" + replaced},
        {"\"\\uFDD0\xff\"", "\xef\xb7\x90" + replaced}};
    for (const auto& [text, mended] : cases) {
        const Json json = value_of(text);
        EXPECT_EQ(as_text(json), mended) << text;
        EXPECT_TRUE(json.is_mended()) << text;
        EXPECT_EQ(as_token(json), std::nullopt) << text;
        EXPECT_EQ(as_id(json), std::nullopt) << text;
        EXPECT_FALSE(parse_json(text, peer_body).ok()) << text;
    }
}

// Their own U+FFFD is a character like others: an id that holds it is as they mean it.
TEST(GenerousJson, OnlyTheStringAtFaultIsMarked) {
    const Json json = value_of("[\"" + replaced + "\",\"\\ud83d\\ude00\",\"\xff\",\"\\\\ud83d\"]");
    EXPECT_EQ(as_id(json.elements()[0]), replaced);
    EXPECT_EQ(as_token(json.elements()[1]), "\xf0\x9f\x98\x80");
    EXPECT_TRUE(json.elements()[2].is_mended());
    EXPECT_EQ(as_token(json.elements()[3]), "\\ud83d");
}

TEST(GenerousJson, ANameAtFaultCostsNothingAndIsNoNameOfOurs) {
    const Json json = value_of("{\"Err\xff\":1,\"\\udc00\":2,\"a\":3}");
    EXPECT_EQ(optional(json, "a", as_whole), 3);
    EXPECT_EQ(optional(json, "Err", as_whole), std::nullopt);
}

TEST(GenerousJson, WhatIsTooDeepReadsAsNull) {
    const auto nested = [](std::size_t depth) {
        return R"({"a":1,"deep":)" + std::string(depth, '[') + R"("}]\"")" +
               std::string(depth, ']') + R"(,"z":2})";
    };
    for (const std::size_t depth : {10U, 63U, 64U, 65U, 100'000U}) {
        const Json json = value_of(nested(depth));
        EXPECT_EQ(optional(json, "a", as_whole), 1) << depth;
        EXPECT_EQ(optional(json, "z", as_whole), 2) << depth;
    }
    EXPECT_FALSE(generous(std::string(100'000, '[')).ok());
    EXPECT_FALSE(generous(std::string(65, '[') + std::string(65, '}')).ok());
}

TEST(GenerousJson, WhatIsWrongOutsideStringsStaysWrong) {
    for (const char* text :
         {"", "{", "{\"a\":1,}", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}",
          "{\"a\":1}x", "{\"a\":1}{\"a\":1}", "{\"a\" 1}", "\xff", "{\xff\"a\":1}", "\"\\x41\"",
          "\"\\u12\"", "\"open", "/**/{}", "{\"a\":True}"}) {
        EXPECT_FALSE(generous(text).ok()) << text;
    }
}

TEST(JsonRead, NumbersAreReadByValueFromTextOrNumber) {
    for (const char* text : {"10", "10.0", "1e1", "\"10\"", "\"10.00\"", "\"1E+1\"", "1000E-2"}) {
        EXPECT_EQ(as_decimal(value_of(text)), "10") << text;
        EXPECT_EQ(as_whole(value_of(text)), 10) << text;
    }
    for (const char* text : {"\"\"", "\"ten\"", "true", "{}", "[10]", "\"1,0\"", "\"10\xff\""}) {
        EXPECT_EQ(as_decimal(value_of(text)), std::nullopt) << text;
        EXPECT_EQ(as_whole(value_of(text)), std::nullopt) << text;
    }
    EXPECT_EQ(as_whole_number(value_of("2E2")), 200);
    EXPECT_EQ(as_whole_number(value_of("\"200\"")), std::nullopt);
}

TEST(JsonRead, IdsAreTextsAsSentOrWholeNumbers) {
    const std::pair<const char*, const char*> cases[] = {
        {"\"1e2\"", "1e2"},
        {"\"007\"", "007"},
        {"\"a b\"", "a b"},
        {"77", "77"},
        {"77.0", "77"},
        {"7.7E1", "77"},
        {"5.3e15", "5300000000000000"},
        {"-5", "-5"},
        {"-0", "0"},
        {"9007199254740991.0", "9007199254740991"},
        {"9223372036854775807", "9223372036854775807"},
        {"123456789012345678901234567890", "123456789012345678901234567890"}};
    for (const auto& [text, id] : cases)
        EXPECT_EQ(as_id(value_of(text)), id) << text;
    // A float beyond 53 bits stands for many numbers; a part of one is no id.
    for (const char* text :
         {"9007199254740992.0", "9.3e18", "1e40", "77.5", "true", "[]", "{}", "\"\"",
          "\"a\\u0000\""})
        EXPECT_EQ(as_id(value_of(text)), std::nullopt) << text;
}

TEST(JsonRead, ANameIsFoundInAnyCase) {
    for (const char* text : {R"({"BetId":5})", R"({"betId":5})", R"({"BETID":5,"x":1})"})
        EXPECT_EQ(required(value_of(text), "BetId", as_whole).value_or(0), 5) << text;
}

TEST(JsonRead, AbsentAndNullAreTheSameForItself) {
    for (const char* text : {"{}", R"({"A":null})", R"({"A":null,"a":null})", "[]", "7"}) {
        const auto read = deciding(value_of(text), "a", as_whole);
        ASSERT_TRUE(read.ok()) << text;
        EXPECT_EQ(read.value(), std::nullopt) << text;
        EXPECT_EQ(required(value_of(text), "a", as_whole).error(), "a is missing") << text;
    }
}

TEST(JsonRead, TwiceTheSameIsOnceAndTwiceAnotherIsUnreadable) {
    for (const char* text : {R"({"a":1,"A":1})", R"({"a":1,"a":1.0})", R"({"A":"1","a":1e0})"})
        EXPECT_EQ(required(value_of(text), "a", as_whole).value_or(0), 1) << text;
    for (const char* text :
         {R"({"a":1,"A":2})", R"({"a":1,"a":2})", R"({"a":1,"A":null})", R"({"a":null,"A":1})",
          R"({"a":1,"\u0041":2})", R"({"a":1,"b":{},"A":1,"a":3})"}) {
        const auto read = deciding(value_of(text), "a", as_whole);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error(), "a is given twice with different values");
        EXPECT_EQ(optional(value_of(text), "a", as_whole), std::nullopt) << text;
    }
    for (const char* text : {R"({"a":1,"A":"x"})", R"({"a":"x","A":1})", R"({"a":"x","A":"y"})"}) {
        EXPECT_FALSE(deciding(value_of(text), "a", as_whole).ok()) << text;
        EXPECT_FALSE(helping(value_of(text), "a", as_whole).ok()) << text;
        EXPECT_EQ(optional(value_of(text), "a", as_whole), std::nullopt) << text;
    }
}

TEST(JsonRead, OneOfAnotherKindIsAbsentUnlessItDecides) {
    for (const char* text : {R"({"a":"x"})", R"({"a":{}})", R"({"a":[1]})", R"({"a":true})"}) {
        EXPECT_EQ(optional(value_of(text), "a", as_whole), std::nullopt) << text;
        const auto helps = helping(value_of(text), "a", as_whole);
        EXPECT_TRUE(helps.ok() && !helps.value()) << text;
        const auto decides = deciding(value_of(text), "a", as_whole);
        ASSERT_FALSE(decides.ok()) << text;
        EXPECT_EQ(decides.error(), "a cannot be read");
    }
}

}  // namespace
}  // namespace croupier::base
