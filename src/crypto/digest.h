// SPDX-License-Identifier: Apache-2.0
// SHA-256 and HMAC-SHA256.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/secret.h"

namespace croupier::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

// 64 lower-case hex digits; the key is the secret's text as it stands (contract section 3, X-Sign).
std::string hmac_sha256_hex(const Secret& key, std::string_view bytes);

}  // namespace croupier::crypto
