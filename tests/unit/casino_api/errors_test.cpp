// SPDX-License-Identifier: Apache-2.0
#include "casino_api/errors.h"

#include <gtest/gtest.h>

#include "casino_api/envelope.h"

#include <limits>
#include <map>

#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using domain::ErrorCode;
using domain::Verdict;

TEST(CasinoErrors, EveryDocumentedNumberHasItsMeaning) {
    const auto terms = test::casino_terms();
    const std::map<std::int64_t, Meaning> table{
        {200, {Verdict::done, ErrorCode::outcome_unknown}},
        {102145, {Verdict::refused, ErrorCode::player_not_found}},
        {102823, {Verdict::refused, ErrorCode::transaction_refused}},
        {103752, {Verdict::refused, ErrorCode::invalid_request}},
        {103779, {Verdict::unknown, ErrorCode::outcome_unknown}},
        {103799, {Verdict::unknown, ErrorCode::outcome_unknown}},
        {103801, {Verdict::refused, ErrorCode::invalid_request}},
        {103811, {Verdict::unknown, ErrorCode::outcome_unknown}},
        {900101, {Verdict::refused, ErrorCode::insufficient_funds}},
        {900102, {Verdict::refused, ErrorCode::player_blocked}},
        {900103, {Verdict::refused, ErrorCode::limit_reached}},
        {900104, {Verdict::refused, ErrorCode::transaction_unknown}},
        {900105, {Verdict::closed, ErrorCode::not_possible}},
        {900106, {Verdict::refused, ErrorCode::not_possible}},
        {900107, {Verdict::refused, ErrorCode::content_mismatch}},
        {900108, {Verdict::unknown, ErrorCode::outcome_unknown}},
        {900109, {Verdict::refused, ErrorCode::currency_mismatch}},
        {900110, {Verdict::refused, ErrorCode::invalid_request}},
    };
    for (const auto& [number, meaning] : table) {
        EXPECT_EQ(meaning_of(number, terms), meaning) << number;
    }
}

TEST(CasinoErrors, OtherNumbersAreInDoubt) {
    const auto terms = test::casino_terms();
    const Meaning in_doubt{};
    for (const std::int64_t number :
         {std::int64_t{0}, std::int64_t{-200}, std::int64_t{201}, std::int64_t{900111},
          // 200 when cut to 32 bits
          std::int64_t{200} + (std::int64_t{1} << 32), std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_EQ(meaning_of(number, terms), in_doubt) << number;
    }
}

TEST(CasinoErrors, OwnNumbersOfACasinoCountOnlyAsRefusalsAndNeverOverrideTheTable) {
    auto terms = test::casino_terms();
    terms.extra_codes = {
        {5, ErrorCode::insufficient_funds},
        {6, ErrorCode::outcome_unknown},
        {7, ErrorCode::overloaded},
        {103799, ErrorCode::insufficient_funds}};
    EXPECT_EQ(meaning_of(5, terms), (Meaning{Verdict::refused, ErrorCode::insufficient_funds}));
    EXPECT_EQ(meaning_of(6, terms).verdict, Verdict::unknown);
    EXPECT_EQ(meaning_of(7, terms).verdict, Verdict::unknown);
    EXPECT_EQ(meaning_of(103799, terms).verdict, Verdict::unknown);
}

TEST(CasinoErrors, UserCallsKnowTheRefreshTokensNumber) {
    const auto terms = test::casino_terms();
    EXPECT_EQ(user_error_of(900108, terms), ErrorCode::token_refused);
    EXPECT_EQ(user_error_of(102145, terms), ErrorCode::player_not_found);
    EXPECT_EQ(user_error_of(900102, terms), ErrorCode::player_blocked);
    EXPECT_EQ(user_error_of(103799, terms), ErrorCode::counterparty_failed);
    EXPECT_EQ(user_error_of(103811, terms), ErrorCode::counterparty_failed);
    EXPECT_EQ(user_error_of(1, terms), ErrorCode::counterparty_failed);
}

TEST(CasinoErrors, EveryErrorCodeHasANumberAndOnlyTwoHaveAnotherStatus) {
    const std::map<ErrorCode, int> table{
        {ErrorCode::invalid_request, 103752},     {ErrorCode::unauthorized, 103811},
        {ErrorCode::session_not_found, 900104},   {ErrorCode::player_not_found, 102145},
        {ErrorCode::player_blocked, 900102},      {ErrorCode::insufficient_funds, 900101},
        {ErrorCode::bet_not_found, 900104},       {ErrorCode::content_mismatch, 900107},
        {ErrorCode::not_possible, 900106},        {ErrorCode::limit_reached, 900103},
        {ErrorCode::game_unavailable, 900106},    {ErrorCode::currency_mismatch, 900109},
        {ErrorCode::transaction_refused, 102823}, {ErrorCode::token_refused, 900108},
        {ErrorCode::already_accepted, 200},       {ErrorCode::transaction_unknown, 900104},
        {ErrorCode::overloaded, 103799},          {ErrorCode::outcome_unknown, 103799},
        {ErrorCode::counterparty_failed, 103799}, {ErrorCode::internal, 103799},
    };
    for (int index = 0; index <= static_cast<int>(ErrorCode::internal); ++index) {
        const auto code = static_cast<ErrorCode>(index);
        const WireError wire = to_wire(code);
        ASSERT_TRUE(table.contains(code)) << to_text(code);
        EXPECT_EQ(static_cast<int>(wire.code), table.at(code)) << to_text(code);
        const int status = code == ErrorCode::unauthorized ? 401
                           : code == ErrorCode::overloaded ? 503
                                                           : 200;
        EXPECT_EQ(wire.http_status, status) << to_text(code);
        EXPECT_FALSE(wire.message.empty());
    }
}

TEST(CasinoErrors, WhatNoRouteAnswersIsInTheEnvelope) {
    const net::RefusalForm form = refusal_form();
    EXPECT_EQ(form.prefix, "/mis-api");
    for (const int status : {400, 404, 405, 408, 413, 417, 431}) {
        const net::Response refusal = form.write(status);
        EXPECT_EQ(refusal.status, status);
        EXPECT_EQ(refusal.body, R"({"ErrorCode":103752,"Message":"Invalid request parameters"})");
        EXPECT_EQ(refusal.header("Content-Type"), "application/json");
    }
    EXPECT_EQ(form.write(500).body, R"({"ErrorCode":103799,"Message":"General API error"})");
    EXPECT_EQ(form.write(503).body, R"({"ErrorCode":103799,"Message":"Try again later"})");
    EXPECT_EQ(form.write(503).header("Retry-After"), "1");
}

}  // namespace
}  // namespace croupier::casino_api
