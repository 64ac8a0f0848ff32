// SPDX-License-Identifier: Apache-2.0
// Tokens and key sets from strangers. The input stands as a whole token, as the header and as the
// payload of a truly signed one (so that what lies behind the signature is reached), and as a set.
#include "base/text.h"
#include "crypto/jose.h"
#include "fuzz/fuzz.h"

namespace base = croupier::base;
using croupier::crypto::check_times;
using croupier::crypto::JwkSet;
using croupier::crypto::Jwt;
using croupier::crypto::Secret;
using croupier::crypto::SigningAlgorithm;
using croupier::crypto::SigningKey;
using croupier::fuzz::must;

namespace {

// Fixed, so that a finding can be replayed: the Ed25519 key of RFC 8037, appendix A.
const SigningKey& signing_key() {
    static const SigningKey key =
        SigningKey::from_pem(
            Secret("-----BEGIN PRIVATE KEY-----\n"
                   "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                   "-----END PRIVATE KEY-----\n"),
            SigningAlgorithm::eddsa)
            .value();
    return key;
}

const JwkSet& own_set() {
    static const JwkSet set = JwkSet::parse(JwkSet::to_json({signing_key().public_jwk()})).value();
    return set;
}

std::string signed_token(std::string_view header, std::string_view payload) {
    const std::string text = base::to_base64url(header) + "." + base::to_base64url(payload);
    return text + "." + base::to_base64url(signing_key().sign(text));
}

void check_accepted(const Jwt& jwt) {
    must(jwt.header.find("crit") == nullptr, "no critical header is passed over");
    must(jwt.header.find("alg")->as_string() == "EdDSA", "the algorithm is the key's");
    must(jwt.claims.is(base::Json::Kind::object), "claims are an object");
    const base::Instant now{1'000'000'000'000};
    const bool strict = check_times(jwt.claims, now, base::Duration(0)).ok();
    const bool lenient = check_times(jwt.claims, now, base::Duration(5000)).ok();
    must(!strict || lenient, "skew never refuses more");
}

void check_token(const std::string& token) {
    const auto jwt = own_set().verify(token);
    if (!jwt.ok()) return;
    check_accepted(jwt.value());
    std::string changed = token;
    changed.back() = changed.back() == 'A' ? 'Q' : 'A';
    must(!own_set().verify(changed).ok(), "an accepted token has one signature");
}

void check_set(std::string_view text) {
    const auto json = base::parse_json(text);
    if (!json.ok()) return;
    const auto set = JwkSet::parse(json.value());
    if (!set.ok()) return;
    must(set.value().size() <= json.value().find("keys")->elements().size(), "no key from nothing");
    const auto jwt = set.value().verify(signed_token(R"({"alg":"EdDSA"})", "{}"));
    must(
        !jwt.ok() || text.find("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo") != text.npos ||
            text.find('\\') != text.npos,
        "only our own key verifies our token");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(croupier::fuzz::as_text(bytes, size));
    check_token(text);
    check_token(signed_token(text, "{}"));
    check_token(signed_token(R"({"alg":"EdDSA"})", text));
    check_set(text);
    return 0;
}
