// SPDX-License-Identifier: Apache-2.0
#include "crypto/sealed.h"

#include <array>

#include "base/check.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/key_file.h"
#include "crypto/openssl.h"

namespace croupier::crypto {

namespace {

constexpr int nonce_size = 12;
constexpr int tag_size = 16;
constexpr std::string_view version_prefix = "v1.";

using Nonce = std::array<unsigned char, nonce_size>;
using Tag = std::array<unsigned char, tag_size>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
std::string_view text_of(const auto& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

int size_of(std::string_view text) {
    CROUPIER_CHECK(text.size() < (1u << 30));
    return static_cast<int>(text.size());
}

std::string encrypt(
    const Secret& key, const Nonce& nonce, std::string_view context, std::string_view plain) {
    const CipherContextPtr cipher(EVP_CIPHER_CTX_new());
    std::string out(plain.size(), '\0');
    Tag tag{};
    int count = 0;
    const bool done =
        cipher != nullptr &&
        EVP_EncryptInit_ex2(
            cipher.get(), EVP_aes_256_gcm(), bytes_of(key.reveal()), nonce.data(), nullptr) == 1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &count, bytes_of(context), size_of(context)) ==
            1 &&
        EVP_EncryptUpdate(cipher.get(), bytes_of(out), &count, bytes_of(plain), size_of(plain)) ==
            1 &&
        EVP_EncryptFinal_ex(cipher.get(), tag.data(), &count) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, tag.data()) == 1;
    CROUPIER_CHECK(done);
    return out.append(text_of(tag));
}

// Nothing unless key, nonce, context, ciphertext and tag belong together.
std::optional<Secret> decrypt(
    const Secret& key, std::string_view nonce, std::string_view context, std::string_view sealed) {
    const std::string_view hidden = sealed.substr(0, sealed.size() - tag_size);
    std::string tag(sealed.substr(hidden.size()));
    std::string out(hidden.size(), '\0');
    int count = 0;
    const ErrorQueueKept kept;
    const CipherContextPtr cipher(EVP_CIPHER_CTX_new());
    const bool ready =
        cipher != nullptr &&
        EVP_DecryptInit_ex2(
            cipher.get(), EVP_aes_256_gcm(), bytes_of(key.reveal()), bytes_of(nonce), nullptr) ==
            1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &count, bytes_of(context), size_of(context)) ==
            1 &&
        EVP_DecryptUpdate(cipher.get(), bytes_of(out), &count, bytes_of(hidden), size_of(hidden)) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1;
    Secret plain(std::move(out));  // wiped, should the tag not match
    Tag rest{};
    if (!ready || EVP_DecryptFinal_ex(cipher.get(), rest.data(), &count) != 1) return std::nullopt;
    return plain;
}

}  // namespace

base::Result<MasterKey, SealError> MasterKey::load_or_create(
    const std::filesystem::path& file, base::Random& random) {
    std::error_code unreadable;  // load() says so in its own words
    if (!std::filesystem::exists(file, unreadable) && !unreadable) {
        CROUPIER_TRY_VOID(create_key_file(file, random));
    }
    return load(file);
}

base::Result<MasterKey, SealError> MasterKey::load(const std::filesystem::path& file) {
    CROUPIER_TRY(Secret key, read_key_file(file));
    return MasterKey(std::move(key));
}

MasterKey MasterKey::for_tests() { return MasterKey(Secret(std::string(key_file_bytes, 't'))); }

std::string MasterKey::seal(
    const Secret& plain, std::string_view context, base::Random& random) const {
    // A random nonce of 96 bits is safe for 2^32 seals under one key (NIST SP 800-38D, 8.3).
    Nonce nonce{};
    random.fill(std::as_writable_bytes(std::span(nonce)));
    const std::string sealed = encrypt(key_, nonce, context, plain.reveal());
    return std::string(version_prefix) + base::to_base64url(std::string(text_of(nonce)) + sealed);
}

base::Result<Secret, SealError> MasterKey::open(
    std::string_view sealed, std::string_view context) const {
    if (!sealed.starts_with(version_prefix)) {
        return base::fail(SealError{SealFault::damaged, "not a sealed text of version 1"});
    }
    const auto bytes = base::from_base64url(sealed.substr(version_prefix.size()));
    if (!bytes || bytes->size() < nonce_size + tag_size) {
        return base::fail(SealError{SealFault::damaged, "sealed text cut short or altered"});
    }
    const std::string_view all = *bytes;
    auto plain = decrypt(key_, all.substr(0, nonce_size), context, all.substr(nonce_size));
    if (!plain) {
        return base::fail(
            SealError{SealFault::damaged, "does not open: other key, other owner or altered"});
    }
    return std::move(*plain);
}

std::string MasterKey::fingerprint() const { return sha256_hex(key_.reveal()).substr(0, 8); }

}  // namespace croupier::crypto
