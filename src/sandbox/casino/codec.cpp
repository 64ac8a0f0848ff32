// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/codec.h"

#include "base/text.h"

namespace croupier::sandbox::casino {

namespace {

using base::Json;
using Kind = Json::Kind;
using Text = std::optional<std::string>;

constexpr std::int64_t bet_id_max = (std::int64_t{1} << 53) - 1;

Json text(std::string_view value) { return Json::string(value); }
Json money(domain::Money value) { return Json::string(domain::to_text(value)); }
Json number(std::int64_t value) { return Json::integer(value); }

const Json* member(const Json& data, std::string_view name) {
    const Json* found = data.find(name);
    return found != nullptr && !found->is(Kind::null) ? found : nullptr;
}

// A string, or the digits of a number.
Outcome<Text> read_text(const Json& data, std::string_view name) {
    const Json* found = member(data, name);
    if (found == nullptr) return Text();
    if (found->is(Kind::string)) return Text(found->as_string());
    if (found->is(Kind::number)) return Text(found->number_text());
    return base::fail(Code::invalid_request);
}

Outcome<Text> read_id(const Json& data, std::string_view name) {
    CROUPIER_TRY(auto id, read_text(data, name));
    if (id && !base::is_wire_id(*id)) return base::fail(Code::invalid_request);
    return id;
}

Outcome<std::string> required(Outcome<Text> read) {
    CROUPIER_TRY(auto value, std::move(read));
    if (!value) return base::fail(Code::invalid_request);
    return *std::move(value);
}

Outcome<std::optional<std::int64_t>> read_number(const Json& data, std::string_view name) {
    CROUPIER_TRY(const auto digits, read_text(data, name));
    if (!digits) return std::optional<std::int64_t>();
    const auto value = base::parse_i64(*digits);
    if (!value) return base::fail(Code::invalid_request);
    return value;
}

Outcome<std::int64_t> read_bet_id(const Json& data, std::string_view name) {
    CROUPIER_TRY(const auto id, read_number(data, name));
    if (!id || *id < 1 || *id > bet_id_max) return base::fail(Code::invalid_request);
    return *id;
}

// What make and cashback have in common.
Outcome<MakeCall> read_transaction(const Json& data, std::int64_t bet_id) {
    MakeCall call;
    call.bet_id = bet_id;
    CROUPIER_TRY(call.player, required(read_id(data, "PartnerUserId")));
    CROUPIER_TRY(const auto type, read_number(data, "TransactionType"));
    const auto known_type = type ? parse_transaction_type(*type) : std::nullopt;
    if (!known_type) return base::fail(Code::invalid_request);
    call.type = *known_type;
    CROUPIER_TRY(call.amount, required(read_text(data, "Amount")));
    CROUPIER_TRY(call.tax_amount, read_text(data, "TaxAmount"));
    CROUPIER_TRY(call.transaction_id, read_id(data, "TransactionId"));
    CROUPIER_TRY(call.currency, read_text(data, "CurrencyCode"));
    return call;
}

Json with_outcome(Json json, const MakeAnswer& answer) {
    json.set("ErrorCode", number(static_cast<int>(answer.code)));
    json.set("Message", text(message(answer.code)));
    if (answer.partner_transaction_id)
        json.set("PartnerTransactionId", text(*answer.partner_transaction_id));
    if (answer.balance) json.set("Balance", money(*answer.balance));
    return json;
}

}  // namespace

std::optional<std::string> read_token(std::string_view body) {
    const auto json = base::parse_json(body, wire_limits);
    if (!json.ok() || !json.value().is(Kind::string)) return std::nullopt;
    return json.value().as_string();
}

Outcome<Json> read_data(const Json& claims) {
    const Json* data = claims.find("data");
    if (data == nullptr || !data->is(Kind::string)) return base::fail(Code::invalid_request);
    auto json = base::parse_json(data->as_string(), wire_limits);
    if (!json.ok()) return base::fail(Code::invalid_request);
    const Kind kind = json.value().kind();
    if (kind != Kind::object && kind != Kind::array) return base::fail(Code::invalid_request);
    return std::move(json).value();
}

Outcome<AuthCall> read_auth(const Json& data) {
    const Json* token = member(data, "RefreshToken");
    if (token == nullptr || !token->is(Kind::string)) return base::fail(Code::invalid_request);
    return AuthCall{token->as_string()};
}

Outcome<DataCall> read_user_data(const Json& data) {
    CROUPIER_TRY(auto player, required(read_id(data, "PartnerUserId")));
    return DataCall{std::move(player)};
}

Outcome<MakeCall> read_make(const Json& data) {
    CROUPIER_TRY(const auto bet_id, read_bet_id(data, "BetId"));
    CROUPIER_TRY(auto call, read_transaction(data, bet_id));
    CROUPIER_TRY(call.promo_code, read_text(data, "PromoCode"));
    return call;
}

Outcome<std::vector<MakeCall>> read_make_list(const Json& data) {
    const Json* list = data.is(Kind::array) ? &data : member(data, "Transactions");
    if (list == nullptr || !list->is(Kind::array)) return base::fail(Code::invalid_request);
    std::vector<MakeCall> calls;
    for (const Json& element : list->elements()) {
        CROUPIER_TRY(auto call, read_make(element));
        calls.push_back(std::move(call));
    }
    return calls;
}

Outcome<InfoCall> read_info(const Json& data) {
    InfoCall call;
    CROUPIER_TRY(call.bet_id, read_bet_id(data, "BetId"));
    CROUPIER_TRY(call.player, read_id(data, "PartnerUserId"));
    return call;
}

Outcome<CloseCall> read_close(const Json& data) {
    CloseCall call;
    CROUPIER_TRY(call.bet_id, read_bet_id(data, "BetId"));
    const Json* closed = member(data, "Closed");
    if (closed == nullptr || !closed->is(Kind::boolean)) return base::fail(Code::invalid_request);
    call.closed = closed->as_boolean();
    CROUPIER_TRY(call.sequence, read_number(data, "Seq"));
    return call;
}

Outcome<MakeCall> read_cashback(const Json& data) {
    const bool named = member(data, "CashbackId") != nullptr;
    CROUPIER_TRY(const auto id, read_bet_id(data, named ? "CashbackId" : "BetId"));
    if (named && member(data, "BetId") != nullptr) {
        CROUPIER_TRY(const auto bet_id, read_bet_id(data, "BetId"));
        if (bet_id != id) return base::fail(Code::invalid_request);
    }
    CROUPIER_TRY(auto call, read_transaction(data, id));
    if (call.type != TransactionType::payout && call.type != TransactionType::payout_return) {
        return base::fail(Code::invalid_request);
    }
    call.cashback = true;
    return call;
}

std::string write_envelope(Code code, const Json& value) {
    Json json = Json::object();
    json.set("ErrorCode", number(static_cast<int>(code))).set("Message", text(message(code)));
    if (!value.is(Kind::null)) json.set("Value", value);
    return base::to_text(json);
}

Json value_of(const AuthAnswer& answer) {
    Json json = Json::object();
    json.set("PartnerUserId", text(answer.player)).set("RefreshToken", text(answer.refresh_token));
    json.set("CurrencyCode", text(answer.balance.currency().code()))
        .set("LanguageCode", text(answer.language));
    if (!answer.country.empty()) json.set("CountryCode", text(answer.country));
    json.set("IsTest", Json::boolean(answer.is_test)).set("Balance", money(answer.balance));
    return json;
}

Json value_of(const domain::Money& balance) {
    return Json::object().set("Balance", money(balance));
}

Json value_of(const MakeAnswer& answer) {
    Json json = Json::object();
    if (answer.partner_transaction_id)
        json.set("PartnerTransactionId", text(*answer.partner_transaction_id));
    if (answer.balance) json.set("Balance", money(*answer.balance));
    return json.members().empty() ? Json() : json;
}

Json value_of(const std::vector<MakeCall>& calls, const std::vector<MakeAnswer>& answers) {
    Json list = Json::array();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        Json element = Json::object();
        if (calls[i].transaction_id) element.set("TransactionId", text(*calls[i].transaction_id));
        list.push(with_outcome(std::move(element), answers[i]));
    }
    return Json::object().set("Transactions", std::move(list));
}

Json value_of(const InfoCall& call, const InfoAnswer& answer) {
    Json list = Json::array();
    for (const BookedTransaction& transaction : answer.transactions) {
        Json element = Json::object();
        element.set("BetId", number(call.bet_id));
        element.set("PartnerTransactionId", text(transaction.partner_transaction_id));
        if (transaction.transaction_id)
            element.set("TransactionId", text(*transaction.transaction_id));
        element.set("TransactionType", number(static_cast<int>(transaction.type)));
        element.set("Amount", money(transaction.amount));
        if (transaction.tax_amount) element.set("TaxAmount", money(*transaction.tax_amount));
        element.set("CreatedAt", text(base::to_rfc3339(transaction.at)));
        list.push(std::move(element));
    }
    Json json = Json::object();
    json.set("Closed", Json::boolean(answer.closed)).set("Transactions", std::move(list));
    return json;
}

std::string write_accept(const MakeCall& call, const MakeAnswer& answer, Dialect dialect) {
    Json json = Json::object();
    if (call.cashback) json.set("CashbackId", number(call.bet_id));
    json.set("BetId", number(call.bet_id)).set("PartnerUserId", text(call.player));
    json.set("TransactionType", number(static_cast<int>(call.type)))
        .set("Amount", text(call.amount));
    if (call.tax_amount) json.set("TaxAmount", text(*call.tax_amount));
    if (dialect == Dialect::ours && call.transaction_id)
        json.set("TransactionId", text(*call.transaction_id));
    MakeAnswer told = answer;
    if (dialect == Dialect::stock) told.balance.reset();
    return base::to_text(with_outcome(std::move(json), told));
}

}  // namespace croupier::sandbox::casino
