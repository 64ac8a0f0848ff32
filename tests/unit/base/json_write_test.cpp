// SPDX-License-Identifier: Apache-2.0
// The value type, both written forms, and round trips over generated values.
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/random.h"

namespace croupier::base {
namespace {

TEST(Json, BuildersAndLookup) {
    const Json json = Json::object().set("Id", Json::integer(-5)).set("ok", Json::boolean(true));
    ASSERT_NE(json.find("Id"), nullptr);
    EXPECT_EQ(json.find("Id")->number_text(), "-5");
    EXPECT_EQ(json.find("id"), nullptr);
    ASSERT_NE(json.find_ignoring_case("iD"), nullptr);
    EXPECT_EQ(Json::string("x").find("x"), nullptr);
    EXPECT_EQ(Json::array().find_ignoring_case("x"), nullptr);
}

TEST(Json, EqualityIsByKindAndContent) {
    EXPECT_NE(Json::string("1"), Json::integer(1));
    EXPECT_NE(Json::number("1.0"), Json::integer(1)) << "the text is the value";
    EXPECT_NE(Json(), Json::boolean(false));
    EXPECT_EQ(Json::object({{"a", Json()}}), Json::object().set("a", Json()));
}

TEST(JsonDeathTest, WrongKindAborts) {
    EXPECT_DEATH((void)Json::string("1").number_text(), "check failed");
    EXPECT_DEATH((void)Json::integer(1).as_string(), "check failed");
    EXPECT_DEATH((void)Json().elements(), "check failed");
    EXPECT_DEATH((void)Json::array().members(), "check failed");
}

TEST(JsonWrite, MembersStayInOrderAndUtf8StaysReadable) {
    const Json json = Json::object().set("b", Json::string("\xc3\xa9/")).set("a", Json());
    EXPECT_EQ(to_text(json), "{\"b\":\"\xc3\xa9/\",\"a\":null}");
}

TEST(JsonWrite, ControlCharactersQuotesAndBackslashesAreEscaped) {
    EXPECT_EQ(
        to_text(Json::string(std::string_view("\"\\\b\f\n\r\t\x01\x1f\0\x7f", 11))),
        R"("\"\\\b\f\n\r\t\u0001\u001f\u0000)"
        "\x7f\"");
}

TEST(JsonWrite, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
    EXPECT_EQ(to_text(Json::string("a\xff\xc3z")), "\"a\xef\xbf\xbd\xef\xbf\xbdz\"");
    EXPECT_EQ(to_canonical_text(Json::string("a\xed\xa0\x80")), R"("a\ufffd\ufffd\ufffd")");
}

TEST(JsonWrite, TheAsciiFormEscapesAndChangesNothingElse) {
    const Json json = Json::object()
                          .set("b\xc3\xa9", Json::string("\xe2\x82\xac/"))
                          .set("a", Json::number("1.50"));
    EXPECT_EQ(to_ascii_text(json), R"({"b\u00e9":"\u20ac/","a":1.50})");
}

TEST(JsonCanonical, KeysAreSortedByBytesAtEveryDepth) {
    const auto parsed = parse_json(R"({ "b": {"z":1,"Z":2}, "a": [ {"d":1,"c":2} ], "aa": 1 })");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(
        to_canonical_text(parsed.value()), R"({"a":[{"c":2,"d":1}],"aa":1,"b":{"Z":2,"z":1}})");
}

TEST(JsonCanonical, OnlyAscii) {
    EXPECT_EQ(
        to_canonical_text(Json::string("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")),
        R"("\u00e9\u20ac\ud83d\ude00")");
}

TEST(JsonCanonical, NumbersLoseTrailingZeros) {
    const std::pair<const char*, const char*> cases[] = {
        {"10.50", "10.5"}, {"10.00", "10"}, {"0.0", "0"},        {"100", "100"},
        {"-0.10", "-0.1"}, {"0", "0"},      {"1.0e10", "1.0e10"}};
    for (const auto& [text, canonical] : cases) {
        EXPECT_EQ(to_canonical_text(Json::number(text)), canonical);
        EXPECT_EQ(to_text(Json::number(text)), text) << "the plain form changes nothing";
    }
}

// A value of any shape: strings of odd characters, numbers of every form, nesting up to `depth`.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    Json value(int depth) {
        switch (random_.below(depth > 0 ? 6 : 4)) {
        case 0:
            return Json();
        case 1:
            return Json::boolean(random_.chance(1, 2));
        case 2:
            return Json::number(number());
        case 3:
            return Json::string(text());
        case 4:
            return array(depth);
        }
        return object(depth);
    }

private:
    std::string number() {
        static const char* const forms[] = {"0",     "-0",       "0.10",
                                            "1e400", "-12.5E-7", "999999999999999999999"};
        const auto form = random_.below(std::size(forms) + 1);
        return form < std::size(forms)
                   ? forms[form]
                   : std::to_string(static_cast<std::int64_t>(random_.next_u64()));
    }
    std::string text() {
        static const char* const pieces[] = {"a",
                                             "\"",
                                             "\\",
                                             "/",
                                             "\n",
                                             "\x01",
                                             "{",
                                             "\xc3\xa9",
                                             "\xe2\x82\xac",
                                             "\xf0\x9f\x98\x80"};
        std::string out;
        for (auto i = random_.below(8); i > 0; --i)
            out += pieces[random_.below(std::size(pieces))];
        return out;
    }
    Json array(int depth) {
        Json out = Json::array();
        for (auto i = random_.below(5); i > 0; --i)
            out.push(value(depth - 1));
        return out;
    }
    Json object(int depth) {
        Json out = Json::object();
        for (auto i = random_.below(5); i > 0; --i)
            out.set(text() + std::to_string(i), value(depth - 1));
        return out;
    }

    SeededRandom random_;
};

TEST(JsonProperty, WhatIsWrittenReadsBackTheSame) {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const Json json = Generator(seed).value(5);
        const auto read = parse_json(to_text(json));
        ASSERT_TRUE(read.ok()) << "seed " << seed << ": " << to_text(json);
        ASSERT_EQ(read.value(), json) << "seed " << seed;
    }
}

TEST(JsonProperty, CanonicalFormIsAFixedPointOfPlainAscii) {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const std::string canonical = to_canonical_text(Generator(seed).value(5));
        for (const char c : canonical)
            ASSERT_TRUE(c >= ' ' && c <= '~') << "seed " << seed;
        const auto read = parse_json(canonical);
        ASSERT_TRUE(read.ok()) << "seed " << seed << ": " << canonical;
        ASSERT_EQ(to_canonical_text(read.value()), canonical) << "seed " << seed;
    }
}

TEST(JsonProperty, EveryPrefixOfAnObjectIsRefused) {
    const std::string text = to_text(Json::object().set("v", Generator(7).value(5)));
    for (std::size_t size = 0; size < text.size(); ++size) {
        ASSERT_FALSE(parse_json(std::string_view(text).substr(0, size)).ok()) << size;
    }
}

}  // namespace
}  // namespace croupier::base
