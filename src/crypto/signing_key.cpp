// SPDX-License-Identifier: Apache-2.0
// SigningKey: made, read from PEM, written as PEM and as public JWK.
#include <openssl/pem.h>

#include "base/check.h"
#include "crypto/key_pair.h"

namespace croupier::crypto {

namespace {

constexpr std::size_t rsa_bits = 2048;

KeyPtr generate_key(SigningAlgorithm algorithm) {
    switch (algorithm) {
    case SigningAlgorithm::rs256:
        return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", rsa_bits));
    case SigningAlgorithm::es256:
        return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    case SigningAlgorithm::eddsa:
        return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    }
    return {};
}

// Without this one OpenSSL would ask at the terminal for the passphrase of an encrypted key.
int no_passphrase(char*, int, int, void*) { return -1; }

KeyPtr read_private_pem(const std::string& pem) {
    const BioPtr source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    CROUPIER_CHECK(source != nullptr);
    return KeyPtr(PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr));
}

bool halves_belong_together(EVP_PKEY& key) {
    const KeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, &key, nullptr));
    return context != nullptr && EVP_PKEY_pairwise_check(context.get()) == 1;
}

std::string kid_of(const KeyPair& pair, SigningAlgorithm algorithm) {
    return jwk_thumbprint(required_jwk_members(pair, algorithm));
}

}  // namespace

SigningKey SigningKey::generate(SigningAlgorithm algorithm) {
    auto pair = std::make_shared<const KeyPair>(KeyPair{generate_key(algorithm)});
    CROUPIER_CHECK(pair->key != nullptr);
    std::string kid = kid_of(*pair, algorithm);
    return SigningKey(std::move(pair), algorithm, std::move(kid));
}

base::Result<SigningKey, JoseFault> SigningKey::from_pem(
    const Secret& private_pem, SigningAlgorithm algorithm) {
    const ErrorQueueKept kept;
    KeyPtr key = read_private_pem(private_pem.reveal());
    if (key == nullptr || !fits(*key, algorithm) || !halves_belong_together(*key)) {
        return base::fail(JoseFault::bad_key);
    }
    auto pair = std::make_shared<const KeyPair>(KeyPair{std::move(key)});
    std::string kid = kid_of(*pair, algorithm);
    return SigningKey(std::move(pair), algorithm, std::move(kid));
}

Secret SigningKey::private_pem() const {
    const BioPtr out(BIO_new(BIO_s_secmem()));
    CROUPIER_CHECK(out != nullptr);
    CROUPIER_CHECK(
        PEM_write_bio_PKCS8PrivateKey(
            out.get(), pair_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return Secret(std::string(text, static_cast<std::size_t>(size)));
}

base::Json SigningKey::public_jwk() const {
    return required_jwk_members(*pair_, algorithm_)
        .set("use", base::Json::string("sig"))
        .set("alg", base::Json::string(to_text(algorithm_)))
        .set("kid", base::Json::string(kid_));
}

std::string SigningKey::sign(std::string_view bytes) const {
    return sign_raw(*pair_, algorithm_, bytes);
}

}  // namespace croupier::crypto
