// SPDX-License-Identifier: Apache-2.0
// Raw signatures, and which key an algorithm may use.
#include "crypto/key_pair.h"

#include <array>

#include "base/check.h"

namespace croupier::crypto {

namespace {

constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 8192;  // a hostile key set must not make verifying slow
constexpr int coordinate_size = 32;
constexpr std::size_t es256_signature_size = 2 * coordinate_size;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Ed25519 hashes by itself; the others sign a SHA-256.
const EVP_MD* digest_of(SigningAlgorithm algorithm) {
    switch (algorithm) {
    case SigningAlgorithm::rs256:
    case SigningAlgorithm::es256:
        return EVP_sha256();
    case SigningAlgorithm::eddsa:
        return nullptr;
    }
    return nullptr;
}

bool is_p256(const EVP_PKEY& key) {
    std::array<char, 64> group{};
    std::size_t size = 0;
    return EVP_PKEY_is_a(&key, "EC") == 1 &&
           EVP_PKEY_get_group_name(&key, group.data(), group.size(), &size) == 1 &&
           std::string_view(group.data(), size) == "prime256v1";
}

// OpenSSL speaks DER (SEQUENCE of two INTEGERs), JOSE the two numbers as 32 bytes each.
std::string es256_from_der(std::string_view der) {
    const unsigned char* at = bytes_of(der);
    const EcdsaSignaturePtr signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    CROUPIER_CHECK(signature != nullptr);
    std::string raw(es256_signature_size, '\0');
    const BIGNUM* r = ECDSA_SIG_get0_r(signature.get());
    const BIGNUM* s = ECDSA_SIG_get0_s(signature.get());
    CROUPIER_CHECK(BN_bn2binpad(r, bytes_of(raw), coordinate_size) == coordinate_size);
    CROUPIER_CHECK(
        BN_bn2binpad(s, bytes_of(raw) + coordinate_size, coordinate_size) == coordinate_size);
    return raw;
}

std::optional<std::string> es256_to_der(std::string_view raw) {
    if (raw.size() != es256_signature_size) return std::nullopt;
    const EcdsaSignaturePtr signature(ECDSA_SIG_new());
    BignumPtr r(BN_bin2bn(bytes_of(raw), coordinate_size, nullptr));
    BignumPtr s(BN_bin2bn(bytes_of(raw) + coordinate_size, coordinate_size, nullptr));
    CROUPIER_CHECK(signature != nullptr && r != nullptr && s != nullptr);
    CROUPIER_CHECK(ECDSA_SIG_set0(signature.get(), r.release(), s.release()) == 1);
    const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
    CROUPIER_CHECK(size > 0);
    std::string der(static_cast<std::size_t>(size), '\0');
    unsigned char* at = bytes_of(der);
    CROUPIER_CHECK(i2d_ECDSA_SIG(signature.get(), &at) == size);
    return der;
}

}  // namespace

bool fits(const EVP_PKEY& key, SigningAlgorithm algorithm) {
    switch (algorithm) {
    case SigningAlgorithm::rs256: {
        const int bits = EVP_PKEY_get_bits(&key);
        return EVP_PKEY_is_a(&key, "RSA") == 1 && bits >= rsa_bits_min && bits <= rsa_bits_max;
    }
    case SigningAlgorithm::es256:
        return is_p256(key);
    case SigningAlgorithm::eddsa:
        return EVP_PKEY_is_a(&key, "ED25519") == 1;
    }
    return false;
}

std::string sign_raw(const KeyPair& pair, SigningAlgorithm algorithm, std::string_view bytes) {
    const DigestContextPtr context(EVP_MD_CTX_new());
    std::size_t size = 0;
    const auto* data = bytes_of(bytes);
    CROUPIER_CHECK(context != nullptr);
    CROUPIER_CHECK(
        EVP_DigestSignInit(context.get(), nullptr, digest_of(algorithm), nullptr, pair.key.get()) ==
        1);
    CROUPIER_CHECK(EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) == 1);
    std::string signature(size, '\0');
    CROUPIER_CHECK(
        EVP_DigestSign(context.get(), bytes_of(signature), &size, data, bytes.size()) == 1);
    signature.resize(size);
    return algorithm == SigningAlgorithm::es256 ? es256_from_der(signature) : signature;
}

bool verify_raw(
    const KeyPair& pair, SigningAlgorithm algorithm, std::string_view bytes,
    std::string_view signature) {
    std::optional<std::string> der;
    if (algorithm == SigningAlgorithm::es256) {
        der = es256_to_der(signature);
        if (!der) return false;
        signature = *der;
    }
    const ErrorQueueKept kept;
    const DigestContextPtr context(EVP_MD_CTX_new());
    CROUPIER_CHECK(context != nullptr);
    return EVP_DigestVerifyInit(
               context.get(), nullptr, digest_of(algorithm), nullptr, pair.key.get()) == 1 &&
           EVP_DigestVerify(
               context.get(), bytes_of(signature), signature.size(), bytes_of(bytes),
               bytes.size()) == 1;
}

}  // namespace croupier::crypto
