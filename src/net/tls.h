// SPDX-License-Identifier: Apache-2.0
// What we ask of TLS, in one place: version 1.2 or newer, servers proved by name against the
// system's trust store (and one file more, if given). Sessions made here are driven by stream.cpp.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

using SSL = struct ssl_st;  // OpenSSL's own forward declaration
using SSL_CTX = struct ssl_ctx_st;

namespace croupier::net {

class TlsContext {
public:
    // The errors are one sentence for the operator, with OpenSSL's reason.
    static base::Result<std::shared_ptr<TlsContext>, std::string> for_server(
        const std::string& certificate_file, const std::string& private_key_file);
    static base::Result<std::shared_ptr<TlsContext>, std::string> for_client(
        const std::string& extra_ca_file);

    explicit TlsContext(SSL_CTX* owned);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    // Owned by the caller; null when OpenSSL has no memory. The client's session will only stand
    // with a server that proves to be `host`, a name or an address.
    [[nodiscard]] SSL* server_session() const;
    [[nodiscard]] SSL* client_session(const std::string& host) const;

private:
    SSL_CTX* context_;
};

}  // namespace croupier::net
