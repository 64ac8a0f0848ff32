// SPDX-License-Identifier: Apache-2.0
#include "casino_api/codec.h"

#include "base/text.h"
#include "casino_api/errors.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::Json;
using domain::ErrorCode;

constexpr std::string_view unreadable_json = "the body is no JSON object";

Json text(std::string_view value) { return Json::string(value); }
Json bet_number(domain::BetId bet) { return Json::integer(static_cast<std::int64_t>(bet.value())); }

// Beside Value, a list or an object may be the answer under another name: under that of the list
// always, under any where there is no Value. Single values cannot, and cost nothing.
bool may_list_elsewhere(const Json& envelope, bool value_given) {
    for (const auto& [name, member] : envelope.members()) {
        const bool ours = base::equal_ignoring_case(name, "ErrorCode") ||
                          base::equal_ignoring_case(name, "Message") ||
                          base::equal_ignoring_case(name, "Value");
        const bool full = (member.is(Json::Kind::array) && !member.elements().empty()) ||
                          (member.is(Json::Kind::object) && !member.members().empty());
        const bool named = base::equal_ignoring_case(name, "Transactions");
        if (!ours && full && (named || !value_given)) return true;
    }
    return false;
}

// A limit by law or choice: one that cannot be read is no reason to play without it. Digits beyond
// the scale are cut: no stake lies between.
base::Reading<std::optional<domain::Money>> read_max_stake(
    const Json& value, domain::Currency currency) {
    CROUPIER_TRY(const auto digits, base::deciding(value, "MaxStake", base::as_decimal));
    if (!digits) return std::optional<domain::Money>();
    const auto most = domain::parse_money(*digits, currency, domain::ExtraDigits::cut);
    if (digits->starts_with('-') || !most.ok()) return base::fail("MaxStake is no limit");
    return std::optional(most.value());
}

base::Reading<usecases::AuthenticatedUser> read_user_value(
    const Json& value, const domain::CasinoTerms& terms, const crypto::Secret& refresh_token) {
    CROUPIER_TRY(const auto user, base::required(value, "PartnerUserId", base::as_id));
    CROUPIER_TRY(auto currency, base::deciding(value, "CurrencyCode", as_currency));
    if (!currency && terms.currencies.size() == 1) currency = terms.currencies.front();
    if (!currency) return base::fail("CurrencyCode is missing");
    CROUPIER_TRY(const auto max_stake, read_max_stake(value, *currency));
    CROUPIER_TRY(const auto token, base::deciding(value, "RefreshToken", base::as_token));
    return usecases::AuthenticatedUser{
        domain::PartnerUserId(user),
        token && !token->empty() ? crypto::Secret(*token) : refresh_token,
        *currency,
        base::optional(value, "LanguageCode", as_language).value_or(""),
        base::optional(value, "CountryCode", base::as_id).value_or(""),
        base::optional(value, "IsTest", base::as_flag).value_or(false),
        read_balance(value, *currency),
        max_stake};
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

base::Reading<Answer> read_answer(std::string_view body) {
    const auto parsed = base::parse_json(body, base::generous_body);
    if (!parsed.ok()) return base::fail(std::string(unreadable_json));
    const Json& json = parsed.value();
    if (!json.is(Json::Kind::object)) return base::fail(std::string(unreadable_json));
    Answer answer;
    CROUPIER_TRY(answer.error_code, base::required(json, "ErrorCode", base::as_whole_number));
    answer.message = base::optional(json, "Message", base::as_text).value_or("");
    const auto value = base::look_up(json, "Value", base::as_itself);
    using State = base::Member<Json>::State;
    if (value.state == State::contradictory) {
        return base::fail("Value is given twice with different values");
    }
    answer.lists_elsewhere = may_list_elsewhere(json, value.state != State::absent);
    answer.value = value.value.value_or(Json());
    return answer;
}

base::Reading<domain::CasinoAnswer> read_make_answer(
    const Answer& answer, const domain::CasinoTerms& terms, domain::Currency currency) {
    const Meaning meaning = meaning_of(answer.error_code, terms);
    domain::CasinoAnswer read;
    read.verdict = meaning.verdict;
    read.refusal = meaning.refusal;
    CROUPIER_TRY(
        const auto booking, base::helping(answer.value, "PartnerTransactionId", as_booking));
    read.partner_transaction = booking.value_or(domain::PartnerTransactionId(""));
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

domain::Outcome<usecases::AuthenticatedUser> read_user(
    const Answer& answer, const domain::CasinoTerms& terms, const crypto::Secret& refresh_token) {
    if (answer.error_code != static_cast<int>(WireCode::success)) {
        return domain::refuse(
            user_error_of(answer.error_code, terms),
            "users/auth answered " + std::to_string(answer.error_code));
    }
    auto user = read_user_value(answer.value, terms, refresh_token);
    if (!user.ok()) {
        return domain::refuse(
            ErrorCode::counterparty_failed, "the answer to users/auth: " + user.error());
    }
    return std::move(user).value();
}

std::optional<domain::Money> read_balance(const Json& value, domain::Currency currency) {
    const auto digits = base::optional(value, "Balance", base::as_decimal);
    if (!digits) return std::nullopt;
    const auto balance = domain::parse_money(*digits, currency, domain::ExtraDigits::cut);
    return balance.ok() ? std::optional(balance.value()) : std::nullopt;
}

}  // namespace croupier::casino_api
