// SPDX-License-Identifier: Apache-2.0
// X-Sign: fixed vectors (computed with another implementation of HMAC), and each reason for which a
// call is refused.
#include "sandbox/provider/signature.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace croupier::sandbox::provider {
namespace {

constexpr base::Instant now{1'700'000'000'000};
const std::string guid = "0b8a6c1e-4f6d-4b8e-9a51-3f0d2c7e9b10";
const std::string body = R"({"betAmount":1.5,"betId":"b-1","gameRoundId":"r-1"})";

Signer make_signer() { return {guid, crypto::Secret("sandbox secret")}; }

SignatureHeaders fixed_headers() {
    return {guid, "1700000000000", "00112233445566778899aabbccddeeff", ""};
}

net::Request signed_request(SignatureHeaders headers, const std::string& text) {
    headers.sign = make_signer().sign_of(text, headers);
    net::Request request;
    request.method = "POST";
    request.body = text;
    request.headers = to_headers(headers);
    return request;
}

SignatureFault fault_of(const net::Request& request) {
    SignatureChecker checker(make_signer());
    return checker.check(request, now).error();
}

TEST(ProviderSignature, SignsBodyAndThreeHeadersJoinedWithDots) {
    EXPECT_EQ(
        make_signer().sign_of(body, fixed_headers()),
        "609985f16cdb107c1aa917cdd51ce571b414f58113791f43b55428ff83433433");
}

TEST(ProviderSignature, SignsTheThreeHeadersAloneWithoutBody) {
    EXPECT_EQ(
        make_signer().sign_of("", fixed_headers()),
        "828074d1bcfb9b867b5050a3a7ae39f9f99f8cdc39cd14ad1573415169f3cf43");
}

TEST(ProviderSignature, WhatItSignsItAccepts) {
    base::SeededRandom random(1);
    const SignatureHeaders headers = make_signer().sign(body, now, random);
    EXPECT_EQ(headers.request_id.size(), 32U);
    EXPECT_EQ(headers.timestamp, "1700000000000");
    net::Request request;
    request.body = body;
    request.headers = to_headers(headers);
    SignatureChecker checker(make_signer());
    EXPECT_TRUE(checker.check(request, now).ok());
}

TEST(ProviderSignature, EveryAttemptHasARequestIdOfItsOwn) {
    base::SeededRandom random(1);
    const Signer signer = make_signer();
    EXPECT_NE(signer.sign(body, now, random).request_id, signer.sign(body, now, random).request_id);
}

TEST(ProviderSignature, RefusesAMissingHeader) {
    for (std::size_t missing = 0; missing < 4; ++missing) {
        net::Request request = signed_request(fixed_headers(), body);
        request.headers.erase(request.headers.begin() + static_cast<std::ptrdiff_t>(missing));
        EXPECT_EQ(fault_of(request), SignatureFault::missing_header) << missing;
    }
}

TEST(ProviderSignature, RefusesAnotherCounterparty) {
    SignatureHeaders headers = fixed_headers();
    headers.counterparty_id.back() = 'f';
    EXPECT_EQ(fault_of(signed_request(headers, body)), SignatureFault::other_counterparty);
}

TEST(ProviderSignature, RefusesOddTimestampsAndRequestIds) {
    SignatureHeaders headers = fixed_headers();
    headers.timestamp = "17e11";
    EXPECT_EQ(fault_of(signed_request(headers, body)), SignatureFault::bad_timestamp);
    headers = fixed_headers();
    headers.request_id = "0011";
    EXPECT_EQ(fault_of(signed_request(headers, body)), SignatureFault::bad_request_id);
    headers.request_id = std::string(32, 'g');
    EXPECT_EQ(fault_of(signed_request(headers, body)), SignatureFault::bad_request_id);
}

TEST(ProviderSignature, TheWindowIsThirtySecondsBothWays) {
    const std::pair<std::int64_t, bool> cases[] = {
        {-30'000, true}, {-30'001, false}, {30'000, true}, {30'001, false}};
    for (const auto& [offset, accepted] : cases) {
        SignatureHeaders headers = fixed_headers();
        headers.timestamp = std::to_string(now.unix_ms + offset);
        SignatureChecker checker(make_signer());
        EXPECT_EQ(checker.check(signed_request(headers, body), now).ok(), accepted) << offset;
    }
    SignatureHeaders headers = fixed_headers();
    headers.timestamp = std::to_string(std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(fault_of(signed_request(headers, body)), SignatureFault::outside_window);
}

TEST(ProviderSignature, RefusesAChangedBodyOrSign) {
    net::Request request = signed_request(fixed_headers(), body);
    request.body += ' ';
    EXPECT_EQ(fault_of(request), SignatureFault::wrong_sign);
    request = signed_request(fixed_headers(), body);
    char& digit = request.headers.back().value.front();
    digit = digit == '0' ? '1' : '0';
    EXPECT_EQ(fault_of(request), SignatureFault::wrong_sign);
}

TEST(ProviderSignature, ARequestIdCountsOnceAWindow) {
    SignatureChecker checker(make_signer());
    const auto at = [](base::Instant when) {
        SignatureHeaders headers = fixed_headers();
        headers.timestamp = std::to_string(when.unix_ms);
        return signed_request(headers, body);
    };
    EXPECT_TRUE(checker.check(at(now), now).ok());
    EXPECT_EQ(checker.check(at(now), now).error(), SignatureFault::replayed);
    const base::Instant later = now + base::Duration(60'000);
    EXPECT_EQ(checker.check(at(later), later).error(), SignatureFault::replayed);
    const base::Instant over = later + base::Duration(1);
    EXPECT_TRUE(checker.check(at(over), over).ok());
}

TEST(ProviderSignature, AForgedCallDoesNotBurnARequestId) {
    SignatureChecker checker(make_signer());
    net::Request forged = signed_request(fixed_headers(), body);
    forged.body = "{}";
    EXPECT_EQ(checker.check(forged, now).error(), SignatureFault::wrong_sign);
    EXPECT_TRUE(checker.check(signed_request(fixed_headers(), body), now).ok());
}

TEST(ProviderSignature, RemembersABoundedNumberOfIds) {
    SignatureChecker checker(make_signer(), {.remembered_max = 1});
    EXPECT_TRUE(checker.check(signed_request(fixed_headers(), body), now).ok());
    SignatureHeaders other = fixed_headers();
    other.request_id = std::string(32, 'a');
    EXPECT_EQ(checker.check(signed_request(other, body), now).error(), SignatureFault::too_many);
}

}  // namespace
}  // namespace croupier::sandbox::provider
