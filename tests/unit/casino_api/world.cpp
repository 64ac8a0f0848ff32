// SPDX-License-Identifier: Apache-2.0
#include "unit/casino_api/world.h"

#include "base/check.h"
#include "base/text.h"
#include "crypto/digest.h"

namespace croupier::test {

domain::Currency eur() { return *domain::Currency::from_code("EUR"); }
domain::Money euros(std::int64_t cents) { return {cents, eur()}; }

base::Uuid uuid_of(std::uint8_t last) {
    base::Uuid uuid;
    uuid.bytes[15] = last;
    return uuid;
}

const crypto::SigningKey& rsa_key() {
    static const auto key = crypto::SigningKey::generate(crypto::SigningAlgorithm::rs256);
    return key;
}

const crypto::SigningKey& other_rsa_key() {
    static const auto key = crypto::SigningKey::generate(crypto::SigningAlgorithm::rs256);
    return key;
}

domain::CasinoTerms casino_terms(domain::CasinoId id) {
    domain::CasinoTerms terms;
    terms.id = id;
    terms.name = "Seven";
    terms.api_url = "http://127.0.0.1:9/partner";
    terms.currencies = {eur()};
    return terms;
}

usecases::SigningKeyEntry key_entry(
    const crypto::SigningKey& key, usecases::KeyState state, base::Instant since) {
    usecases::SigningKeyEntry entry{key, state, since, std::nullopt, std::nullopt};
    if (state != usecases::KeyState::next) entry.activated_at = since;
    if (state == usecases::KeyState::retired) entry.retired_at = since;
    return entry;
}

usecases::Directory directory() {
    usecases::Directory made;
    made.version = 1;
    made.casinos[casino_7] = {casino_terms(), crypto::sha256_hex("open sesame")};
    made.keys.push_back(key_entry(
        rsa_key(), usecases::KeyState::active, FakeLoop::start - std::chrono::hours(24 * 90)));
    return made;
}

usecases::DirectoryPtr share(usecases::Directory directory) {
    return std::make_shared<const usecases::Directory>(std::move(directory));
}

domain::Bet bet() {
    domain::Bet made{
        .id = domain::BetId(9'007'199'254'740'991),
        .player = {domain::Slot(5), domain::PlayerId(uuid_of(3))},
        .casino = casino_7,
        .partner_user = domain::PartnerUserId("user \"1\""),
        .provider = domain::ProviderId(uuid_of(4)),
        .provider_bet = domain::ProviderBetId("p1"),
        .session = domain::SessionId(uuid_of(2)),
        .game = domain::GameId(12),
        .round = domain::RoundId("round-1"),
        .currency = eur(),
        .win = std::nullopt,
        .content = "",
        .created_at = FakeLoop::start,
        .hold_until = {},
        .doubt_since = std::nullopt,
        .info_due = {},
        .closing = {},
        .transfers = {}};
    add(made, domain::TransactionType::stake, euros(1050));
    return made;
}

void add(domain::Bet& bet, domain::TransactionType type, domain::Money amount) {
    bet.transfers.push_back(domain::Transfer{
        .id = domain::TransactionId(uuid_of(static_cast<std::uint8_t>(bet.transfers.size() + 1))),
        .type = type,
        .amount = amount,
        .refusal = std::nullopt,
        .payout_key = {},
        .undoes = std::nullopt,
        .partner_transaction = {},
        .decided_at = FakeLoop::start,
        .received_at = std::nullopt,
        .settled_at = std::nullopt,
        .due = {}});
}

namespace {

std::string token_of(const std::string& body) {
    const auto literal = base::parse_json(body);
    CROUPIER_CHECK(literal.ok() && literal.value().is(base::Json::Kind::string));
    return literal.value().as_string();
}

}  // namespace

base::Json claims_of(const std::string& body, const std::vector<crypto::SigningKey>& keys) {
    std::vector<base::Json> jwks;
    for (const auto& key : keys)
        jwks.push_back(key.public_jwk());
    const auto set = crypto::JwkSet::parse(crypto::JwkSet::to_json(jwks));
    CROUPIER_CHECK(set.ok());
    const auto jwt = set.value().verify(token_of(body));
    return jwt.ok() ? jwt.value().claims : base::Json::object();
}

base::Json header_of(const std::string& body) {
    const std::string token = token_of(body);
    const auto bytes = base::from_base64url(token.substr(0, token.find('.')));
    CROUPIER_CHECK(bytes.has_value());
    const auto header = base::parse_json(*bytes);
    CROUPIER_CHECK(header.ok());
    return header.value();
}

std::string text_of(const base::Json& object, std::string_view name) {
    const auto* member = object.find(name);
    if (member == nullptr || !member->is(base::Json::Kind::string)) return "<absent>";
    return member->as_string();
}

std::int64_t integer_of(const base::Json& object, std::string_view name) {
    const auto* member = object.find(name);
    if (member == nullptr || !member->is(base::Json::Kind::number)) return -1;
    return base::parse_i64(member->number_text()).value_or(-1);
}

}  // namespace croupier::test
