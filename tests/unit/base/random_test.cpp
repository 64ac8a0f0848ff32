// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace croupier::base {
namespace {

TEST(SeededRandom, FirstNumbersOfSeedZero) {
    // As other implementations of xoshiro256** over splitmix64 have them. Frozen: the simulator's
    // recorded seeds mean nothing if this changes.
    SeededRandom random(0);
    EXPECT_EQ(random.next_u64(), 0x99ec5f36cb75f2b4u);
    EXPECT_EQ(random.next_u64(), 0xbf6e1f784956452au);
    EXPECT_EQ(random.next_u64(), 0x1a5f849d4933e6e0u);
}

TEST(SeededRandom, BytesAndNumbersAreOneStream) {
    SeededRandom numbers(42);
    SeededRandom bytes(42);
    const std::uint64_t number = numbers.next_u64();
    std::array<std::byte, 8> raw{};
    bytes.fill(raw);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        EXPECT_EQ(std::to_integer<std::uint64_t>(raw[i]), (number >> (8 * i)) & 0xff);
    }
}

TEST(SeededRandom, SameSeedSameBytesOtherSeedOtherBytes) {
    const auto draw = [](std::uint64_t seed) {
        std::vector<std::byte> bytes(100);
        SeededRandom(seed).fill(bytes);
        return bytes;
    };
    EXPECT_EQ(draw(1), draw(1));
    EXPECT_NE(draw(1), draw(2));
}

TEST(Random, BelowStaysBelowAndReachesAll) {
    SeededRandom random(3);
    for (const std::uint64_t bound : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{7}}) {
        std::vector<int> seen(bound);
        for (int i = 0; i < 1000; ++i)
            ++seen.at(random.below(bound));
        for (const int count : seen)
            EXPECT_GT(count, 1000 / static_cast<int>(bound) / 2);
    }
    const std::uint64_t huge = (std::uint64_t{1} << 63) + 1;
    for (int i = 0; i < 1000; ++i)
        ASSERT_LT(random.below(huge), huge);
}

TEST(Random, ChanceOfNoneAndAll) {
    SeededRandom random(4);
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(random.chance(0, 10));
        EXPECT_TRUE(random.chance(10, 10));
    }
}

TEST(SystemRandom, FillsEveryByteOfLargeBuffersToo) {
    // More than the 256 bytes that one getrandom call is sure to give.
    std::vector<std::byte> seen_set(10'000);
    for (int round = 0; round < 4; ++round) {
        std::vector<std::byte> bytes(seen_set.size());
        SystemRandom().fill(bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            seen_set[i] |= bytes[i];
    }
    // A byte that stayed zero in four rounds by chance: 2^-32 each.
    for (const std::byte byte : seen_set)
        ASSERT_NE(byte, std::byte{0});
}

}  // namespace
}  // namespace croupier::base
