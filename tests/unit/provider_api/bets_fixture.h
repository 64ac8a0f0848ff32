// SPDX-License-Identifier: Apache-2.0
// The bodies and the casino's moods that the tests of bet calls share.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "unit/provider_api/world.h"

namespace croupier::test {

inline const std::string bet_1 = R"({"betId":"b1","betAmount":10,"gameRoundId":"r1"})";
inline const std::string same_bet_1 = R"({"gameRoundId":"r1","betAmount":"10.00","betId":"b1"})";
inline const std::string win_1 = R"({"betId":"b1","winAmount":25.5,"gameRoundId":"r1"})";
inline const std::string undo_1 = R"({"betId":"b1"})";
inline const std::string instant_1 =
    R"({"betId":"b1","betAmount":10,"winAmount":25.5,"winOdd":2.55,"gameRoundId":"r1"})";

class BetCallsTest : public ::testing::Test {
protected:
    // A casino that books at once and says how much is left.
    void casino_books(const std::string& balance = {}) {
        world.wallet.on_make = [balance](const FakeWallet::Make&) {
            return booked(balance.empty() ? std::nullopt : std::optional(euros(balance)));
        };
    }
    void casino_refuses(domain::ErrorCode why) {
        world.wallet.on_make = [why](const FakeWallet::Make&) { return refused(why); };
    }
    void casino_is_silent() { world.wallet.on_make = nullptr; }
    void purse_holds(const std::string& balance) {
        world.wallet.on_balance = [balance](const FakeWallet::BalanceQuery&) {
            return domain::Outcome<domain::Money>(euros(balance));
        };
    }
    static base::Duration after(const Heard& heard) { return heard.at - FakeLoop::start; }

    World world;
};

}  // namespace croupier::test
