// SPDX-License-Identifier: Apache-2.0
#include "casino_api/requests.h"

#include <algorithm>

#include "base/text.h"
#include "casino_api/errors.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::fail;
using base::Json;
using base::Reading;

constexpr std::size_t secret_bytes_max = 512;
constexpr std::size_t refresh_token_bytes_max = 8192;
constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t limit_default = 100;
constexpr std::size_t limit_max = 500;

Reading<Json> read_object(const net::Request& request) {
    auto json = base::parse_json(request.body, base::generous_body);
    if (!json.ok() || !json.value().is(Json::Kind::object)) {
        return fail("the body is no JSON object");
    }
    return std::move(json).value();
}

// What its ErrorCode says of the booking.
Reading<void> read_outcome(
    const Json& json, const domain::CasinoTerms& terms, usecases::AcceptBooking& accept) {
    CROUPIER_TRY(const auto number, base::required(json, "ErrorCode", base::as_whole_number));
    const Meaning meaning = meaning_of(number, terms);
    switch (meaning.verdict) {
    case domain::Verdict::done:
        accept.success = true;
        break;
    case domain::Verdict::closed:
        accept.closed = true;
        break;
    case domain::Verdict::refused:
        accept.refusal = meaning.refusal;
        break;
    case domain::Verdict::unknown:
    case domain::Verdict::not_sent:
        break;
    }
    CROUPIER_TRY(const auto booking, base::deciding(json, "PartnerTransactionId", as_booking));
    accept.partner_transaction = booking.value_or(domain::PartnerTransactionId(""));
    if (accept.success && accept.partner_transaction.value().empty()) {
        return fail("PartnerTransactionId is missing");
    }
    return {};
}

Reading<domain::BetId> read_bet_id(const Json& json, bool cashback) {
    if (cashback) {
        CROUPIER_TRY(const auto bet, base::deciding(json, "CashbackId", as_bet_id));
        if (bet) return *bet;
    }
    return base::required(json, "BetId", as_bet_id);
}

Reading<usecases::AcceptBooking> read_accept_of(
    const net::Request& request, const domain::CasinoTerms& terms, bool cashback) {
    CROUPIER_TRY(const Json json, read_object(request));
    usecases::AcceptBooking accept;
    accept.casino = terms.id;
    accept.cashback = cashback;
    CROUPIER_TRY(accept.bet, read_bet_id(json, cashback));
    CROUPIER_TRY(const auto user, base::required(json, "PartnerUserId", base::as_id));
    accept.partner_user = domain::PartnerUserId(user);
    CROUPIER_TRY(accept.type, base::required(json, "TransactionType", as_transaction_type));
    CROUPIER_TRY(accept.amount, read_amount(json, accept.type));
    CROUPIER_TRY_VOID(read_outcome(json, terms, accept));
    CROUPIER_TRY(accept.transaction, read_transaction_id(json));
    accept.balance = base::optional(json, "Balance", base::as_decimal).value_or("");
    accept.evidence = request.body;
    return accept;
}

bool is_web_address(std::string_view url) {
    const bool scheme = url.starts_with("https://") || url.starts_with("http://");
    const bool plain =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    return scheme && plain && url.size() <= url_bytes_max;
}

bool is_known_view(std::string_view view) {
    return view.empty() || view == "desktop" || view == "mobile";
}

// What only real play needs.
Reading<void> read_mode(const Json& json, usecases::OpenSession& open) {
    CROUPIER_TRY(const auto mode, base::required(json, "Mode", base::as_token));
    if (mode == "demo") {
        open.mode = domain::Mode::demo;
        return {};
    }
    if (mode != "real") return fail("Mode is neither real nor demo");
    open.mode = domain::Mode::real;
    CROUPIER_TRY(auto token, base::required(json, "RefreshToken", base::as_token));
    if (token.empty() || token.size() > refresh_token_bytes_max) {
        return fail("RefreshToken is empty or too long");
    }
    open.refresh_token = crypto::Secret(std::move(token));
    return {};
}

Reading<void> read_extras(const Json& json, usecases::OpenSession& open) {
    CROUPIER_TRY(const auto url, base::helping(json, "ReturnUrl", base::as_text));
    open.return_url = base::to_ascii_url(url.value_or("")).value_or("?");
    if (!open.return_url.empty() && !is_web_address(open.return_url)) {
        return fail("ReturnUrl is no address of the web");
    }
    CROUPIER_TRY(const auto view, base::helping(json, "ViewType", base::as_text));
    open.view_type = view.value_or("");
    if (!is_known_view(open.view_type)) return fail("ViewType is neither desktop nor mobile");
    open.tag_id = base::optional(json, "TagId", base::as_whole).value_or(0);
    return {};
}

}  // namespace

std::optional<LogIn> read_log_in(const net::Request& request) {
    const auto read = read_object(request);
    if (!read.ok()) return std::nullopt;
    const Json& json = read.value();
    const auto client = base::optional(json, "PartnerClientId", base::as_id);
    const auto casino = client ? parse_client_id(*client) : std::nullopt;
    const auto secret = base::optional(json, "Secret", base::as_token);
    if (!casino || !secret || secret->size() > secret_bytes_max) return std::nullopt;
    return LogIn{*casino, crypto::Secret(*secret), request.peer};
}

std::optional<std::string> read_token_to_verify(const net::Request& request) {
    const auto json = read_object(request);
    if (!json.ok()) return std::nullopt;
    return base::optional(json.value(), "Token", base::as_token);
}

Reading<usecases::AcceptBooking> read_accept(
    const net::Request& request, const domain::CasinoTerms& terms) {
    return read_accept_of(request, terms, false);
}

Reading<usecases::AcceptBooking> read_cashback_accept(
    const net::Request& request, const domain::CasinoTerms& terms) {
    return read_accept_of(request, terms, true);
}

Reading<usecases::OpenSession> read_launch(
    const net::Request& request, domain::CasinoId casino, std::string_view game_id) {
    const auto game = base::parse_u64(game_id);
    if (!game) return fail("the path's GameId is no number");
    CROUPIER_TRY(const Json json, read_object(request));
    usecases::OpenSession open;
    open.casino = casino;
    open.game = domain::GameId(*game);
    CROUPIER_TRY_VOID(read_mode(json, open));
    CROUPIER_TRY(const auto currency, base::required(json, "CurrencyCode", as_currency));
    open.currency_code = currency.code();
    CROUPIER_TRY(open.language, base::required(json, "LanguageCode", as_language));
    CROUPIER_TRY_VOID(read_extras(json, open));
    return open;
}

std::optional<std::size_t> read_limit(const net::Request& request) {
    const auto text = request.query("limit");
    if (!text) return limit_default;
    const auto limit = base::parse_u64(*text);
    if (!limit || *limit < 1 || *limit > limit_max) return std::nullopt;
    return *limit;
}

}  // namespace croupier::casino_api
