// SPDX-License-Identifier: Apache-2.0
// Owners for OpenSSL's objects. Included by the .cpp files of this room only.
#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace croupier::crypto {

template <auto Free>
struct FreeBy {
    template <class Object>
    void operator()(Object* object) const noexcept {
        Free(object);
    }
};

using BignumPtr = std::unique_ptr<BIGNUM, FreeBy<BN_clear_free>>;
using BioPtr = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;
using CipherContextPtr = std::unique_ptr<EVP_CIPHER_CTX, FreeBy<EVP_CIPHER_CTX_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, FreeBy<EVP_MD_CTX_free>>;
using EcdsaSignaturePtr = std::unique_ptr<ECDSA_SIG, FreeBy<ECDSA_SIG_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, FreeBy<EVP_PKEY_CTX_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using ParamsBuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, FreeBy<OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, FreeBy<OSSL_PARAM_free>>;

// OpenSSL keeps what went wrong in a queue of the thread, where TLS of the same thread would take
// it for its own failure. Whoever calls something that may fail leaves the queue as it was.
class ErrorQueueKept {
public:
    ErrorQueueKept() { ERR_set_mark(); }
    ~ErrorQueueKept() { ERR_pop_to_mark(); }
    ErrorQueueKept(const ErrorQueueKept&) = delete;
    ErrorQueueKept& operator=(const ErrorQueueKept&) = delete;
};

}  // namespace croupier::crypto
