// SPDX-License-Identifier: Apache-2.0
#include "provider_api/replay_window.h"

#include <gtest/gtest.h>

#include "unit/provider_api/world.h"

namespace croupier::provider_api {
namespace {

using test::FakeLoop;

constexpr base::Instant start = FakeLoop::start;
constexpr base::Duration second{1000};

class ReplayWindowTest : public ::testing::Test {
protected:
    // A bet call of the given id and body, sent and arrived at the same moment.
    Admission send(
        std::uint8_t id, const std::string& body, base::Instant now,
        RepeatRule rule = RepeatRule::same_again) {
        return send({{id}, now, content("POST", "/bets/pay-in", body)}, now, rule);
    }
    Admission send(
        const ReplayWindow::Seen& seen, base::Instant now,
        RepeatRule rule = RepeatRule::same_again) {
        return window.admit(terms, seen, rule, now);
    }
    static crypto::Sha256 content(std::string method, std::string path, std::string body) {
        net::Request request;
        request.method = std::move(method);
        request.path = std::move(path);
        request.body = std::move(body);
        return content_of(request);
    }

    domain::ProviderTerms terms = test::provider_terms();
    ReplayWindow window{start, 3};
};

TEST_F(ReplayWindowTest, TheSameBetCallIsARepeatAndAnythingElseIsRefused) {
    const auto pay_in = content("POST", "/bets/pay-in", "{1}");
    EXPECT_EQ(send({{1}, start, pay_in}, start), Admission::first);
    EXPECT_EQ(send({{1}, start, pay_in}, start + second), Admission::repeat);
    EXPECT_EQ(send({{1}, start, pay_in}, start + second), Admission::repeat);
    for (const auto& other :
         {content("POST", "/bets/refund", "{1}"), content("POST", "/bets/pay-in", "{2}"),
          content("PUT", "/bets/pay-in", "{1}"), content("POST", "/bets/pay-in", "")}) {
        EXPECT_EQ(send({{1}, start, other}, start + second), Admission::refused);
    }
    EXPECT_EQ(send({{1}, start, pay_in}, start + second, RepeatRule::never), Admission::refused);
}

TEST_F(ReplayWindowTest, NoTwoRequestsLookAlike) {
    EXPECT_NE(content("POST", "/a", "b"), content("POST", "/ab", ""));
    EXPECT_NE(content("POST", "/a", "b"), content("POS", "T/a", "b"));
    EXPECT_NE(content("POST", "/a", "\nb"), content("POST", "/a", "b"));
}

TEST_F(ReplayWindowTest, EachProviderHasItsOwnIds) {
    EXPECT_EQ(send(1, "a", start), Admission::first);
    terms.id = domain::ProviderId(test::uuid_of(9));
    EXPECT_EQ(send(1, "b", start), Admission::first);
}

TEST_F(ReplayWindowTest, AnIdIsKeptForTheWindow) {
    EXPECT_EQ(send(1, "a", start), Admission::first);
    EXPECT_EQ(send(1, "b", start + 60 * second), Admission::refused);
    EXPECT_EQ(send(1, "b", start + 60 * second + base::Duration(1)), Admission::first);
}

// A timestamp 30 s ahead stays good for 60 s: a shorter window must not open a gap.
TEST_F(ReplayWindowTest, AnIdIsKeptAsLongAsItsTimestampIsGood) {
    terms.replay_window = second;
    const auto body = content("POST", "/bets/pay-in", "a");
    const auto other = content("POST", "/bets/refund", "a");
    const base::Instant ahead = start + terms.timestamp_skew;
    EXPECT_EQ(send({{1}, ahead, body}, start), Admission::first);
    EXPECT_EQ(send({{1}, ahead, other}, start + 2 * terms.timestamp_skew), Admission::refused);
}

TEST_F(ReplayWindowTest, AFullWindowRefusesRatherThanForgets) {
    for (std::uint8_t id = 1; id <= 3; ++id)
        EXPECT_EQ(send(id, "a", start), Admission::first);
    EXPECT_EQ(send(4, "a", start), Admission::full);
    EXPECT_EQ(send(1, "a", start), Admission::repeat);
    EXPECT_EQ(window.size(), 3u);
    EXPECT_EQ(send(4, "a", start + 61 * second), Admission::first);
    EXPECT_EQ(window.size(), 1u);
}

TEST_F(ReplayWindowTest, WhatAnEarlierProcessMayHaveSeenIsRefused) {
    const auto body = content("POST", "/bets/pay-in", "a");
    const base::Instant before = start - base::Duration(1);
    EXPECT_EQ(send({{1}, before, body}, start + second), Admission::refused);
    EXPECT_EQ(send({{2}, start, body}, start + second), Admission::first);
    // After one window, a provider with so wide a skew is heard again.
    terms.timestamp_skew = base::Duration(0);
    EXPECT_EQ(send({{1}, before, body}, start + 60 * second), Admission::refused);
    EXPECT_EQ(send({{1}, before, body}, start + 60 * second + base::Duration(1)), Admission::first);
}

TEST_F(ReplayWindowTest, AClockSetBackIsAStart) {
    const base::Instant earlier = start - 3600 * second;
    EXPECT_EQ(send(1, "a", earlier), Admission::first);
    const auto body = content("POST", "/bets/pay-in", "b");
    EXPECT_EQ(send({{2}, earlier - second, body}, earlier), Admission::refused);
}

}  // namespace
}  // namespace croupier::provider_api
