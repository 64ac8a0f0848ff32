// SPDX-License-Identifier: Apache-2.0
// Compact JWS (RFC 7515), JWT claims (RFC 7519) and JWK sets (RFC 7517, 8037) for RS256, ES256 and
// EdDSA (Ed25519). The algorithm comes from the key, never from the token: a token whose header
// says otherwise is refused.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace croupier::crypto {

enum class SigningAlgorithm { rs256, es256, eddsa };
std::string_view to_text(SigningAlgorithm algorithm);  // "RS256", "ES256", "EdDSA"
std::optional<SigningAlgorithm> parse_signing_algorithm(std::string_view text);

enum class JoseFault {
    malformed,
    unknown_key,
    wrong_algorithm,
    bad_signature,
    bad_key,
    not_yet_valid,
    expired
};
std::string_view to_text(JoseFault fault);

struct KeyPair;  // OpenSSL's EVP_PKEY, kept out of this header

// Immutable and shareable between threads.
class SigningKey {
public:
    // RSA keys have 2048 bits. The kid is the RFC 7638 thumbprint of the public key.
    static SigningKey generate(SigningAlgorithm algorithm);
    static base::Result<SigningKey, JoseFault> from_pem(
        const Secret& private_pem, SigningAlgorithm algorithm);

    [[nodiscard]] SigningAlgorithm algorithm() const noexcept { return algorithm_; }
    [[nodiscard]] const std::string& kid() const noexcept { return kid_; }
    [[nodiscard]] Secret private_pem() const;  // PKCS #8
    // Public JWK with kty, use "sig", alg, kid and the key's parameters.
    [[nodiscard]] base::Json public_jwk() const;
    // Raw JWS signature bytes (ES256: r | s).
    [[nodiscard]] std::string sign(std::string_view bytes) const;

private:
    SigningKey(std::shared_ptr<const KeyPair> pair, SigningAlgorithm algorithm, std::string kid)
        : pair_(std::move(pair)), algorithm_(algorithm), kid_(std::move(kid)) {}
    std::shared_ptr<const KeyPair> pair_;
    SigningAlgorithm algorithm_;
    std::string kid_;
};

// header.payload.signature, with alg, typ "JWT" and kid in the header. Claims: a JSON object.
std::string sign_jwt(const SigningKey& key, const base::Json& claims);

struct Jwt {
    base::Json header;
    base::Json claims;
};

// A set of public keys, as served at /auth/jwks. Immutable and shareable between threads.
class JwkSet {
public:
    // Keys of kinds or algorithms unknown to us are skipped, as RFC 7517 section 5 asks.
    static base::Result<JwkSet, JoseFault> parse(const base::Json& set);
    static base::Json to_json(const std::vector<base::Json>& public_jwks);

    // Signature, algorithm and form only; times are check_times' business. A token without kid is
    // tried against the set's keys of its algorithm.
    [[nodiscard]] base::Result<Jwt, JoseFault> verify(std::string_view token) const;
    [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }

private:
    struct PublicKey {
        std::string kid;
        SigningAlgorithm algorithm;
        std::shared_ptr<const KeyPair> pair;
    };
    std::vector<PublicKey> keys_;
};

// nbf <= now + skew and now - skew < exp; a missing exp counts as expired. Claims are seconds since
// 1970.
base::Result<void, JoseFault> check_times(
    const base::Json& claims, base::Instant now, base::Duration skew);

}  // namespace croupier::crypto
