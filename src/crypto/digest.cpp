// SPDX-License-Identifier: Apache-2.0
#include "crypto/digest.h"

#include <climits>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.h"
#include "base/text.h"

namespace croupier::crypto {

Sha256 sha256(std::string_view bytes) {
    Sha256 digest{};
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    CROUPIER_CHECK(done == 1);
    return digest;
}

std::string sha256_hex(std::string_view bytes) { return base::to_hex(sha256(bytes)); }

std::string hmac_sha256_hex(const Secret& key, std::string_view bytes) {
    CROUPIER_CHECK(key.reveal().size() <= INT_MAX);
    Sha256 digest{};
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* done = HMAC(
        EVP_sha256(), key.reveal().data(), static_cast<int>(key.reveal().size()), data,
        bytes.size(), digest.data(), nullptr);
    CROUPIER_CHECK(done != nullptr);
    return base::to_hex(digest);
}

}  // namespace croupier::crypto
