// SPDX-License-Identifier: Apache-2.0
// The published examples: RFC 7515 A.2 and A.3, RFC 7638 section 3.1, RFC 8037 appendix A.
#include <gtest/gtest.h>

#include "base/text.h"
#include "crypto/key_pair.h"

namespace croupier::crypto {
namespace {

using base::Json;

Json parsed(std::string_view text) {
    auto json = base::parse_json(text);
    EXPECT_TRUE(json.ok()) << text;
    return json.ok() ? std::move(json).value() : Json();
}

JwkSet set_of(const std::string& jwk) {
    auto set = JwkSet::parse(parsed("{\"keys\":[" + jwk + "]}"));
    EXPECT_TRUE(set.ok() && set.value().size() == 1) << jwk;
    return std::move(set).value();
}

constexpr std::string_view joe_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
const std::string rsa_jwk = R"({"kty":"RSA","e":"AQAB","n":")"
                            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
                            "4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql"
                            "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
                            "bSf63kpaSHSXndS5z5rexMdbBYUs"
                            "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
                            "I5IhlJH7aGhyxXFvUK-DWNmoud"
                            "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}";
constexpr std::string_view rsa_signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujG"
    "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
    "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6"
    "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const std::string ec_jwk = R"({"kty":"EC","crv":"P-256",)"
                           R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                           R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr std::string_view ec_signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

TEST(JoseVectors, Rfc7515A2Rs256) {
    const std::string token =
        "eyJhbGciOiJSUzI1NiJ9." + std::string(joe_payload) + "." + std::string(rsa_signature);
    const auto jwt = set_of(rsa_jwk).verify(token);
    ASSERT_TRUE(jwt.ok()) << to_text(jwt.error());
    EXPECT_EQ(jwt.value().claims.find("iss")->as_string(), "joe");
    EXPECT_EQ(jwt.value().claims.find("exp")->number_text(), "1300819380");
}

TEST(JoseVectors, Rfc7515A3Es256) {
    const std::string token =
        "eyJhbGciOiJFUzI1NiJ9." + std::string(joe_payload) + "." + std::string(ec_signature);
    const auto jwt = set_of(ec_jwk).verify(token);
    ASSERT_TRUE(jwt.ok()) << to_text(jwt.error());
    EXPECT_EQ(jwt.value().header.find("alg")->as_string(), "ES256");
}

// Appendix A.1's key as PKCS #8: the fixed prefix of RFC 8410, then the 32 bytes of "d".
SigningKey rfc8037_key() {
    const auto d = base::from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    const auto prefix = base::from_hex("302e020100300506032b657004220420");
    const Secret pem(
        "-----BEGIN PRIVATE KEY-----\n" + base::to_base64(*prefix + *d) +
        "\n-----END PRIVATE KEY-----\n");
    return SigningKey::from_pem(pem, SigningAlgorithm::eddsa).value();
}

TEST(JoseVectors, Rfc8037Ed25519SignsTheSameBytes) {
    constexpr std::string_view text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    constexpr std::string_view signature =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    const SigningKey key = rfc8037_key();
    EXPECT_EQ(base::to_base64url(key.sign(text)), signature);
    EXPECT_EQ(
        key.public_jwk().find("x")->as_string(), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    EXPECT_EQ(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(JoseVectors, Rfc7638Thumbprint) {
    const auto key = parse_public_jwk(
        parsed(R"({"kty":"RSA","alg":"RS256","kid":"2011-04-29","e":"AQAB","n":")"
               "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6t"
               "Soc_BJECP"
               "ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
               "FDW2QvzqY"
               "368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
               "bFTWhAI4vMQFh6WeZu0f"
               "M4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\"}"));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->kid, "2011-04-29");
    EXPECT_EQ(
        jwk_thumbprint(required_jwk_members(*key->pair, key->algorithm)),
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

}  // namespace
}  // namespace croupier::crypto
