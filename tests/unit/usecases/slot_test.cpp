// SPDX-License-Identifier: Apache-2.0
// The slot of a player is frozen. The vectors were computed by another program:
//   python3 -c 'import hashlib; d = hashlib.sha256(b"1\0player-1").digest();
//               print(d[0] << 2 | d[1] >> 6)'
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "usecases/open_session.h"

namespace croupier::usecases {
namespace {

int slot(std::uint64_t casino, const std::string& user) {
    return slot_for(domain::CasinoId(casino), domain::PartnerUserId(user)).value();
}

TEST(SlotTest, IsFrozen) {
    EXPECT_EQ(slot(1, "player-1"), 736);
    EXPECT_EQ(slot(1, "player-2"), 430);
    EXPECT_EQ(slot(2, "player-1"), 771);
    EXPECT_EQ(slot(42, "A"), 454);
    EXPECT_EQ(slot(18'446'744'073'709'551'615U, std::string(128, 'x')), 267);
    EXPECT_EQ(slot(12, "3 4"), 658);
    EXPECT_EQ(slot(123, " ~!"), 944);
}

TEST(SlotTest, SpreadsPlayersOverAllSlots) {
    std::vector<int> players(domain::slot_count);
    for (int user = 0; user < 16 * domain::slot_count; ++user) {
        ++players.at(static_cast<std::size_t>(slot(7, std::to_string(user))));
    }
    for (const int count : players) {
        EXPECT_GT(count, 0);
        EXPECT_LT(count, 48);
    }
}

}  // namespace
}  // namespace croupier::usecases
