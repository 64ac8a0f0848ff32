// SPDX-License-Identifier: Apache-2.0
#include "casino_api/fields.h"

#include "base/text.h"

namespace croupier::casino_api {

namespace {
using base::Json;
constexpr std::string_view client_prefix = "PartnerClient-";
constexpr std::size_t language_size_max = 35;
constexpr std::string_view language_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::int64_t bet_id_max = (std::int64_t{1} << 53) - 1;
}  // namespace

const Json* field(const Json& object, std::string_view name) {
    // The exact name first: a peer that sends both spellings means the documented one.
    const Json* found = object.find(name);
    if (found == nullptr) found = object.find_ignoring_case(name);
    return found == nullptr || found->is(Json::Kind::null) ? nullptr : found;
}

std::optional<std::string> text_field(const Json& object, std::string_view name) {
    const Json* found = field(object, name);
    if (found == nullptr || !found->is(Json::Kind::string)) return std::nullopt;
    return found->as_string();
}

std::optional<std::string> digits_field(const Json& object, std::string_view name) {
    const Json* found = field(object, name);
    if (found == nullptr) return std::nullopt;
    if (found->is(Json::Kind::number)) return found->number_text();
    return found->is(Json::Kind::string) ? std::optional(found->as_string()) : std::nullopt;
}

std::optional<std::int64_t> integer_field(const Json& object, std::string_view name) {
    const auto digits = digits_field(object, name);
    return digits ? base::parse_i64(*digits) : std::nullopt;
}

std::optional<bool> boolean_field(const Json& object, std::string_view name) {
    const Json* found = field(object, name);
    if (found == nullptr || !found->is(Json::Kind::boolean)) return std::nullopt;
    return found->as_boolean();
}

std::optional<std::string> id_field(const Json& object, std::string_view name) {
    auto text = digits_field(object, name);
    if (!text || !base::is_wire_id(*text)) return std::nullopt;
    return text;
}

std::optional<std::string> language_field(const Json& object, std::string_view name) {
    auto text = text_field(object, name);
    if (!text || text->empty() || text->size() > language_size_max) return std::nullopt;
    if (text->find_first_not_of(language_characters) != std::string::npos) return std::nullopt;
    return text;
}

std::optional<domain::BetId> bet_id_field(const Json& object, std::string_view name) {
    const auto digits = digits_field(object, name);
    return digits ? parse_bet_id(*digits) : std::nullopt;
}

std::optional<domain::BetId> parse_bet_id(std::string_view text) {
    const auto number = base::parse_i64(text);
    if (!number || *number < 1 || *number > bet_id_max) return std::nullopt;
    return domain::BetId(static_cast<std::uint64_t>(*number));
}

std::optional<domain::TransactionId> transaction_id_field(
    const Json& object, std::string_view name) {
    const auto text = text_field(object, name);
    const auto uuid = text ? base::parse_uuid(*text) : std::nullopt;
    if (!uuid) return std::nullopt;
    return domain::TransactionId(*uuid);
}

std::optional<domain::CasinoId> parse_client_id(std::string_view text) {
    if (text.starts_with(client_prefix)) text.remove_prefix(client_prefix.size());
    const auto number = base::parse_u64(text);
    if (!number) return std::nullopt;
    return domain::CasinoId(*number);
}

std::string client_id_text(domain::CasinoId casino) {
    return std::string(client_prefix) + std::to_string(casino.value());
}

}  // namespace croupier::casino_api
