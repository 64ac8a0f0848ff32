// SPDX-License-Identifier: Apache-2.0
#include "base/id.h"

#include <unordered_set>

#include <gtest/gtest.h>

namespace croupier::base {
namespace {

struct OneTag {};
struct OtherTag {};
using OneId = Id<OneTag, std::uint64_t>;
using OtherId = Id<OtherTag, std::uint64_t>;
static_assert(!std::is_convertible_v<std::uint64_t, OneId>);
static_assert(!std::is_constructible_v<OneId, OtherId>);

TEST(Ids, CompareAndHashByValue) {
    EXPECT_EQ(OneId(5), OneId(5));
    EXPECT_LT(OneId(5), OneId(6));
    EXPECT_EQ(std::unordered_set<OneId>({OneId(1), OneId(1), OneId(2)}).size(), 2u);
}

TEST(Uuids, TextRoundTrip) {
    const char* text = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    const auto uuid = parse_uuid(text);
    ASSERT_TRUE(uuid);
    EXPECT_EQ(uuid->bytes[0], 0x01);
    EXPECT_EQ(uuid->bytes[15], 0x5b);
    EXPECT_EQ(to_text(*uuid), text);
    EXPECT_EQ(parse_uuid("0190A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B"), uuid);
}

TEST(Uuids, AnythingElseIsNothing) {
    for (const char* text :
         {"", "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5",
          "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5bb", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5g",
          "0190a1b2c-3d4-7e5f-8a9b-0c1d2e3f4a5b", "{190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5}",
          "0190a1b2-c3d4-7e5f-8a9b0-c1d2e3f4a5b"}) {
        EXPECT_EQ(parse_uuid(text), std::nullopt) << text;
    }
}

TEST(Uuid7, CarriesTimeVersionAndVariant) {
    SeededRandom random(1);
    for (int i = 0; i < 100; ++i) {
        const std::string text = to_text(make_uuid7(Instant{0x0190a1b2c3d4}, random));
        EXPECT_EQ(text.substr(0, 15), "0190a1b2-c3d4-7") << text;
        EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
    }
}

TEST(Uuid7, SortsByTimeAsBytesAndAsText) {
    SeededRandom random(2);
    Uuid before = make_uuid7(Instant{1'700'000'000'000}, random);
    for (std::int64_t ms = 1; ms < 2000; ++ms) {
        const Uuid next = make_uuid7(Instant{1'700'000'000'000 + ms * 37}, random);
        ASSERT_LT(before, next);
        ASSERT_LT(to_text(before), to_text(next));
        before = next;
    }
}

TEST(Uuid7, ManyInOneMillisecondDiffer) {
    SeededRandom random(3);
    std::unordered_set<Uuid> seen;
    for (int i = 0; i < 10'000; ++i)
        seen.insert(make_uuid7(Instant{1}, random));
    EXPECT_EQ(seen.size(), 10'000u);
}

TEST(Uuid4, CarriesVersionAndVariant) {
    SeededRandom random(4);
    for (int i = 0; i < 100; ++i) {
        const std::string text = to_text(make_uuid4(random));
        EXPECT_EQ(text[14], '4') << text;
        EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace croupier::base
