// SPDX-License-Identifier: Apache-2.0
// Who calls? Casinos log in with their secret and get an access token of an hour, a JWT of the
// hub's own; every other call brings it as a Bearer. Holding a VerifiedCasino is having been
// checked: only this room's CasinoAuth makes one.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include "base/executor.h"
#include "base/log_throttle.h"
#include "base/loop.h"
#include "casino_api/key_ring.h"
#include "casino_api/login_limit.h"
#include "crypto/digest.h"
#include "net/http.h"

namespace croupier::casino_api {

class VerifiedCasino {
public:
    [[nodiscard]] domain::CasinoId id() const noexcept { return id_; }

private:
    friend class CasinoAuth;
    explicit VerifiedCasino(domain::CasinoId id) : id_(id) {}
    domain::CasinoId id_;
};

struct LogIn {
    domain::CasinoId casino;
    crypto::Secret secret;
    std::string peer;  // address, so that one who guesses does not shut out the casino
};

struct AccessToken {
    std::string token;
    std::string scope;
    base::Duration lifetime;
};

// What a casino hears about a token it received from the hub.
struct TokenReport {
    bool valid = false;
    std::string reason;
    base::Json claims;
};

// Loop thread only; signatures are made on the crypto pool.
class CasinoAuth {
public:
    struct Parts {
        base::Loop& loop;
        usecases::DirectorySource& directory;
        base::Executor& crypto;
        std::string issuer;  // the hub's public URL
        std::size_t tokens_max = 4096;
        LoginLimitPolicy logins{};
        base::Duration retired_keys_shown_for = retired_keys_shown_for_default;
    };
    explicit CasinoAuth(Parts parts);

    // A disabled casino may log in: its accepts and reads go on. A wrong secret and an unknown
    // client look the same. `done` runs once, never inside this call.
    void log_in(const LogIn& request, std::function<void(domain::Outcome<AccessToken>)> done);
    // `unauthorized`, or the casino whose token the request bears. Tokens seen before cost one
    // hash.
    domain::Outcome<VerifiedCasino> check(const net::Request& request);
    TokenReport inspect(const VerifiedCasino& casino, std::string_view token);
    base::Json key_set() { return keys_.keys(parts_.loop.now())->jwks; }
    [[nodiscard]] std::size_t tokens_kept() const { return known_.size(); }

private:
    struct KnownToken {
        domain::CasinoId casino;
        base::Instant expires;
        std::string secret_mark;
    };
    domain::Outcome<KnownToken> verify(std::string_view token, const PublicKeys& keys) const;
    [[nodiscard]] domain::Outcome<VerifiedCasino> still_good(const KnownToken& token) const;
    void remember(const crypto::Sha256& hash, const KnownToken& token);
    [[nodiscard]] const usecases::SigningKeyEntry* token_key(
        const usecases::Directory& directory) const;

    Parts parts_;
    KeyRing keys_;
    LoginLimit logins_;
    base::LogThrottle refusals_;
    std::shared_ptr<const PublicKeys> known_under_;
    std::map<crypto::Sha256, KnownToken> known_;
    std::deque<crypto::Sha256> known_by_age_;
};

}  // namespace croupier::casino_api
