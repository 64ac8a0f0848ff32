// SPDX-License-Identifier: Apache-2.0
#include "casino_api/fields.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"

namespace croupier::casino_api {

namespace {
using base::Json;
using domain::TransactionType;
constexpr std::string_view client_prefix = "PartnerClient-";
constexpr std::size_t language_size_max = 35;
constexpr std::string_view language_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::int64_t bet_id_max = (std::int64_t{1} << 53) - 1;

std::optional<domain::BetId> bet_id_of(std::optional<std::int64_t> number) {
    if (!number || *number < 1 || *number > bet_id_max) return std::nullopt;
    return domain::BetId(static_cast<std::uint64_t>(*number));
}
}  // namespace

std::optional<std::string> as_language(const Json& json) {
    auto text = base::as_token(json);
    if (!text || text->empty() || text->size() > language_size_max) return std::nullopt;
    if (text->find_first_not_of(language_characters) != std::string::npos) return std::nullopt;
    return text;
}

std::optional<domain::Currency> as_currency(const Json& json) {
    auto code = base::as_token(json);
    if (!code) return std::nullopt;
    std::transform(code->begin(), code->end(), code->begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return domain::Currency::from_code(*code);
}

std::optional<domain::BetId> as_bet_id(const Json& json) { return bet_id_of(base::as_whole(json)); }

std::optional<domain::BetId> parse_bet_id(std::string_view text) {
    return bet_id_of(base::parse_i64(text));
}

std::optional<TransactionType> as_transaction_type(const Json& json) {
    const auto number = base::as_whole(json);
    return number ? domain::transaction_type_from(*number) : std::nullopt;
}

std::optional<domain::PartnerTransactionId> as_booking(const Json& json) {
    if (json == Json::string("")) return domain::PartnerTransactionId("");
    const auto id = base::as_id(json);
    if (!id) return std::nullopt;
    return domain::PartnerTransactionId(*id);
}

base::Reading<std::optional<domain::TransactionId>> read_transaction_id(const Json& object) {
    CROUPIER_TRY(const auto text, base::helping(object, "TransactionId", base::as_token));
    const auto uuid = text ? base::parse_uuid(*text) : std::nullopt;
    if (!uuid) return std::optional<domain::TransactionId>();
    return std::optional(domain::TransactionId(*uuid));
}

base::Reading<std::string> read_amount(const Json& object, TransactionType type) {
    CROUPIER_TRY(std::string amount, base::required(object, "Amount", base::as_decimal));
    if (!amount.starts_with('-')) return amount;
    if (type == TransactionType::stake || type == TransactionType::payout_return) {
        return amount.substr(1);
    }
    return base::fail("Amount is negative");
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
