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
    // A bet call of the given id and body.
    Admission send(
        std::uint8_t id, const std::string& body, base::Instant now,
        RepeatRule rule = RepeatRule::same_again) {
        return send(id, content("POST", "/bets/pay-in", body), now, rule);
    }
    Admission send(
        std::uint8_t id, const crypto::Sha256& content, base::Instant now,
        RepeatRule rule = RepeatRule::same_again) {
        return window.admit({terms.id, {id}, content, remembered_until(terms, now)}, rule, now);
    }
    static crypto::Sha256 content(std::string method, std::string path, std::string body) {
        net::Request request;
        request.method = std::move(method);
        request.path = std::move(path);
        request.body = std::move(body);
        return content_of(request);
    }

    domain::ProviderTerms terms = test::provider_terms();
    ReplayWindow window{3};
};

TEST_F(ReplayWindowTest, TheSameBetCallIsARepeatAndAnythingElseIsRefused) {
    const auto pay_in = content("POST", "/bets/pay-in", "{1}");
    EXPECT_EQ(send(1, pay_in, start), Admission::first);
    EXPECT_EQ(send(1, pay_in, start + second), Admission::repeat);
    EXPECT_EQ(send(1, pay_in, start + second), Admission::repeat);
    for (const auto& other :
         {content("POST", "/bets/refund", "{1}"), content("POST", "/bets/pay-in", "{2}"),
          content("PUT", "/bets/pay-in", "{1}"), content("POST", "/bets/pay-in", "")}) {
        EXPECT_EQ(send(1, other, start + second), Admission::refused);
    }
    EXPECT_EQ(send(1, pay_in, start + second, RepeatRule::never), Admission::refused);
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
    EXPECT_EQ(send(1, "a", start), Admission::first);
    EXPECT_EQ(send(1, "b", start + 2 * terms.timestamp_skew), Admission::refused);
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

TEST_F(ReplayWindowTest, WhatAnEarlierProcessLetInIsKnown) {
    const auto pay_in = content("POST", "/bets/pay-in", "a");
    window.remember({terms.id, {1}, pay_in, start + 10 * second});
    window.remember({terms.id, {2}, pay_in, start + 20 * second});
    EXPECT_EQ(send(1, "a", start), Admission::repeat);
    EXPECT_EQ(send(2, "b", start), Admission::refused);
    EXPECT_EQ(send(1, "b", start + 10 * second), Admission::first);
    EXPECT_EQ(send(2, "b", start + 10 * second), Admission::refused);
}

}  // namespace
}  // namespace croupier::provider_api
