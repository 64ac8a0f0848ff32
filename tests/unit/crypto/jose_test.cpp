// SPDX-License-Identifier: Apache-2.0
// Tokens of our own: round trips, and everything that must be refused.
#include "crypto/jose.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"

namespace croupier::crypto {
namespace {

using base::Json;

// RSA keys take a while to make: one of each serves all tests.
const SigningKey& key_of(SigningAlgorithm algorithm) {
    static const std::map<SigningAlgorithm, SigningKey> keys = [] {
        std::map<SigningAlgorithm, SigningKey> made;
        for (const auto each :
             {SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa}) {
            made.emplace(each, SigningKey::generate(each));
        }
        return made;
    }();
    return keys.at(algorithm);
}

JwkSet set_of(const std::vector<Json>& jwks) {
    return JwkSet::parse(JwkSet::to_json(jwks)).value();
}

Json without(const Json& object, std::string_view name) {
    Json out = Json::object();
    for (const auto& [key, value] : object.members()) {
        if (key != name) out.set(key, value);
    }
    return out;
}

Json with(const Json& object, std::string_view name, Json value) {
    return without(object, name).set(name, std::move(value));
}

const Json claims = Json::object()
                        .set("iss", Json::string("https://hub.example"))
                        .set("data", Json::string(R"({"Amount":"0.10"})"));

std::string header_for(const SigningKey& key) {
    return to_text(Json::object()
                       .set("alg", Json::string(to_text(key.algorithm())))
                       .set("kid", Json::string(key.kid())));
}

// A token with any header and payload text, with a true signature over them.
std::string signed_token(const SigningKey& key, std::string_view header, std::string_view payload) {
    const std::string text = base::to_base64url(header) + "." + base::to_base64url(payload);
    return text + "." + base::to_base64url(key.sign(text));
}

std::optional<JoseFault> fault_of(const JwkSet& set, std::string_view token) {
    const auto jwt = set.verify(token);
    return jwt.ok() ? std::nullopt : std::optional(jwt.error());
}

class EachAlgorithm : public testing::TestWithParam<SigningAlgorithm> {
protected:
    const SigningKey& key_ = key_of(GetParam());
    const JwkSet set_ = set_of({key_.public_jwk()});
};
INSTANTIATE_TEST_SUITE_P(
    Jose, EachAlgorithm,
    testing::Values(SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa),
    [](const auto& each) { return std::string(to_text(each.param)); });

TEST_P(EachAlgorithm, SignedTokenVerifiesAndCarriesItsClaims) {
    const auto jwt = set_.verify(sign_jwt(key_, claims));
    ASSERT_TRUE(jwt.ok()) << to_text(jwt.error());
    EXPECT_EQ(jwt.value().claims, claims);
    EXPECT_EQ(jwt.value().header.find("typ")->as_string(), "JWT");
    EXPECT_EQ(jwt.value().header.find("kid")->as_string(), key_.kid());
    EXPECT_EQ(jwt.value().header.find("alg")->as_string(), to_text(GetParam()));
}

TEST_P(EachAlgorithm, PemRoundTripKeepsTheKey) {
    const auto again = SigningKey::from_pem(key_.private_pem(), GetParam());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().kid(), key_.kid());
    EXPECT_EQ(again.value().public_jwk(), key_.public_jwk());
    EXPECT_TRUE(set_.verify(sign_jwt(again.value(), claims)).ok());
}

TEST_P(EachAlgorithm, PublicJwkHoldsNothingPrivate) {
    const std::set<std::string> allowed{"kty", "use", "alg", "kid", "n", "e", "crv", "x", "y"};
    const Json jwk = key_.public_jwk();
    for (const auto& [name, value] : jwk.members())
        EXPECT_TRUE(allowed.contains(name)) << name;
}

TEST_P(EachAlgorithm, AnyChangedCharacterIsRefused) {
    const std::string token = sign_jwt(key_, claims);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        ASSERT_NE(fault_of(set_, changed), std::nullopt) << "at " << i;
    }
}

TEST_P(EachAlgorithm, AnyCutOrLongerTokenIsRefused) {
    const std::string token = sign_jwt(key_, claims);
    for (std::size_t size = 0; size < token.size(); ++size) {
        ASSERT_NE(fault_of(set_, std::string_view(token).substr(0, size)), std::nullopt) << size;
    }
    for (const char* tail : {"A", "AAAA", "=", ".", "..", " ", "\n"}) {
        EXPECT_NE(fault_of(set_, token + tail), std::nullopt) << tail;
    }
}

TEST_P(EachAlgorithm, SignaturesOfOddSizesAreRefused) {
    const std::string token = sign_jwt(key_, claims);
    const std::string text = token.substr(0, token.rfind('.') + 1);
    for (const std::size_t size : {0u, 1u, 63u, 64u, 65u, 255u, 256u, 257u}) {
        for (const char fill : {'\0', '\1', '\xff'}) {
            const std::string raw(size, fill);
            EXPECT_EQ(fault_of(set_, text + base::to_base64url(raw)), JoseFault::bad_signature);
        }
    }
}

TEST_P(EachAlgorithm, OtherKeyIsRefused) {
    const SigningKey other = SigningKey::generate(GetParam());
    const std::string token = sign_jwt(key_, claims);
    EXPECT_EQ(fault_of(set_of({other.public_jwk()}), token), JoseFault::unknown_key);
    const Json disguised = with(other.public_jwk(), "kid", Json::string(key_.kid()));
    EXPECT_EQ(fault_of(set_of({disguised}), token), JoseFault::bad_signature);
    EXPECT_EQ(fault_of(set_of({}), token), JoseFault::unknown_key);
}

TEST_P(EachAlgorithm, TokenWithoutKidIsTriedAgainstTheKeysOfItsAlgorithm) {
    const std::string header = R"({"alg":")" + std::string(to_text(GetParam())) + R"("})";
    const std::string token = signed_token(key_, header, to_text(claims));
    const auto everything = set_of(
        {SigningKey::generate(GetParam()).public_jwk(),
         key_of(SigningAlgorithm::rs256).public_jwk(), key_of(SigningAlgorithm::es256).public_jwk(),
         key_of(SigningAlgorithm::eddsa).public_jwk()});
    EXPECT_EQ(fault_of(everything, token), std::nullopt);
}

TEST_P(EachAlgorithm, HeaderNamingAnotherAlgorithmIsRefused) {
    for (const char* alg : {"none", "None", "", "HS256", "RS384", "PS256", "ES512", "rs256"}) {
        const std::string header =
            R"({"alg":")" + std::string(alg) + R"(","kid":")" + key_.kid() + R"("})";
        const std::string token = signed_token(key_, header, to_text(claims));
        EXPECT_EQ(fault_of(set_, token), JoseFault::wrong_algorithm) << alg;
        const std::string unsigned_token = token.substr(0, token.rfind('.') + 1);
        EXPECT_EQ(fault_of(set_, unsigned_token), JoseFault::wrong_algorithm) << alg;
    }
    for (const auto other :
         {SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa}) {
        if (other == GetParam()) continue;
        const std::string header =
            R"({"alg":")" + std::string(to_text(other)) + R"(","kid":")" + key_.kid() + R"("})";
        EXPECT_EQ(
            fault_of(set_, signed_token(key_, header, to_text(claims))),
            JoseFault::wrong_algorithm);
    }
}

TEST_P(EachAlgorithm, TrulySignedButMalformedIsRefused) {
    const std::string alg(to_text(GetParam()));
    const std::string header = header_for(key_);
    const std::string headers[] = {
        R"({"alg":")" + alg + R"(","crit":["exp"]})",
        R"({"alg":")" + alg + R"(","crit":[]})",
        R"({"alg":")" + alg + R"(","alg":")" + alg + R"("})",
        R"({"alg":")" + alg + R"(","kid":7})",
        R"({"alg":1})",
        R"({"typ":"JWT"})",
        R"(["alg"])",
        "",
        "{",
        header + " x"};
    for (const std::string& each : headers) {
        EXPECT_EQ(fault_of(set_, signed_token(key_, each, "{}")), JoseFault::malformed) << each;
    }
    for (const char* payload : {"", "[]", "1", "\"{}\"", "{", "{} {}", R"({"a":1,"a":2})"}) {
        EXPECT_EQ(fault_of(set_, signed_token(key_, header, payload)), JoseFault::malformed)
            << payload;
    }
}

TEST_P(EachAlgorithm, OtherSpellingsOfTheSameBytesAreRefused) {
    const std::string token = sign_jwt(key_, claims);
    EXPECT_EQ(fault_of(set_, token + "="), JoseFault::malformed) << "padding";
    // 64 and 256 bytes leave bits over in the last digit: here the left-over bits are not zero.
    std::string changed = token;
    changed.back() = static_cast<char>(changed.back() + 1);
    EXPECT_EQ(fault_of(set_, changed), JoseFault::malformed);
}

TEST_P(EachAlgorithm, PemOfAnotherKindIsRefused) {
    for (const auto other :
         {SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa}) {
        if (other == GetParam()) continue;
        const auto key = SigningKey::from_pem(key_.private_pem(), other);
        ASSERT_FALSE(key.ok());
        EXPECT_EQ(key.error(), JoseFault::bad_key);
    }
}

TEST(JosePem, TextThatIsNoUsablePrivateKeyIsRefused) {
    const std::string encrypted =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGb\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (const std::string& pem : {std::string(), std::string("x"), encrypted}) {
        EXPECT_FALSE(SigningKey::from_pem(Secret(pem), SigningAlgorithm::rs256).ok());
    }
}

TEST(JoseEs256, SignaturesAreAlways64Bytes) {
    // DER drops leading zeros: one signature in 128 would come out short without padding.
    const SigningKey& key = key_of(SigningAlgorithm::es256);
    const JwkSet set = set_of({key.public_jwk()});
    for (int i = 0; i < 600; ++i) {
        const std::string text = "e30." + std::to_string(i);
        ASSERT_EQ(key.sign(text).size(), 64u);
    }
    for (int i = 0; i < 300; ++i) {
        const auto token = sign_jwt(key, Json::object().set("i", Json::integer(i)));
        ASSERT_EQ(fault_of(set, token), std::nullopt);
    }
}

TEST(JwkSets, UnusableKeysAreSkipped) {
    const Json rsa = key_of(SigningAlgorithm::rs256).public_jwk();
    const Json ec = key_of(SigningAlgorithm::es256).public_jwk();
    const Json okp = key_of(SigningAlgorithm::eddsa).public_jwk();
    const auto text = [](std::string_view value) { return Json::string(value); };
    const auto point = [](char fill) {
        return Json::string(base::to_base64url(std::string(32, fill)));
    };
    const Json unusable[] = {
        Json(),
        Json::object(),
        text("x"),
        Json::object().set("kty", text("oct")).set("k", text("AAAA")),
        with(rsa, "use", text("enc")),
        with(rsa, "alg", text("PS256")),
        with(rsa, "alg", text("ES256")),
        with(rsa, "key_ops", Json::array({text("sign")})),
        with(rsa, "n", text("AQAB")),
        with(rsa, "n", text("not base64url!")),
        with(rsa, "n", Json::integer(5)),
        with(rsa, "e", text("AQ")),
        with(rsa, "e", text("Ag")),
        with(rsa, "e", text("")),
        without(rsa, "n"),
        with(ec, "crv", text("P-384")),
        with(ec, "x", point('\x01')),
        with(ec, "y", text("AQ")),
        without(ec, "y"),
        with(okp, "crv", text("X25519")),
        with(okp, "x", text("AQ")),
        without(okp, "kty")};
    for (const Json& each : unusable)
        EXPECT_EQ(set_of({each}).size(), 0u) << to_text(each);
    EXPECT_EQ(set_of({unusable[3], rsa, unusable[4], ec, okp}).size(), 3u);
    EXPECT_EQ(set_of({with(rsa, "key_ops", Json::array({text("verify")}))}).size(), 1u);
}

TEST(JwkSets, WhatIsNoSetIsMalformed) {
    for (const Json& each :
         {Json(), Json::array(), Json::object(), Json::object().set("keys", Json::object())}) {
        const auto set = JwkSet::parse(each);
        ASSERT_FALSE(set.ok());
        EXPECT_EQ(set.error(), JoseFault::malformed);
    }
}

TEST(JoseNames, RoundTrip) {
    for (const char* name : {"RS256", "ES256", "EdDSA"}) {
        ASSERT_TRUE(parse_signing_algorithm(name)) << name;
        EXPECT_EQ(to_text(*parse_signing_algorithm(name)), name);
    }
    EXPECT_EQ(parse_signing_algorithm("none"), std::nullopt);
}

class Times : public testing::Test {
protected:
    static std::optional<JoseFault> at(std::string_view claims_text, std::int64_t now_ms) {
        const auto json = base::parse_json(claims_text);
        EXPECT_TRUE(json.ok()) << claims_text;
        const auto checked = check_times(json.value(), base::Instant{now_ms}, base::Duration(5000));
        return checked.ok() ? std::nullopt : std::optional(checked.error());
    }
};

TEST_F(Times, SkewIsGrantedOnBothSidesToTheMillisecond) {
    constexpr std::string_view window = R"({"nbf":1000,"exp":1010})";
    EXPECT_EQ(at(window, 994'999), JoseFault::not_yet_valid);
    EXPECT_EQ(at(window, 995'000), std::nullopt);
    EXPECT_EQ(at(window, 1'005'000), std::nullopt);
    EXPECT_EQ(at(window, 1'014'999), std::nullopt);
    EXPECT_EQ(at(window, 1'015'000), JoseFault::expired);
}

TEST_F(Times, FractionsOfSecondsCount) {
    EXPECT_EQ(at(R"({"nbf":1000.25,"exp":2000})", 995'249), JoseFault::not_yet_valid);
    EXPECT_EQ(at(R"({"nbf":1000.25,"exp":2000})", 995'250), std::nullopt);
    EXPECT_EQ(at(R"({"exp":1000.5})", 1'005'499), std::nullopt);
    EXPECT_EQ(at(R"({"exp":1000.5})", 1'005'500), JoseFault::expired);
}

TEST_F(Times, WithoutExpiryATokenIsExpired) {
    EXPECT_EQ(at("{}", 0), JoseFault::expired);
    EXPECT_EQ(at(R"({"nbf":0})", 0), JoseFault::expired);
}

TEST_F(Times, DatesThatAreNoPlainNumbersAreMalformed) {
    for (const char* date : {"\"1010\"", "null", "1e9", "-5", "99999999999999999999", "true"}) {
        EXPECT_EQ(at(R"({"exp":)" + std::string(date) + "}", 0), JoseFault::malformed) << date;
        EXPECT_EQ(at(R"({"exp":99,"nbf":)" + std::string(date) + "}", 0), JoseFault::malformed)
            << date;
    }
}

}  // namespace
}  // namespace croupier::crypto
