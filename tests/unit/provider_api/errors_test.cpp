// SPDX-License-Identifier: Apache-2.0
// Walks every error code: what a provider hears is the contract's table, code by code.
#include "provider_api/errors.h"

#include <map>

#include <gtest/gtest.h>

#include "provider_api/routes.h"

namespace croupier::provider_api {
namespace {

using domain::ErrorCode;

struct Heard {
    int code;
    int status;
};

const std::map<ErrorCode, Heard> expected = {
    {ErrorCode::invalid_request, {6, 200}},      {ErrorCode::unauthorized, {8, 401}},
    {ErrorCode::session_not_found, {2, 200}},    {ErrorCode::player_not_found, {3, 200}},
    {ErrorCode::player_blocked, {3, 200}},       {ErrorCode::insufficient_funds, {4, 200}},
    {ErrorCode::bet_not_found, {5, 200}},        {ErrorCode::content_mismatch, {6, 200}},
    {ErrorCode::not_possible, {6, 200}},         {ErrorCode::limit_reached, {7, 200}},
    {ErrorCode::game_unavailable, {7, 200}},     {ErrorCode::currency_mismatch, {6, 200}},
    {ErrorCode::transaction_refused, {7, 200}},  {ErrorCode::token_refused, {99, 200}},
    {ErrorCode::already_accepted, {104, 200}},   {ErrorCode::transaction_unknown, {6, 200}},
    {ErrorCode::overloaded, {99, 503}},          {ErrorCode::outcome_unknown, {99, 200}},
    {ErrorCode::counterparty_failed, {99, 200}}, {ErrorCode::internal, {99, 200}},
};

std::vector<ErrorCode> all_codes() {
    std::vector<ErrorCode> codes;
    for (int value = 0; value <= static_cast<int>(ErrorCode::internal); ++value) {
        codes.push_back(static_cast<ErrorCode>(value));
    }
    return codes;
}

TEST(ProviderErrors, EveryCodeIsHeardAsTheContractSays) {
    for (const ErrorCode code : all_codes()) {
        SCOPED_TRACE(domain::to_text(code));
        const auto heard = expected.find(code);
        ASSERT_NE(heard, expected.end());
        const Verdict verdict = verdict_of(code);
        EXPECT_EQ(static_cast<int>(verdict.code), heard->second.code);
        EXPECT_EQ(verdict.status, heard->second.status);
    }
}

// 2 to 7 say that no money moved and none will: an error that leaves that open may not become one.
TEST(ProviderErrors, WhatIsOpenIsNeverSaidToBeFinal) {
    for (const ErrorCode code : all_codes()) {
        SCOPED_TRACE(domain::to_text(code));
        const int heard = static_cast<int>(verdict_of(code).code);
        switch (domain::consequence_of(code)) {
        case domain::Consequence::busy:
        case domain::Consequence::unknown:
        case domain::Consequence::bug:
            EXPECT_EQ(heard, 99);
            break;
        case domain::Consequence::malformed:
        case domain::Consequence::denied:
        case domain::Consequence::refused:
            EXPECT_NE(heard, 1);
            break;
        }
    }
}

TEST(ProviderErrors, WhatNoRouteAnswersIsInTheFormOfTheWire) {
    const net::RefusalForm form = refusal_form();
    EXPECT_EQ(form.prefix, "/v1/sessions");
    for (const int status : {400, 404, 405, 408, 413, 417, 431}) {
        const net::Response refusal = form.write(status);
        EXPECT_EQ(refusal.status, status);
        EXPECT_EQ(refusal.body, R"({"_responseCode":6})");
        EXPECT_EQ(refusal.header("Content-Type"), "application/json");
    }
    EXPECT_EQ(form.write(500).body, R"({"_responseCode":99})");
    EXPECT_EQ(form.write(503).body, R"({"_responseCode":99})");
    EXPECT_EQ(form.write(503).header("Retry-After"), "1");
}

}  // namespace
}  // namespace croupier::provider_api
