// SPDX-License-Identifier: Apache-2.0
#include "sandbox/common/faults.h"

#include <gtest/gtest.h>

namespace croupier::sandbox {
namespace {

base::Json json(std::string_view text) { return base::parse_json(text).value(); }

TEST(Faults, AreOffUntilSwitchedOn) {
    Faults faults(1);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(faults.draw_inbound(), InboundFault::none);
        const OutboundFaults drawn = faults.draw_outbound();
        EXPECT_FALSE(drawn.doubled || drawn.wrong_signature);
    }
}

TEST(Faults, StrikeAsOftenAsTheirWeightSays) {
    Faults faults(1);
    faults.set(Fault::late, 100);
    int late = 0;
    for (int i = 0; i < 10'000; ++i)
        late += faults.draw_inbound() == InboundFault::late ? 1 : 0;
    EXPECT_GT(late, 850);
    EXPECT_LT(late, 1150);
    EXPECT_EQ(faults.to_json().find("struck")->find("late")->number_text(), std::to_string(late));
}

TEST(Faults, TheSameSeedDrawsTheSame) {
    const auto draws = [](Faults& faults) {
        std::vector<InboundFault> drawn;
        for (int i = 0; i < 200; ++i)
            drawn.push_back(faults.draw_inbound());
        return drawn;
    };
    Faults one(5);
    Faults other(6);
    ASSERT_TRUE(one.apply(json(R"({"lost":300,"garbage":300})")).ok());
    ASSERT_TRUE(other.apply(json(R"({"lost":300,"garbage":300,"seed":5})")).ok());
    EXPECT_EQ(draws(one), draws(other));
}

TEST(Faults, ABadMemberChangesNothing) {
    Faults faults(1);
    for (const char* bad :
         {R"({"late":5,"nonsense":1})", R"({"late":5,"lost":1001})", R"({"late":5,"lost":-1})",
          R"({"late":5,"lost":"1"})", R"([])"}) {
        EXPECT_FALSE(faults.apply(json(bad)).ok()) << bad;
        EXPECT_EQ(faults.weight(Fault::late), 0);
    }
    EXPECT_TRUE(faults.apply(json(R"({"late":5,"lateMs":20})")).ok());
    EXPECT_EQ(faults.weight(Fault::late), 5);
    EXPECT_EQ(faults.late_by(), base::Duration(20));
}

TEST(Faults, WhatACasinoAloneDoesIsNoSwitchOfAProvider) {
    Faults provider(1);
    Faults casino(1, FaultsOf::casino);
    for (const char* mine :
         {R"({"actsLate":5})", R"({"actsLateUnheard":5})", R"({"emptyList":5})",
          R"({"acceptLate":5})", R"({"acceptLost":5})", R"({"actsLateMs":5})", R"({"listLagMs":5})",
          R"({"acceptLateMs":5})"}) {
        EXPECT_FALSE(provider.apply(json(mine)).ok()) << mine;
        EXPECT_TRUE(casino.apply(json(mine)).ok()) << mine;
    }
    EXPECT_EQ(provider.to_json().find("actsLate"), nullptr);
    EXPECT_EQ(casino.to_json().find("listLagMs")->number_text(), "5");
}

}  // namespace
}  // namespace croupier::sandbox
