// SPDX-License-Identifier: Apache-2.0
// What jose.h stands on: a key in OpenSSL's hands, its raw JWS signatures, and its form as a JWK.
// Inside this room only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/jose.h"
#include "crypto/openssl.h"

namespace croupier::crypto {

struct KeyPair {
    KeyPtr key;  // never null; perhaps the public half alone
};
using KeyPairRef = std::shared_ptr<const KeyPair>;

// Is this a key that the algorithm may use: its kind, its curve, RSA of 2048 to 8192 bits?
bool fits(const EVP_PKEY& key, SigningAlgorithm algorithm);

// Signatures as JWS has them (RFC 7518 section 3, RFC 8037 section 3.1): ES256 is r | s, 64 bytes.
std::string sign_raw(const KeyPair& pair, SigningAlgorithm algorithm, std::string_view bytes);
bool verify_raw(
    const KeyPair& pair, SigningAlgorithm algorithm, std::string_view bytes,
    std::string_view signature);

// The members that RFC 7638 hashes: kty and the public parameters.
base::Json required_jwk_members(const KeyPair& pair, SigningAlgorithm algorithm);
std::string jwk_thumbprint(const base::Json& required_members);

struct ParsedJwk {
    KeyPairRef pair;
    SigningAlgorithm algorithm;
    std::string kid;  // empty when the JWK names none
};
// Nothing for keys that we cannot use to verify: other kinds, curves, algorithms or uses, weak or
// broken ones.
std::optional<ParsedJwk> parse_public_jwk(const base::Json& jwk);

}  // namespace croupier::crypto
