// SPDX-License-Identifier: Apache-2.0
// Keys as JWKs, both ways (RFC 7517, 7518 section 6, 8037), and their thumbprints (RFC 7638).
#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/key_pair.h"

namespace croupier::crypto {

namespace {

using base::Json;

constexpr std::size_t coordinate_size = 32;  // of P-256 and of Ed25519

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

BignumPtr to_bignum(std::string_view big_endian) {
    BignumPtr number(BN_bin2bn(bytes_of(big_endian), static_cast<int>(big_endian.size()), nullptr));
    CROUPIER_CHECK(number != nullptr);
    return number;
}

// A number of the key as base64url; `size` 0 means without leading zeros.
Json number_param(const KeyPair& pair, const char* name, std::size_t size = 0) {
    BIGNUM* raw = nullptr;
    CROUPIER_CHECK(EVP_PKEY_get_bn_param(pair.key.get(), name, &raw) == 1);
    const BignumPtr number(raw);
    if (size == 0) size = static_cast<std::size_t>(BN_num_bytes(number.get()));
    std::string bytes(size, '\0');
    CROUPIER_CHECK(BN_bn2binpad(number.get(), bytes_of(bytes), static_cast<int>(size)) >= 0);
    return Json::string(base::to_base64url(bytes));
}

Json ed25519_point(const KeyPair& pair) {
    std::string bytes(coordinate_size, '\0');
    std::size_t size = bytes.size();
    CROUPIER_CHECK(EVP_PKEY_get_raw_public_key(pair.key.get(), bytes_of(bytes), &size) == 1);
    return Json::string(base::to_base64url(bytes));
}

std::optional<std::string_view> text_member(const Json& jwk, std::string_view name) {
    const Json* member = jwk.find(name);
    if (member == nullptr || !member->is(Json::Kind::string)) return std::nullopt;
    return member->as_string();
}

std::optional<std::string> bytes_member(const Json& jwk, std::string_view name) {
    const auto text = text_member(jwk, name);
    return text ? base::from_base64url(*text) : std::nullopt;
}

std::optional<SigningAlgorithm> algorithm_of(const Json& jwk) {
    const auto kty = text_member(jwk, "kty");
    const auto crv = text_member(jwk, "crv");
    if (kty == "RSA") return SigningAlgorithm::rs256;
    if (kty == "EC" && crv == "P-256") return SigningAlgorithm::es256;
    if (kty == "OKP" && crv == "Ed25519") return SigningAlgorithm::eddsa;
    return std::nullopt;
}

// A key may say that it is meant for something else than what we would do with it.
bool is_meant_for(const Json& jwk, SigningAlgorithm algorithm) {
    if (jwk.find("use") != nullptr && text_member(jwk, "use") != "sig") return false;
    if (jwk.find("alg") != nullptr && text_member(jwk, "alg") != to_text(algorithm)) return false;
    const Json* operations = jwk.find("key_ops");
    if (operations == nullptr) return true;
    if (!operations->is(Json::Kind::array)) return false;
    return std::any_of(
        operations->elements().begin(), operations->elements().end(),
        [](const Json& each) { return each == Json::string("verify"); });
}

KeyPtr key_from(const char* kind, const ParamsBuilderPtr& builder) {
    const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    CROUPIER_CHECK(params != nullptr && context != nullptr);
    CROUPIER_CHECK(EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return {};
    return KeyPtr(key);
}

KeyPtr rsa_key(const Json& jwk) {
    constexpr std::size_t exponent_size_max = 8;
    const auto modulus = bytes_member(jwk, "n");
    const auto exponent = bytes_member(jwk, "e");
    if (!modulus || !exponent || exponent->size() > exponent_size_max) return {};
    const BignumPtr n = to_bignum(*modulus);
    const BignumPtr e = to_bignum(*exponent);
    // With e = 1 every text is its own signature.
    if (BN_is_odd(e.get()) == 0 || BN_is_one(e.get()) == 1) return {};
    const ParamsBuilderPtr builder(OSSL_PARAM_BLD_new());
    CROUPIER_CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1);
    CROUPIER_CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
    return key_from("RSA", builder);
}

KeyPtr p256_key(const Json& jwk) {
    const auto x = bytes_member(jwk, "x");
    const auto y = bytes_member(jwk, "y");
    if (!x || !y || x->size() != coordinate_size || y->size() != coordinate_size) return {};
    const std::string point = '\x04' + *x + *y;  // 4: both coordinates, not compressed
    const ParamsBuilderPtr builder(OSSL_PARAM_BLD_new());
    CROUPIER_CHECK(
        OSSL_PARAM_BLD_push_utf8_string(
            builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1);
    CROUPIER_CHECK(
        OSSL_PARAM_BLD_push_octet_string(
            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1);
    return key_from("EC", builder);
}

KeyPtr ed25519_key(const Json& jwk) {
    const auto x = bytes_member(jwk, "x");
    if (!x || x->size() != coordinate_size) return {};
    return KeyPtr(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*x), x->size()));
}

KeyPtr key_of(const Json& jwk, SigningAlgorithm algorithm) {
    switch (algorithm) {
    case SigningAlgorithm::rs256:
        return rsa_key(jwk);
    case SigningAlgorithm::es256:
        return p256_key(jwk);
    case SigningAlgorithm::eddsa:
        return ed25519_key(jwk);
    }
    return {};
}

}  // namespace

std::optional<ParsedJwk> parse_public_jwk(const Json& jwk) {
    const auto algorithm = algorithm_of(jwk);
    if (!algorithm || !is_meant_for(jwk, *algorithm)) return std::nullopt;
    const ErrorQueueKept kept;
    KeyPtr key = key_of(jwk, *algorithm);
    if (key == nullptr || !fits(*key, *algorithm)) return std::nullopt;
    auto pair = std::make_shared<const KeyPair>(KeyPair{std::move(key)});
    return ParsedJwk{
        std::move(pair), *algorithm, std::string(text_member(jwk, "kid").value_or(""))};
}

Json required_jwk_members(const KeyPair& pair, SigningAlgorithm algorithm) {
    switch (algorithm) {
    case SigningAlgorithm::rs256:
        return Json::object()
            .set("kty", Json::string("RSA"))
            .set("n", number_param(pair, OSSL_PKEY_PARAM_RSA_N))
            .set("e", number_param(pair, OSSL_PKEY_PARAM_RSA_E));
    case SigningAlgorithm::es256:
        return Json::object()
            .set("kty", Json::string("EC"))
            .set("crv", Json::string("P-256"))
            .set("x", number_param(pair, OSSL_PKEY_PARAM_EC_PUB_X, coordinate_size))
            .set("y", number_param(pair, OSSL_PKEY_PARAM_EC_PUB_Y, coordinate_size));
    case SigningAlgorithm::eddsa:
        return Json::object()
            .set("kty", Json::string("OKP"))
            .set("crv", Json::string("Ed25519"))
            .set("x", ed25519_point(pair));
    }
    return {};
}

// The canonical form is the one that RFC 7638 section 3 hashes: sorted, compact, plain ASCII.
std::string jwk_thumbprint(const Json& required_members) {
    const Sha256 digest = sha256(to_canonical_text(required_members));
    return base::to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace croupier::crypto
