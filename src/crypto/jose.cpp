// SPDX-License-Identifier: Apache-2.0
// Tokens: the compact form, what is checked of it and in which order.
#include "crypto/jose.h"

#include <array>

#include "base/text.h"
#include "crypto/key_pair.h"

namespace croupier::crypto {

namespace {

using base::Json;

struct Parts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signed_text;  // header.payload
};

std::optional<Parts> split_token(std::string_view token) {
    const auto first = token.find('.');
    if (first == std::string_view::npos) return std::nullopt;
    const auto second = token.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const Parts parts{
        token.substr(0, first), token.substr(first + 1, second - first - 1),
        token.substr(second + 1), token.substr(0, second)};
    if (parts.signature.find('.') != std::string_view::npos) return std::nullopt;
    return parts;
}

// A claim may hold a whole list of payments as one string (contract, make-list: 500 elements).
constexpr base::JsonLimits part_limits{1024 * 1024, 16, 1024 * 1024};

base::Result<Json, JoseFault> decode_object(std::string_view part) {
    const auto text = base::from_base64url(part);
    if (!text) return base::fail(JoseFault::malformed);
    auto json = base::parse_json(*text, part_limits);
    if (!json.ok() || !json.value().is(Json::Kind::object)) return base::fail(JoseFault::malformed);
    return std::move(json).value();
}

struct Header {
    SigningAlgorithm algorithm;
    std::optional<std::string_view> kid;
};

base::Result<Header, JoseFault> read_header(const Json& header) {
    // "crit" lists what a reader must understand to be safe (RFC 7515, 4.1.11); we understand none.
    if (header.find("crit") != nullptr) return base::fail(JoseFault::malformed);
    const Json* alg = header.find("alg");
    const Json* kid = header.find("kid");
    if (alg == nullptr || !alg->is(Json::Kind::string)) return base::fail(JoseFault::malformed);
    if (kid != nullptr && !kid->is(Json::Kind::string)) return base::fail(JoseFault::malformed);
    const auto algorithm = parse_signing_algorithm(alg->as_string());
    if (!algorithm) return base::fail(JoseFault::wrong_algorithm);  // "none" too
    return Header{
        *algorithm,
        kid == nullptr ? std::nullopt : std::optional<std::string_view>(kid->as_string())};
}

// NumericDate (RFC 7519 section 2): seconds, perhaps with a fraction. Nothing for other numbers.
std::optional<base::Instant> read_numeric_date(const Json& date) {
    if (!date.is(Json::Kind::number)) return std::nullopt;
    constexpr std::uint64_t seconds_max = 1'000'000'000'000;
    const std::string_view text = date.number_text();
    const auto point = text.find('.');
    const auto seconds = base::parse_u64(text.substr(0, point));
    if (!seconds || *seconds > seconds_max) return std::nullopt;
    std::string ms = "000";
    if (point != std::string_view::npos) {
        const std::string_view fraction = text.substr(point + 1);
        if (fraction.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
        for (std::size_t i = 0; i < ms.size() && i < fraction.size(); ++i)
            ms[i] = fraction[i];
    }
    return base::Instant{
        static_cast<std::int64_t>(*seconds * 1000 + base::parse_u64(ms).value_or(0))};
}

}  // namespace

std::string_view to_text(SigningAlgorithm algorithm) {
    switch (algorithm) {
    case SigningAlgorithm::rs256:
        return "RS256";
    case SigningAlgorithm::es256:
        return "ES256";
    case SigningAlgorithm::eddsa:
        return "EdDSA";
    }
    return "";
}

std::optional<SigningAlgorithm> parse_signing_algorithm(std::string_view text) {
    for (const auto each :
         {SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa}) {
        if (to_text(each) == text) return each;
    }
    return std::nullopt;
}

std::string_view to_text(JoseFault fault) {
    switch (fault) {
    case JoseFault::malformed:
        return "malformed";
    case JoseFault::unknown_key:
        return "unknown key";
    case JoseFault::wrong_algorithm:
        return "wrong algorithm";
    case JoseFault::bad_signature:
        return "bad signature";
    case JoseFault::bad_key:
        return "bad key";
    case JoseFault::not_yet_valid:
        return "not yet valid";
    case JoseFault::expired:
        return "expired";
    }
    return "";
}

std::string sign_jwt(const SigningKey& key, const Json& claims) {
    const Json header = Json::object()
                            .set("alg", Json::string(to_text(key.algorithm())))
                            .set("typ", Json::string("JWT"))
                            .set("kid", Json::string(key.kid()));
    std::string token = base::to_base64url(to_text(header));
    token += '.';
    token += base::to_base64url(to_text(claims));
    const std::string signature = base::to_base64url(key.sign(token));
    token += '.';
    token += signature;
    return token;
}

base::Result<JwkSet, JoseFault> JwkSet::parse(const Json& set) {
    const Json* keys = set.find("keys");
    if (keys == nullptr || !keys->is(Json::Kind::array)) return base::fail(JoseFault::malformed);
    JwkSet out;
    for (const Json& jwk : keys->elements()) {
        auto key = parse_public_jwk(jwk);
        if (!key) continue;
        out.keys_.push_back({std::move(key->kid), key->algorithm, std::move(key->pair)});
    }
    return out;
}

Json JwkSet::to_json(const std::vector<Json>& public_jwks) {
    return Json::object().set("keys", Json::array(public_jwks));
}

base::Result<Jwt, JoseFault> JwkSet::verify(std::string_view token) const {
    const auto parts = split_token(token);
    if (!parts) return base::fail(JoseFault::malformed);
    CROUPIER_TRY(Json header_json, decode_object(parts->header));
    CROUPIER_TRY(const Header header, read_header(header_json));
    const auto signature = base::from_base64url(parts->signature);
    if (!signature) return base::fail(JoseFault::malformed);

    JoseFault fault = JoseFault::unknown_key;
    for (const PublicKey& key : keys_) {
        if (header.kid && *header.kid != key.kid) continue;
        if (header.algorithm != key.algorithm) {
            if (fault == JoseFault::unknown_key) fault = JoseFault::wrong_algorithm;
            continue;
        }
        if (!verify_raw(*key.pair, key.algorithm, parts->signed_text, *signature)) {
            fault = JoseFault::bad_signature;
            continue;
        }
        // Only now: what is not signed is not worth reading.
        CROUPIER_TRY(Json claims, decode_object(parts->payload));
        return Jwt{std::move(header_json), std::move(claims)};
    }
    return base::fail(fault);
}

base::Result<void, JoseFault> check_times(
    const Json& claims, base::Instant now, base::Duration skew) {
    if (const Json* nbf = claims.find("nbf")) {
        const auto from = read_numeric_date(*nbf);
        if (!from) return base::fail(JoseFault::malformed);
        if (*from > now + skew) return base::fail(JoseFault::not_yet_valid);
    }
    const Json* exp = claims.find("exp");
    if (exp == nullptr) return base::fail(JoseFault::expired);
    const auto until = read_numeric_date(*exp);
    if (!until) return base::fail(JoseFault::malformed);
    if (now - skew >= *until) return base::fail(JoseFault::expired);
    return {};
}

}  // namespace croupier::crypto
