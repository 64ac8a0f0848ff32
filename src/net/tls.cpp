// SPDX-License-Identifier: Apache-2.0
#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

namespace croupier::net {

namespace {

// The reason on top of OpenSSL's error queue, which is emptied so that nobody else reads it.
std::string openssl_reason() {
    std::array<char, 160> text{};
    ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

std::shared_ptr<TlsContext> make_context(const SSL_METHOD* method) {
    SSL_CTX* const context = SSL_CTX_new(method);
    if (context == nullptr) return nullptr;
    auto owner = std::make_shared<TlsContext>(context);
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) return nullptr;
    // Both cost round trips or doubt and serve no client of ours.
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    return owner;
}

// What SSL_set_tlsext_host_name does, without the cast in its macro. OpenSSL copies the name.
bool set_server_name(SSL* session, std::string host) {
    return SSL_ctrl(
               session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) == 1;
}

bool is_address(const std::string& host) {
    ASN1_OCTET_STRING* const address = a2i_IPADDRESS(host.c_str());
    ASN1_OCTET_STRING_free(address);
    return address != nullptr;
}

}  // namespace

base::Result<std::shared_ptr<TlsContext>, std::string> TlsContext::for_server(
    const std::string& certificate_file, const std::string& private_key_file) {
    auto made = make_context(TLS_server_method());
    if (!made) return base::fail("cannot set up TLS: " + openssl_reason());
    SSL_CTX* const context = made->context_;
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
        return base::fail("cannot use certificate " + certificate_file + ": " + openssl_reason());
    }
    if (SSL_CTX_use_PrivateKey_file(context, private_key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        return base::fail("cannot use private key " + private_key_file + ": " + openssl_reason());
    }
    if (SSL_CTX_check_private_key(context) != 1) {
        return base::fail(
            "certificate and private key do not belong together: " + openssl_reason());
    }
    return made;
}

base::Result<std::shared_ptr<TlsContext>, std::string> TlsContext::for_client(
    const std::string& extra_ca_file) {
    auto made = make_context(TLS_client_method());
    if (!made) return base::fail("cannot set up TLS: " + openssl_reason());
    SSL_CTX* const context = made->context_;
    if (SSL_CTX_set_default_verify_paths(context) != 1) {
        return base::fail("cannot read the system's trust store: " + openssl_reason());
    }
    if (!extra_ca_file.empty() && SSL_CTX_load_verify_file(context, extra_ca_file.c_str()) != 1) {
        return base::fail("cannot use CA file " + extra_ca_file + ": " + openssl_reason());
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    return made;
}

TlsContext::TlsContext(SSL_CTX* owned) : context_(owned) {}
TlsContext::~TlsContext() { SSL_CTX_free(context_); }

SSL* TlsContext::server_session() const { return SSL_new(context_); }

SSL* TlsContext::client_session(const std::string& host) const {
    SSL* const session = SSL_new(context_);
    if (session == nullptr) return nullptr;
    bool bound = false;
    if (is_address(host)) {
        // RFC 6066 allows no addresses in SNI.
        bound = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
    } else {
        SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        bound = SSL_set1_host(session, host.c_str()) == 1 && set_server_name(session, host);
    }
    if (bound) return session;
    SSL_free(session);
    return nullptr;
}

}  // namespace croupier::net
