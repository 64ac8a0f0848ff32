// SPDX-License-Identifier: Apache-2.0
#include "casino_api/requests.h"

#include <algorithm>

#include "base/text.h"
#include "casino_api/errors.h"
#include "casino_api/fields.h"

namespace croupier::casino_api {

namespace {

using base::Json;

constexpr std::size_t secret_bytes_max = 512;
constexpr std::size_t refresh_token_bytes_max = 8192;
constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t limit_default = 100;
constexpr std::size_t limit_max = 500;

std::optional<Json> read_object(const net::Request& request) {
    auto json = base::parse_json(request.body, base::peer_body);
    if (!json.ok() || !json.value().is(Json::Kind::object)) return std::nullopt;
    return std::move(json).value();
}

// What its ErrorCode says of the booking.
bool read_outcome(
    const Json& json, const domain::CasinoTerms& terms, usecases::AcceptBooking& accept) {
    const Json* code = field(json, "ErrorCode");
    if (code == nullptr || !code->is(Json::Kind::number)) return false;
    const auto number = base::parse_i64(code->number_text());
    if (!number) return false;
    const Meaning meaning = meaning_of(*number, terms);
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
    const auto booking = id_field(json, "PartnerTransactionId");
    if (accept.success && !booking) return false;
    accept.partner_transaction = domain::PartnerTransactionId(booking.value_or(""));
    return true;
}

std::optional<usecases::AcceptBooking> read_accept_of(
    const net::Request& request, const domain::CasinoTerms& terms, bool cashback) {
    const auto json = read_object(request);
    if (!json) return std::nullopt;
    auto bet = cashback ? bet_id_field(*json, "CashbackId") : std::nullopt;
    if (!bet) bet = bet_id_field(*json, "BetId");
    const auto user = id_field(*json, "PartnerUserId");
    const auto type_number = integer_field(*json, "TransactionType");
    const auto type = type_number ? domain::transaction_type_from(*type_number) : std::nullopt;
    const auto amount = digits_field(*json, "Amount");
    if (!bet || !user || !type || !amount) return std::nullopt;
    usecases::AcceptBooking accept;
    if (!read_outcome(*json, terms, accept)) return std::nullopt;
    accept.casino = terms.id;
    accept.bet = *bet;
    accept.cashback = cashback;
    accept.partner_user = domain::PartnerUserId(*user);
    accept.type = *type;
    accept.amount = *amount;
    accept.transaction = transaction_id_field(*json, "TransactionId");
    accept.balance = digits_field(*json, "Balance").value_or("");
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

}  // namespace

std::optional<LogIn> read_log_in(const net::Request& request) {
    const auto json = read_object(request);
    if (!json) return std::nullopt;
    const auto client = digits_field(*json, "PartnerClientId");
    const auto casino = client ? parse_client_id(*client) : std::nullopt;
    const auto secret = text_field(*json, "Secret");
    if (!casino || !secret || secret->size() > secret_bytes_max) return std::nullopt;
    return LogIn{*casino, crypto::Secret(*secret), request.peer};
}

std::optional<std::string> read_token_to_verify(const net::Request& request) {
    const auto json = read_object(request);
    return json ? text_field(*json, "Token") : std::nullopt;
}

std::optional<usecases::AcceptBooking> read_accept(
    const net::Request& request, const domain::CasinoTerms& terms) {
    return read_accept_of(request, terms, false);
}

std::optional<usecases::AcceptBooking> read_cashback_accept(
    const net::Request& request, const domain::CasinoTerms& terms) {
    return read_accept_of(request, terms, true);
}

std::optional<usecases::OpenSession> read_launch(
    const net::Request& request, domain::CasinoId casino, std::string_view game_id) {
    const auto json = read_object(request);
    const auto game = base::parse_u64(game_id);
    if (!json || !game) return std::nullopt;
    const auto mode = text_field(*json, "Mode");
    const auto currency = text_field(*json, "CurrencyCode");
    const auto language = language_field(*json, "LanguageCode");
    if (!mode || !currency || !language) return std::nullopt;
    usecases::OpenSession open;
    open.casino = casino;
    open.game = domain::GameId(*game);
    if (*mode == "real") {
        open.mode = domain::Mode::real;
        auto token = text_field(*json, "RefreshToken");
        if (!token || token->empty() || token->size() > refresh_token_bytes_max) {
            return std::nullopt;
        }
        open.refresh_token = crypto::Secret(std::move(*token));
    } else if (*mode == "demo") {
        open.mode = domain::Mode::demo;
    } else {
        return std::nullopt;
    }
    open.currency_code = *currency;
    open.language = *language;
    open.return_url = text_field(*json, "ReturnUrl").value_or("");
    open.view_type = text_field(*json, "ViewType").value_or("");
    open.tag_id = integer_field(*json, "TagId").value_or(0);
    const bool url_is_right = open.return_url.empty() || is_web_address(open.return_url);
    if (!url_is_right || !is_known_view(open.view_type)) return std::nullopt;
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
