// SPDX-License-Identifier: Apache-2.0
// X-Sign in and out: fixed vectors (made with another HMAC implementation), every header missing,
// doubled or wrong, the edges of the skew.
#include "provider_api/auth.h"

#include <functional>

#include <gtest/gtest.h>

#include "base/text.h"
#include "provider_api/signature.h"
#include "unit/provider_api/world.h"

namespace croupier::provider_api {
namespace {

using test::FakeLoop;

constexpr std::string_view counterparty = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
constexpr std::string_view timestamp = "1767225600000";
constexpr std::string_view request_id = "00112233445566778899aabbccddeeff";
const std::string body = R"({"betAmount":10.5,"betId":"b-1","gameRoundId":"r-1"})";

std::string sign(std::string_view text, const SignedValues& values) {
    return signature_of(crypto::Secret(std::string(test::provider_secret)), text, values);
}

net::Request vector_request() {
    net::Request request;
    request.method = "POST";
    request.path = "/v1/sessions/x/bets/pay-in";
    request.body = body;
    request.headers = {
        {"X-Counterparty-Id", std::string(counterparty)},
        {"X-Timestamp", std::string(timestamp)},
        {"X-Request-Id", std::string(request_id)},
        {"X-Sign", "6f94c352bd50864b4a6a074c59f025fb772ba2644e0a283268dfd061b6f04ec1"}};
    return request;
}

net::Header& header(net::Request& request, std::string_view name) {
    for (net::Header& one : request.headers) {
        if (one.name == name) return one;
    }
    throw std::logic_error("no such header");
}

domain::Outcome<AuthenticProvider> check(
    const net::Request& request, base::Instant now = FakeLoop::start) {
    return authenticate(request, test::share(test::directory()), now);
}

bool is_denied(const net::Request& request, base::Instant now = FakeLoop::start) {
    const auto provider = check(request, now);
    return !provider.ok() && provider.error().code == domain::ErrorCode::unauthorized;
}

TEST(ProviderSignature, FitsTheVectors) {
    const SignedValues values{counterparty, timestamp, request_id};
    EXPECT_EQ(
        sign(body, values), "6f94c352bd50864b4a6a074c59f025fb772ba2644e0a283268dfd061b6f04ec1");
    EXPECT_EQ(sign("", values), "dcc797e32b524ce040643d22f607673198e8a15947b508abaa6256c35057484b");
}

TEST(ProviderSignature, CallsOfOursPassOurOwnCheck) {
    for (const std::string& text : {std::string(), body}) {
        const auto request = test::signed_request({"POST", "/v1/x", text, FakeLoop::start});
        const auto provider = check(request);
        ASSERT_TRUE(provider.ok());
        EXPECT_EQ(provider.value().id(), test::provider_id());
    }
}

TEST(ProviderSignature, EveryCallHasARequestIdOfItsOwn) {
    const auto first = test::signed_request({});
    const auto second = test::signed_request({});
    EXPECT_NE(first.header("X-Request-Id"), second.header("X-Request-Id"));
    EXPECT_EQ(first.header("X-Request-Id")->size(), 32u);
}

TEST(ProviderAuth, TakesTheVector) {
    const auto provider = check(vector_request());
    ASSERT_TRUE(provider.ok()) << provider.error().detail;
    EXPECT_EQ(provider.value().terms().name, "Fair Games");
    EXPECT_EQ(base::to_hex(provider.value().request_id()), request_id);
    EXPECT_NE(provider.value().proof().find("6f94c352"), std::string::npos);
}

TEST(ProviderAuth, SignsTheHeaderValuesAsTheyWereSent) {
    net::Request request = vector_request();
    for (const char* name : {"X-Counterparty-Id", "X-Request-Id"}) {
        for (char& c : header(request, name).value) {
            if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
        }
    }
    EXPECT_TRUE(is_denied(request));
    header(request, "X-Sign").value =
        "d7050f116dff810e35dd96720f8276648904aa29a3adfcee0e62177145eb010e";
    EXPECT_TRUE(check(request).ok());
}

TEST(ProviderAuth, TakesADisabledProvider) {
    auto directory = test::directory();
    directory.providers.at(test::provider_id()).terms.enabled = false;
    const auto provider = authenticate(vector_request(), test::share(directory), FakeLoop::start);
    EXPECT_TRUE(provider.ok());
}

TEST(ProviderAuth, DeniesWhatIsMissingDoubledOrWrong) {
    using Change = std::function<void(net::Request&)>;
    std::vector<Change> changes;
    for (const char* name : {"X-Counterparty-Id", "X-Timestamp", "X-Request-Id", "X-Sign"}) {
        changes.push_back([name](net::Request& r) { header(r, name).name = "X-Other"; });
        changes.push_back([name](net::Request& r) { r.headers.push_back(header(r, name)); });
        changes.push_back([name](net::Request& r) { header(r, name).value = ""; });
        changes.push_back([name](net::Request& r) { header(r, name).value += " "; });
    }
    changes.push_back([](net::Request& r) { r.body += " "; });
    changes.push_back([](net::Request& r) { r.body.clear(); });
    changes.push_back([](net::Request& r) { header(r, "X-Sign").value[0] = '7'; });
    changes.push_back([](net::Request& r) { header(r, "X-Sign").value[0] = 'F'; });
    changes.push_back([](net::Request& r) { header(r, "X-Sign").value.pop_back(); });
    for (std::size_t i = 0; i < changes.size(); ++i) {
        net::Request request = vector_request();
        changes[i](request);
        EXPECT_TRUE(is_denied(request)) << "change " << i;
    }
}

// Well signed, but of a form that the contract does not know.
TEST(ProviderAuth, DeniesWellSignedNonsense) {
    const SignedValues nonsense[] = {
        {"3f2504e0-4f89-41d3-9a0c-0305e82c3302", timestamp, request_id},  // nobody
        {"fair-games", timestamp, request_id},
        {counterparty, "-1767225600000", request_id},
        {counterparty, "1767225600", request_id},  // seconds
        {counterparty, "1767225600000.0", request_id},
        {counterparty, "99999999999999999999", request_id},
        {counterparty, timestamp, "00112233445566778899aabbccddeef"},
        {counterparty, timestamp, "00112233445566778899aabbccddeeff00"},
        {counterparty, timestamp, "0011223344556677-899aabbccddeeff"}};
    for (const SignedValues& values : nonsense) {
        net::Request request = vector_request();
        header(request, "X-Counterparty-Id").value = values.counterparty;
        header(request, "X-Timestamp").value = values.timestamp;
        header(request, "X-Request-Id").value = values.request_id;
        header(request, "X-Sign").value = sign(body, values);
        EXPECT_TRUE(is_denied(request)) << values.counterparty << " " << values.timestamp;
    }
}

TEST(ProviderAuth, TheSkewIsTheProvidersAndItsEdgesAreIn) {
    const auto at = [](std::int64_t ms) { return FakeLoop::start + base::Duration(ms); };
    EXPECT_TRUE(check(vector_request(), at(30'000)).ok());
    EXPECT_TRUE(check(vector_request(), at(-30'000)).ok());
    EXPECT_TRUE(is_denied(vector_request(), at(30'001)));
    EXPECT_TRUE(is_denied(vector_request(), at(-30'001)));

    auto directory = test::directory();
    directory.providers.at(test::provider_id()).terms.timestamp_skew = base::Duration(1000);
    EXPECT_FALSE(authenticate(vector_request(), test::share(directory), at(1001)).ok());
}

}  // namespace
}  // namespace croupier::provider_api
