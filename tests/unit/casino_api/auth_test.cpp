// SPDX-License-Identifier: Apache-2.0
#include "casino_api/auth.h"

#include <gtest/gtest.h>

#include "unit/casino_api/world.h"

namespace croupier::casino_api {
namespace {

using domain::ErrorCode;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using usecases::KeyState;

static_assert(!std::is_default_constructible_v<VerifiedCasino>);
static_assert(!std::is_constructible_v<VerifiedCasino, domain::CasinoId>);

struct AuthTest : testing::Test {
    domain::Outcome<AccessToken> log_in(
        std::string_view secret, domain::CasinoId casino = test::casino_7,
        const std::string& peer = "10.0.0.1") {
        std::optional<domain::Outcome<AccessToken>> got;
        auth.log_in(
            {casino, crypto::Secret(std::string(secret)), peer},
            [&](domain::Outcome<AccessToken> token) { got = std::move(token); });
        EXPECT_FALSE(got.has_value()) << "never inside the call";
        loop.run();
        return *got;
    }
    static net::Request bearing(const std::string& token) {
        net::Request request;
        request.headers = {{"authorization", "Bearer " + token}};
        return request;
    }
    std::string sign(const std::function<void(base::Json&)>& change) const {
        base::Json claims = base::Json::object();
        claims.set("iss", base::Json::string("https://hub.test"));
        claims.set("client_id", base::Json::string("PartnerClient-7"));
        claims.set("secret_mark", base::Json::string(secret_mark()));
        claims.set("exp", base::Json::integer(loop.now().unix_ms / 1000 + 60));
        change(claims);
        return crypto::sign_jwt(test::rsa_key(), claims);
    }
    std::string secret_mark() const {
        const auto* casino = source.current()->casino(test::casino_7);
        return crypto::sha256_hex(casino->secret_sha256).substr(0, 16);
    }
    void replace(const std::function<void(usecases::Directory&)>& how) {
        auto next = *source.current();
        how(next);
        source.replace(test::share(next));
    }

    test::FakeLoop loop;
    base::LoopExecutor crypto{loop};
    usecases::DirectorySource source{test::share(test::directory())};
    CasinoAuth auth{
        {loop, source, crypto, "https://hub.test", 2, {.failures_max = 3, .clients_max = 100}}};
};

TEST_F(AuthTest, TheTokenOfALogInOpensTheDoorForAnHour) {
    const auto token = log_in("open sesame");
    ASSERT_TRUE(token.ok());
    EXPECT_EQ(token.value().scope, "partner");
    EXPECT_EQ(token.value().lifetime, hours(1));
    for (int repeat = 0; repeat < 2; ++repeat) {  // verified, then remembered
        const auto casino = auth.check(bearing(token.value().token));
        ASSERT_TRUE(casino.ok());
        EXPECT_EQ(casino.value().id(), test::casino_7);
    }
    EXPECT_EQ(auth.tokens_kept(), 1U);
    loop.advance(hours(1) - milliseconds(1));
    EXPECT_TRUE(auth.check(bearing(token.value().token)).ok());
    loop.advance(milliseconds(1));
    EXPECT_EQ(auth.check(bearing(token.value().token)).error().code, ErrorCode::unauthorized);
}

TEST_F(AuthTest, AnExpiredTokenIsRefusedWithoutTheMemoryToo) {
    const auto token = log_in("open sesame").value().token;
    loop.advance(hours(1));
    EXPECT_FALSE(auth.check(bearing(token)).ok());
    EXPECT_EQ(auth.tokens_kept(), 0U);
}

TEST_F(AuthTest, ADisabledCasinoMayLogInForWhatIsOwed) {
    replace([](auto& next) { next.casinos.at(test::casino_7).terms.enabled = false; });
    EXPECT_TRUE(log_in("open sesame").ok());
}

TEST_F(AuthTest, WrongSecretAndUnknownClientLookTheSame) {
    EXPECT_EQ(log_in("open sesam").error().code, ErrorCode::invalid_request);
    EXPECT_EQ(log_in("").error().code, ErrorCode::invalid_request);
    EXPECT_EQ(log_in("open sesame", domain::CasinoId(8)).error().code, ErrorCode::invalid_request);
}

// Behind one address there may be many: whoever guesses must not shut out who knows.
TEST_F(AuthTest, FailuresInAMinuteShutOutGuessesOfTheirPeerOnly) {
    const auto guess = [&](const char* peer = "10.0.0.1") {
        return log_in("guess", test::casino_7, peer).error().code;
    };
    for (int failure = 0; failure < 3; ++failure)
        EXPECT_EQ(guess(), ErrorCode::invalid_request);
    EXPECT_EQ(guess(), ErrorCode::overloaded);
    EXPECT_EQ(guess("10.0.0.2"), ErrorCode::invalid_request);
    loop.advance(minutes(1));
    EXPECT_EQ(guess(), ErrorCode::invalid_request);
    EXPECT_TRUE(log_in("open sesame").ok());
    for (int failure = 0; failure < 3; ++failure)
        EXPECT_EQ(guess(), ErrorCode::invalid_request);
    EXPECT_EQ(guess(), ErrorCode::overloaded);
    EXPECT_TRUE(log_in("open sesame").ok());
}

TEST_F(AuthTest, ATokenEndsWithTheSecretThatItWasGivenFor) {
    const auto old = log_in("open sesame").value().token;
    EXPECT_TRUE(auth.check(bearing(old)).ok());
    replace([](auto& next) {
        next.casinos.at(test::casino_7).secret_sha256 = crypto::sha256_hex("another secret");
    });
    EXPECT_EQ(auth.check(bearing(old)).error().code, ErrorCode::unauthorized);
    EXPECT_TRUE(auth.check(bearing(log_in("another secret").value().token)).ok());
}

TEST(LoginLimit, ForgetsTheOldestWhenFull) {
    LoginLimit limit({.failures_max = 1, .clients_max = 2});
    const base::Instant now = test::FakeLoop::start;
    for (const char* client : {"a", "b", "a", "c"})
        limit.note_failure(client, now);
    EXPECT_EQ(limit.size(), 2U);
    EXPECT_FALSE(limit.may_try("a", now));
    EXPECT_TRUE(limit.may_try("b", now));
    EXPECT_FALSE(limit.may_try("c", now));
    limit.note_success("a");
    EXPECT_TRUE(limit.may_try("a", now));
}

TEST_F(AuthTest, WhatIsNoBearerOfOursIsUnauthorized) {
    const auto refused = [&](const net::Request& request) {
        const auto casino = auth.check(request);
        return !casino.ok() && casino.error().code == ErrorCode::unauthorized;
    };
    net::Request request;
    EXPECT_TRUE(refused(request));
    request.headers = {{"Authorization", "Basic abc"}};
    EXPECT_TRUE(refused(request));
    for (const std::string token : {"", "x", "a.b.c"})
        EXPECT_TRUE(refused(bearing(token)));
    EXPECT_TRUE(refused(bearing(std::string(10'000, 'a'))));
    const auto scope = [](base::Json& claims) {
        claims.set("scope", base::Json::string("partner"));
    };
    EXPECT_FALSE(refused(bearing(sign(scope))));
    // A call to the casino is signed with the same key, but is no access token.
    EXPECT_TRUE(refused(bearing(sign([](auto&) {}))));
    EXPECT_TRUE(refused(bearing(
        sign([](base::Json& claims) { claims.set("scope", base::Json::string("feed")); }))));
    EXPECT_TRUE(refused(bearing(sign([&](base::Json& claims) {
        claims = base::Json::object();
        scope(claims);
        claims.set("iss", base::Json::string("https://hub.test"));
        claims.set("client_id", base::Json::string("PartnerClient-7"));
    }))));  // no exp
    EXPECT_TRUE(refused(bearing(sign([&](base::Json& claims) {
        claims = base::Json::object();
        scope(claims);
        claims.set("iss", base::Json::string("https://other.test"));
        claims.set("client_id", base::Json::string("PartnerClient-7"));
        claims.set("exp", base::Json::integer(loop.now().unix_ms / 1000 + 60));
    }))));
    EXPECT_TRUE(refused(bearing(sign([&](base::Json& claims) {
        claims = base::Json::object();
        scope(claims);
        claims.set("iss", base::Json::string("https://hub.test"));
        claims.set("client_id", base::Json::string("PartnerClient-8"));
        claims.set("exp", base::Json::integer(loop.now().unix_ms / 1000 + 60));
    }))));  // unknown casino
    EXPECT_TRUE(refused(bearing(sign([&](base::Json& claims) {
        scope(claims);
        claims.set("secret_mark", base::Json::string("of another"));
    }))));
    // Signed by a key that is not the hub's.
    base::Json claims = base::Json::object();
    scope(claims);
    claims.set("secret_mark", base::Json::string(secret_mark()));
    claims.set("iss", base::Json::string("https://hub.test"));
    claims.set("client_id", base::Json::string("PartnerClient-7"));
    claims.set("exp", base::Json::integer(loop.now().unix_ms / 1000 + 60));
    EXPECT_TRUE(refused(bearing(crypto::sign_jwt(test::other_rsa_key(), claims))));
    EXPECT_FALSE(refused(bearing(crypto::sign_jwt(test::rsa_key(), claims))));
}

TEST_F(AuthTest, TheMemoryOfTokensIsBoundedAndEndsWithTheDirectory) {
    const auto first = log_in("open sesame").value().token;
    for (int count = 0; count < 3; ++count) {
        loop.advance(seconds(1));
        EXPECT_TRUE(auth.check(bearing(log_in("open sesame").value().token)).ok());
    }
    EXPECT_EQ(auth.tokens_kept(), 2U);
    EXPECT_TRUE(auth.check(bearing(first)).ok());
    replace([](auto& next) { next.casinos.clear(); });
    EXPECT_FALSE(auth.check(bearing(first)).ok());
}

TEST_F(AuthTest, TheKeySetShowsNextActiveAndLatelyRetiredKeys) {
    const auto size = [&] { return auth.key_set().find("keys")->elements().size(); };
    EXPECT_EQ(size(), 1U);
    replace([&](auto& next) {
        next.keys.push_back(test::key_entry(
            crypto::SigningKey::generate(crypto::SigningAlgorithm::es256), KeyState::next,
            loop.now()));
        next.keys.push_back(test::key_entry(
            crypto::SigningKey::generate(crypto::SigningAlgorithm::eddsa), KeyState::retired,
            loop.now() - hours(29 * 24)));
        next.keys.push_back(test::key_entry(
            crypto::SigningKey::generate(crypto::SigningAlgorithm::eddsa), KeyState::retired,
            loop.now() - hours(30 * 24)));
    });
    EXPECT_EQ(size(), 3U);
    loop.advance(hours(24));  // keys age without a change of the directory
    EXPECT_EQ(size(), 2U);
    EXPECT_EQ(base::to_text(auth.key_set()).find("\"d\""), std::string::npos);
}

TEST_F(AuthTest, InspectTellsOfOwnTokensOnly) {
    const auto casino = auth.check(bearing(log_in("open sesame").value().token)).value();
    const auto good = auth.inspect(casino, sign([](auto&) {}));
    EXPECT_TRUE(good.valid);
    EXPECT_EQ(test::text_of(good.claims, "client_id"), "PartnerClient-7");
    const auto expired =
        auth.inspect(casino, sign([&](base::Json& claims) {
                         claims = base::Json::object();
                         claims.set("client_id", base::Json::string("PartnerClient-7"));
                         claims.set("exp", base::Json::integer(loop.now().unix_ms / 1000 - 5));
                     }));
    EXPECT_FALSE(expired.valid);
    EXPECT_FALSE(expired.reason.empty());
    const auto foreign =
        auth.inspect(casino, sign([&](base::Json& claims) {
                         claims = base::Json::object();
                         claims.set("client_id", base::Json::string("PartnerClient-8"));
                         claims.set("exp", base::Json::integer(loop.now().unix_ms / 1000 + 5));
                     }));
    EXPECT_FALSE(foreign.valid);
    EXPECT_FALSE(foreign.claims.is(base::Json::Kind::object));
    EXPECT_FALSE(auth.inspect(casino, "junk").valid);
}

}  // namespace
}  // namespace croupier::casino_api
