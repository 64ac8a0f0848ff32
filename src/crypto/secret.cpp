// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.h"

#include <array>
#include <utility>

#include <openssl/crypto.h>

#include "base/text.h"

namespace croupier::crypto {

namespace {

constexpr std::size_t secret_bytes = 32;

// The whole capacity: a shorter value may have left its tail behind.
void wipe(std::string& text) noexcept {
    text.resize(text.capacity());
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe(value_);
        value_ = other.value_;
    }
    return *this;
}

// Short strings are copied by a move: the source is wiped, not only emptied.
Secret::Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe(value_);
        value_ = std::move(other.value_);
        wipe(other.value_);
    }
    return *this;
}

Secret::~Secret() { wipe(value_); }

bool Secret::equals(std::string_view candidate) const noexcept {
    return constant_time_equal(value_, candidate);
}

bool constant_time_equal(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Secret make_secret(base::Random& random) {
    std::array<char, secret_bytes> bytes{};
    random.fill(std::as_writable_bytes(std::span(bytes)));
    Secret secret(base::to_base64url(std::string_view(bytes.data(), bytes.size())));
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return secret;
}

}  // namespace croupier::crypto
