// SPDX-License-Identifier: Apache-2.0
#include "casino_api/auth.h"

#include "base/log.h"
#include "base/text.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::Json;
using domain::ErrorCode;

constexpr std::string_view partner_scope = "partner";
constexpr base::Duration token_lifetime{3600'000};
constexpr std::size_t token_bytes_max = 4096;
// What a casino of ours tolerates, so that /auth/verify says what it would say.
constexpr base::Duration inspection_skew{5000};

// Ties a token to the secret that it was given for, and tells nothing about it.
std::string mark_of(const usecases::CasinoEntry& casino) {
    return crypto::sha256_hex(casino.secret_sha256).substr(0, 16);
}

Json access_claims(
    const std::string& issuer, const usecases::CasinoEntry& casino, base::Instant now) {
    Json claims = Json::object();
    claims.set("iss", Json::string(issuer));
    claims.set("client_id", Json::string(client_id_text(casino.terms.id)));
    claims.set("secret_mark", Json::string(mark_of(casino)));
    claims.set("scope", Json::string(partner_scope));
    claims.set("iat", Json::integer(now.unix_ms / 1000));
    claims.set("exp", Json::integer((now + token_lifetime).unix_ms / 1000));
    return claims;
}

std::optional<std::string_view> bearer_of(const net::Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const auto header = request.header("Authorization");
    if (!header || header->size() <= scheme.size()) return std::nullopt;
    if (!base::equal_ignoring_case(header->substr(0, scheme.size()), scheme)) return std::nullopt;
    const auto token = base::trim(header->substr(scheme.size()));
    return token.size() <= token_bytes_max ? std::optional(token) : std::nullopt;
}

base::Failure<domain::Error> unauthorized(std::string_view why) {
    return domain::refuse(ErrorCode::unauthorized, std::string(why));
}

}  // namespace

CasinoAuth::CasinoAuth(Parts parts)
    : parts_(std::move(parts)),
      keys_(parts_.directory, parts_.retired_keys_shown_for),
      logins_(parts_.logins) {}

void CasinoAuth::log_in(
    const LogIn& request, std::function<void(domain::Outcome<AccessToken>)> done) {
    const auto refuse = [&](ErrorCode code) {
        parts_.loop.post([done, code] { done(domain::refuse(code)); });
    };
    const base::Instant now = parts_.loop.now();
    const std::string client = std::to_string(request.casino.value()) + "@" + request.peer;
    const auto directory = parts_.directory.current();
    const auto* entry = directory->casino(request.casino);
    // An unknown client costs the same comparison.
    const std::string wanted = entry != nullptr ? entry->secret_sha256 : std::string(64, '-');
    const std::string given = crypto::sha256_hex(request.secret.reveal());
    if (!crypto::constant_time_equal(given, wanted)) {
        // The right secret passes all the same: behind one address there may be many.
        if (!logins_.may_try(client, now)) return refuse(ErrorCode::overloaded);
        logins_.note_failure(client, now);
        if (const auto held_back = refusals_.admit(now)) {  // anybody may cause these lines
            base::log_warning(
                "casino_login_refused", {{"casino", request.casino.value()},
                                         {"peer", request.peer},
                                         {"held_back", *held_back}});
        }
        return refuse(ErrorCode::invalid_request);
    }
    logins_.note_success(client);
    const auto* key = token_key(*directory);
    if (key == nullptr) {
        base::log_error("no_active_signing_key");
        return refuse(ErrorCode::internal);
    }
    auto sign = [&loop = parts_.loop, key = key->key, done,
                 claims = access_claims(parts_.issuer, *entry, now)] {
        AccessToken token{"", std::string(partner_scope), token_lifetime};
        const bool whole = base::came_to_its_end(
            "an access token", [&] { token.token = crypto::sign_jwt(key, claims); });
        loop.post([done, whole, token = std::move(token)] {
            whole ? done(token) : done(domain::refuse(ErrorCode::internal));
        });
    };
    if (!parts_.crypto.run(std::move(sign))) refuse(ErrorCode::overloaded);
}

domain::Outcome<VerifiedCasino> CasinoAuth::check(const net::Request& request) {
    const auto token = bearer_of(request);
    if (!token) return unauthorized("no bearer");
    const base::Instant now = parts_.loop.now();
    const auto keys = keys_.keys(now);
    if (keys != known_under_) {  // a key or a casino may be gone
        known_.clear();
        known_by_age_.clear();
        known_under_ = keys;
    }
    const auto hash = crypto::sha256(*token);
    const auto known = known_.find(hash);
    if (known != known_.end()) {
        if (now >= known->second.expires) return unauthorized("expired");
        return still_good(known->second);
    }
    CROUPIER_TRY(const KnownToken verified, verify(*token, *keys));
    remember(hash, verified);
    return still_good(verified);
}

domain::Outcome<VerifiedCasino> CasinoAuth::still_good(const KnownToken& token) const {
    const auto directory = parts_.directory.current();
    const auto* entry = directory->casino(token.casino);
    if (entry == nullptr) return unauthorized("unknown client");
    if (mark_of(*entry) != token.secret_mark) return unauthorized("the secret was replaced");
    return VerifiedCasino(token.casino);
}

// The scope keeps apart what the same keys sign: calls to casinos carry none, the feed's tokens
// another.
domain::Outcome<CasinoAuth::KnownToken> CasinoAuth::verify(
    std::string_view token, const PublicKeys& keys) const {
    const auto jwt = keys.set.verify(token);
    if (!jwt.ok()) return unauthorized(crypto::to_text(jwt.error()));
    const Json& claims = jwt.value().claims;
    const auto times = crypto::check_times(claims, parts_.loop.now(), base::Duration(0));
    if (!times.ok()) return unauthorized(crypto::to_text(times.error()));
    const auto claim = [&](std::string_view name) {
        const Json* found = claims.find(name);
        return found != nullptr && found->is(Json::Kind::string) ? found->as_string() : "";
    };
    if (claim("iss") != parts_.issuer) return unauthorized("issuer of another");
    if (claim("scope") != partner_scope) return unauthorized("other scope");
    const auto casino = parse_client_id(claim("client_id"));
    if (!casino) return unauthorized("unknown client");
    const auto expires = base::optional(claims, "exp", base::as_whole_number);
    if (!expires) return unauthorized("exp is no whole number");
    return KnownToken{*casino, {*expires * 1000}, claim("secret_mark")};
}

void CasinoAuth::remember(const crypto::Sha256& hash, const KnownToken& token) {
    if (known_.size() >= parts_.tokens_max) {
        known_.erase(known_by_age_.front());
        known_by_age_.pop_front();
    }
    known_.emplace(hash, token);
    known_by_age_.push_back(hash);
}

TokenReport CasinoAuth::inspect(const VerifiedCasino& casino, std::string_view token) {
    const base::Instant now = parts_.loop.now();
    const auto jwt = keys_.keys(now)->set.verify(token);
    if (!jwt.ok()) return {false, std::string(crypto::to_text(jwt.error())), {}};
    const Json& claims = jwt.value().claims;
    const Json* client = claims.find("client_id");
    const bool own = client != nullptr && client->is(Json::Kind::string) &&
                     client->as_string() == client_id_text(casino.id());
    // Another casino's call is none of this one's business.
    if (!own) return {false, "client_id of another", {}};
    const auto times = crypto::check_times(claims, now, inspection_skew);
    if (!times.ok()) return {false, std::string(crypto::to_text(times.error())), claims};
    return {true, "", claims};
}

// RS256 where there is one, because every stock verifier knows it.
const usecases::SigningKeyEntry* CasinoAuth::token_key(const usecases::Directory& directory) const {
    using crypto::SigningAlgorithm;
    for (const auto algorithm :
         {SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa}) {
        const auto* key = directory.active_key(algorithm);
        if (key != nullptr) return key;
    }
    return nullptr;
}

}  // namespace croupier::casino_api
