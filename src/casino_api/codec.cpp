// SPDX-License-Identifier: Apache-2.0
#include "casino_api/codec.h"

#include "base/text.h"
#include "casino_api/errors.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::Json;
using domain::ErrorCode;

Json text(std::string_view value) { return Json::string(value); }
Json bet_number(domain::BetId bet) { return Json::integer(static_cast<std::int64_t>(bet.value())); }

std::optional<domain::ListedTransaction> read_listed(
    const Json& element, domain::Currency currency) {
    const auto type_number = integer_field(element, "TransactionType");
    const auto type = type_number ? domain::transaction_type_from(*type_number) : std::nullopt;
    const auto digits = digits_field(element, "Amount");
    if (!type || !digits) return std::nullopt;
    const auto amount = domain::parse_money(*digits, currency, domain::ExtraDigits::ignore_zeros);
    if (!amount.ok() || amount.value().is_negative()) return std::nullopt;
    return domain::ListedTransaction{
        transaction_id_field(element, "TransactionId"),
        domain::PartnerTransactionId(id_field(element, "PartnerTransactionId").value_or("")), *type,
        amount.value()};
}

}  // namespace

std::string make_data(
    const domain::Bet& bet, std::size_t ordinal, const domain::CasinoTerms& terms) {
    const domain::Transfer& transfer = bet.transfers.at(ordinal);
    Json data = Json::object();
    data.set("Amount", text(domain::to_text(transfer.amount)));
    data.set("BetId", bet_number(bet.id));
    data.set("PartnerUserId", text(bet.partner_user.value()));
    data.set("TransactionType", Json::integer(static_cast<int>(transfer.type)));
    // The hub withholds no tax: casinos that book tax get the documented field all the same.
    if (terms.sends_tax) data.set("TaxAmount", text("0"));
    if (bet.tag_id != 0) data.set("TagId", Json::integer(bet.tag_id));
    data.set("TransactionId", text(base::to_text(transfer.id.value())));
    data.set("GameId", Json::integer(static_cast<std::int64_t>(bet.game.value())));
    if (!bet.round.value().empty()) data.set("RoundId", text(bet.round.value()));
    data.set("CurrencyCode", text(bet.currency.code()));
    return base::to_ascii_text(data);
}

std::string info_data(const domain::Bet& bet) {
    Json data = Json::object();
    data.set("BetId", bet_number(bet.id));
    data.set("PartnerUserId", text(bet.partner_user.value()));
    return base::to_ascii_text(data);
}

std::string close_data(const domain::Bet& bet, const domain::NextCall& call) {
    Json data = Json::object();
    data.set("BetId", text(std::to_string(bet.id.value())));
    data.set("Closed", Json::boolean(call.kind == domain::CallKind::close));
    data.set("Seq", Json::integer(static_cast<std::int64_t>(call.seq)));
    return base::to_ascii_text(data);
}

std::string auth_data(const crypto::Secret& refresh_token, std::int64_t tag_id) {
    Json data = Json::object();
    data.set("RefreshToken", text(refresh_token.reveal()));
    if (tag_id != 0) data.set("TagId", Json::integer(tag_id));
    return base::to_ascii_text(data);
}

std::string user_data(const domain::PartnerUserId& user, std::int64_t tag_id) {
    Json data = Json::object();
    data.set("PartnerUserId", text(user.value()));
    data.set("TagId", Json::integer(tag_id));
    return base::to_ascii_text(data);
}

std::optional<Answer> read_answer(std::string_view body) {
    auto json = base::parse_json(body, base::peer_body);
    if (!json.ok() || !json.value().is(Json::Kind::object)) return std::nullopt;
    const Json* code = field(json.value(), "ErrorCode");
    if (code == nullptr || !code->is(Json::Kind::number)) return std::nullopt;
    const auto number = base::parse_i64(code->number_text());
    if (!number) return std::nullopt;
    Answer answer{*number, text_field(json.value(), "Message").value_or(""), {}};
    const Json* value = field(json.value(), "Value");
    if (value != nullptr && value->is(Json::Kind::object)) answer.value = *value;
    return answer;
}

domain::CasinoAnswer read_make_answer(
    const Answer& answer, const domain::CasinoTerms& terms, domain::Currency currency) {
    const Meaning meaning = meaning_of(answer.error_code, terms);
    domain::CasinoAnswer read;
    read.verdict = meaning.verdict;
    read.refusal = meaning.refusal;
    read.partner_transaction =
        domain::PartnerTransactionId(id_field(answer.value, "PartnerTransactionId").value_or(""));
    read.balance = read_balance(answer.value, currency);
    return read;
}

domain::CloseVerdict read_close_answer(const Answer& answer) {
    if (answer.error_code == static_cast<int>(WireCode::success)) return domain::CloseVerdict::done;
    if (answer.error_code == static_cast<int>(WireCode::invalid_request)) {
        return domain::CloseVerdict::refused_for_good;
    }
    return domain::CloseVerdict::unknown;
}

std::optional<domain::CasinoRecord> read_record(
    const Answer& answer, domain::BetId bet, domain::Currency currency) {
    // A casino of the hub's own dialect that does not know the bet has booked nothing of it.
    if (answer.error_code == static_cast<int>(WireCode::not_found)) return domain::CasinoRecord{};
    if (answer.error_code != static_cast<int>(WireCode::success)) return std::nullopt;
    const Json* list = field(answer.value, "Transactions");
    if (list == nullptr || !list->is(Json::Kind::array)) return std::nullopt;
    domain::CasinoRecord record;
    record.closed = boolean_field(answer.value, "Closed");
    for (const Json& element : list->elements()) {
        const bool names_bet = field(element, "BetId") != nullptr;
        const auto named = bet_id_field(element, "BetId");
        if (names_bet && !named) return std::nullopt;
        if (named && *named != bet) continue;  // a list of more than was asked for
        auto listed = read_listed(element, currency);
        if (!listed) return std::nullopt;
        record.transactions.push_back(std::move(*listed));
    }
    return record;
}

domain::Outcome<usecases::AuthenticatedUser> read_user(
    const Answer& answer, const domain::CasinoTerms& terms, const crypto::Secret& refresh_token) {
    if (answer.error_code != static_cast<int>(WireCode::success)) {
        return domain::refuse(
            user_error_of(answer.error_code, terms),
            "users/auth answered " + std::to_string(answer.error_code));
    }
    const auto user = id_field(answer.value, "PartnerUserId");
    if (!user) {
        return domain::refuse(ErrorCode::counterparty_failed, "users/auth without PartnerUserId");
    }
    const auto code = text_field(answer.value, "CurrencyCode");
    auto currency = code ? domain::Currency::from_code(*code) : std::nullopt;
    if (!code && terms.currencies.size() == 1) currency = terms.currencies.front();
    if (!currency) {
        return domain::refuse(ErrorCode::counterparty_failed, "users/auth without known currency");
    }
    const auto token = text_field(answer.value, "RefreshToken");
    return usecases::AuthenticatedUser{
        domain::PartnerUserId(*user),
        token && !token->empty() ? crypto::Secret(*token) : refresh_token,
        *currency,
        language_field(answer.value, "LanguageCode").value_or(""),
        id_field(answer.value, "CountryCode").value_or(""),
        boolean_field(answer.value, "IsTest").value_or(false),
        read_balance(answer.value, *currency)};
}

std::optional<domain::Money> read_balance(const Json& value, domain::Currency currency) {
    const auto digits = digits_field(value, "Balance");
    if (!digits) return std::nullopt;
    const auto balance = domain::parse_money(*digits, currency, domain::ExtraDigits::cut);
    return balance.ok() ? std::optional(balance.value()) : std::nullopt;
}

}  // namespace croupier::casino_api
