// SPDX-License-Identifier: Apache-2.0
// Our side of the cross-check with a JOSE library of another language (tests/js/jose.test.mjs).
//   jose_sample sign     prints {"jwks": …, "tokens": [{"jwt", "alg"}, …]}, one of each algorithm
//   jose_sample verify   reads {"jwks": …, "tokens": [jwt, …]}, prints for each "ok" or the fault
#include <cstdio>
#include <iostream>
#include <iterator>

#include "base/json.h"
#include "crypto/jose.h"

namespace {

using croupier::base::Json;
using croupier::crypto::JwkSet;
using croupier::crypto::SigningAlgorithm;
using croupier::crypto::SigningKey;

Json sample_claims() {
    const std::int64_t now_s = croupier::base::system_now().unix_ms / 1000;
    return Json::object()
        .set("iss", Json::string("https://hub.example"))
        .set("nbf", Json::integer(now_s - 2))
        .set("exp", Json::integer(now_s + 60))
        .set("client_id", Json::string("PartnerClient-1"))
        .set("data", Json::string("{\"Amount\":\"7100.5\",\"Name\":\"Zo\xc3\xab \\/\"}"));
}

int sign() {
    std::vector<Json> jwks;
    Json tokens = Json::array();
    for (const auto each :
         {SigningAlgorithm::rs256, SigningAlgorithm::es256, SigningAlgorithm::eddsa}) {
        const SigningKey key = SigningKey::generate(each);
        jwks.push_back(key.public_jwk());
        tokens.push(Json::object()
                        .set("jwt", Json::string(sign_jwt(key, sample_claims())))
                        .set("alg", Json::string(to_text(each))));
    }
    const Json out =
        Json::object().set("jwks", JwkSet::to_json(jwks)).set("tokens", std::move(tokens));
    std::puts(to_text(out).c_str());
    return 0;
}

int verify() {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const auto input = croupier::base::parse_json(text);
    const Json* jwks = input.ok() ? input.value().find("jwks") : nullptr;
    const Json* tokens = input.ok() ? input.value().find("tokens") : nullptr;
    if (jwks == nullptr || tokens == nullptr) return 2;
    const auto set = JwkSet::parse(*jwks);
    if (!set.ok()) return 2;
    Json answers = Json::array();
    for (const Json& token : tokens->elements()) {
        const auto jwt = set.value().verify(token.as_string());
        answers.push(Json::string(jwt.ok() ? "ok" : to_text(jwt.error())));
    }
    std::puts(to_text(answers).c_str());
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view command = count == 2 ? arguments[1] : "";
    if (command == "sign") return sign();
    if (command == "verify") return verify();
    std::fputs("usage: jose_sample sign|verify\n", stderr);
    return 2;
}
