// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/control_api.h"

#include <algorithm>

#include "base/text.h"
#include "sandbox/common/control.h"

namespace croupier::sandbox::casino {

namespace {

using base::Json;
using domain::Money;

constexpr std::int64_t page_default = 100;
constexpr std::int64_t page_max = 1000;

Json text(std::string_view value) { return Json::string(value); }
Json number(std::int64_t value) { return Json::integer(value); }
Json money(std::int64_t minor, domain::Currency currency) {
    return Json::string(domain::to_text(Money(minor, currency)));
}

// A query parameter that is a whole number.
base::Result<std::int64_t, std::string> query_number(
    const net::Request& request, std::string_view name, std::int64_t fallback, std::int64_t least) {
    const auto text = request.query(name);
    if (!text) return fallback;
    const auto number = base::parse_i64(*text);
    if (number && *number >= least) return *number;
    return base::fail(
        std::string(name) + ": a whole number from " + std::to_string(least) + " is wanted");
}

base::Result<std::int64_t, std::string> page_size(const net::Request& request) {
    CROUPIER_TRY(const std::int64_t limit, query_number(request, "limit", page_default, 1));
    return std::min(limit, page_max);
}

Json show(const PlayerRow& player) {
    Json json = Json::object();
    json.set("partnerUserId", text(player.id)).set("currency", text(player.currency.code()));
    json.set("balance", money(player.balance, player.currency));
    json.set("deposited", money(player.deposited, player.currency));
    json.set("blocked", Json::boolean(player.blocked));
    if (player.stake_max) json.set("stakeMax", money(*player.stake_max, player.currency));
    return json;
}

Json show(const IssuedToken& issued) {
    Json json = show(issued.player);
    json.set("refreshToken", text(issued.refresh_token));
    return json;
}

Json show(const BookLine& line, domain::Currency currency) {
    Json json = Json::object();
    json.set("count", number(line.count)).set("sum", money(line.sum, currency));
    return json;
}

Json show(domain::Currency currency, const CurrencyBook& book) {
    using Type = TransactionType;
    const auto line = [&](const std::map<Type, BookLine>& side, Type type) {
        const auto found = side.find(type);
        return show(found == side.end() ? BookLine{} : found->second, currency);
    };
    Json json = Json::object();
    json.set("currency", text(currency.code()));
    json.set("stakes", line(book.bets, Type::stake)).set("payouts", line(book.bets, Type::payout));
    json.set("returns", line(book.bets, Type::bet_return));
    json.set("payoutReturns", line(book.bets, Type::payout_return));
    json.set("jackpots", line(book.bets, Type::jackpot));
    json.set("cashbacks", line(book.cashbacks, Type::payout));
    json.set("cashbackReturns", line(book.cashbacks, Type::payout_return));
    json.set("players", number(book.players.count))
        .set("balances", money(book.players.sum, currency));
    json.set("deposits", money(book.deposits, currency));
    return json;
}

Json show(const BetPage::Bet& bet, const Wallet& wallet) {
    Json transactions = Json::array();
    for (const BookingRow& booking : bet.bookings) {
        if (!booking.moved) continue;
        Json json = Json::object();
        if (booking.transaction_id) json.set("transactionId", text(*booking.transaction_id));
        json.set("partnerTransactionId", text(wallet.partner_transaction_id(booking.number)));
        json.set("type", number(static_cast<int>(booking.type)));
        json.set("amount", text(domain::to_text(booking.amount)));
        if (booking.tax) json.set("taxAmount", money(*booking.tax, booking.amount.currency()));
        json.set("at", text(base::to_rfc3339(booking.at)));
        transactions.push(std::move(json));
    }
    Json json = Json::object();
    json.set("number", number(bet.row.number)).set("betId", number(bet.row.bet_id));
    json.set("partnerUserId", text(bet.row.player));
    if (!bet.bookings.empty()) {
        json.set("currency", text(bet.bookings.front().amount.currency().code()));
    }
    json.set("cashback", Json::boolean(bet.row.cashback))
        .set("closed", Json::boolean(bet.row.closed));
    json.set("tombstone", Json::boolean(bet.row.tombstone))
        .set("transactions", std::move(transactions));
    return json;
}

net::Response ok(const Json& json) { return net::Response::json(200, base::to_text(json)); }

// What the hub refused is our caller's to see; no answer at all is a bad gateway.
net::Response failed(const HubFailure& failure) {
    Json json = Json::object();
    json.set("error", text(failure.detail.empty() ? "the hub refused" : failure.detail));
    if (failure.error_code) json.set("errorCode", number(*failure.error_code));
    if (failure.status != 0) json.set("hubStatus", number(failure.status));
    return net::Response::json(failure.error_code ? 409 : 502, base::to_text(json));
}

std::string percent_encoded(std::string_view segment) {
    std::string out;
    for (const char c : segment) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        if (plain) {
            out += c;
        } else {
            out += "%" + base::to_hex(std::string_view(&c, 1));
        }
    }
    return out;
}

}  // namespace

std::vector<net::Route> ControlApi::routes() {
    std::vector<net::Route> routes;
    routes.push_back(route("POST", "/sandbox/players", &ControlApi::create_player));
    routes.push_back(route("GET", "/sandbox/players", &ControlApi::list_players));
    routes.push_back(route("GET", "/sandbox/players/{id}", &ControlApi::show_player));
    routes.push_back(route("POST", "/sandbox/players/{id}", &ControlApi::change_player));
    routes.push_back(route("POST", "/sandbox/players/{id}/token", &ControlApi::issue_token));
    routes.push_back(route("GET", "/sandbox/book", &ControlApi::show_book));
    routes.push_back(route("GET", "/sandbox/bets", &ControlApi::list_bets));
    routes.push_back(route("POST", "/sandbox/answers", &ControlApi::force_answers));
    routes.push_back(control_route(
        "POST", "/sandbox/launch", token_,
        [this](
            const net::PathParameters&, const net::Request&, const Json& body,
            const net::Reply& reply) { launch(body, reply); }));
    routes.push_back(control_route(
        "GET", "/sandbox/games", token_,
        [this](
            const net::PathParameters&, const net::Request& request, const Json&,
            const net::Reply& reply) { show_games(request, reply); }));
    return routes;
}

net::Route ControlApi::route(std::string method, std::string pattern, Act act) {
    return control_route(
        std::move(method), std::move(pattern), token_,
        [this, act](
            const net::PathParameters& path, const net::Request& request, const Json& body,
            const net::Reply& reply) {
            const Answer answer = (this->*act)(path, request, body);
            if (answer.ok()) return reply(ok(answer.value()));
            reply(control_error(answer.error().status, answer.error().sentence));
        });
}

ControlApi::Answer ControlApi::create_player(
    const net::PathParameters&, const net::Request&, const Json& body) {
    NewPlayer wanted;
    CROUPIER_TRY(wanted.id, text_member(body, "partnerUserId"));
    CROUPIER_TRY(const auto currency, text_member(body, "currency"));
    CROUPIER_TRY(const auto balance, amount_member(body, "balance"));
    CROUPIER_TRY(wanted.stake_max, amount_member(body, "stakeMax"));
    CROUPIER_TRY(const auto blocked, boolean_member(body, "blocked"));
    CROUPIER_TRY(const auto is_test, boolean_member(body, "isTest"));
    CROUPIER_TRY(const auto language, text_member(body, "language"));
    CROUPIER_TRY(const auto country, text_member(body, "country"));
    wanted.currency = currency.value_or("");
    wanted.balance = balance.value_or("0");
    wanted.blocked = blocked.value_or(false);
    wanted.is_test = is_test.value_or(false);
    wanted.language = language.value_or("en");
    wanted.country = country.value_or("");
    CROUPIER_TRY(const auto issued, parts_.desk.open_account(wanted, parts_.loop.now()));
    return show(issued);
}

ControlApi::Answer ControlApi::list_players(
    const net::PathParameters&, const net::Request& request, const Json&) {
    CROUPIER_TRY(const std::int64_t limit, page_size(request));
    CROUPIER_TRY(const auto players, parts_.desk.list(request.query("after").value_or(""), limit));
    Json list = Json::array();
    for (const PlayerRow& player : players)
        list.push(show(player));
    Json json = Json::object().set("players", std::move(list));
    if (std::ssize(players) == limit) json.set("next", text(players.back().id));
    return json;
}

ControlApi::Answer ControlApi::show_player(
    const net::PathParameters& path, const net::Request&, const Json&) {
    CROUPIER_TRY(const auto player, known_player(path.at("id")));
    return show(player);
}

base::Result<PlayerRow, ControlApi::Refusal> ControlApi::known_player(const std::string& id) {
    CROUPIER_TRY(auto player, parts_.desk.find(id));
    if (player) return *std::move(player);
    return base::fail(Refusal("partnerUserId: no such player", 404));
}

ControlApi::Answer ControlApi::change_player(
    const net::PathParameters& path, const net::Request&, const Json& body) {
    CROUPIER_TRY_VOID(known_player(path.at("id")));
    PlayerChange change;
    CROUPIER_TRY(change.blocked, boolean_member(body, "blocked"));
    CROUPIER_TRY(change.deposit, amount_member(body, "deposit"));
    CROUPIER_TRY(change.stake_max, amount_member(body, "stakeMax"));
    CROUPIER_TRY(change.promo_code, text_member(body, "promoCode"));
    CROUPIER_TRY(const auto uses, integer_member(body, "promoUses"));
    change.promo_uses = uses.value_or(1);
    if (change.promo_uses < 0) return base::fail(std::string("promoUses: 0 or more is wanted"));
    CROUPIER_TRY(const auto player, parts_.desk.change(path.at("id"), change));
    return show(player);
}

ControlApi::Answer ControlApi::issue_token(
    const net::PathParameters& path, const net::Request&, const Json&) {
    CROUPIER_TRY_VOID(known_player(path.at("id")));
    CROUPIER_TRY(const auto issued, parts_.desk.issue_token(path.at("id"), parts_.loop.now()));
    return show(issued);
}

ControlApi::Answer ControlApi::show_book(
    const net::PathParameters&, const net::Request&, const Json&) {
    CROUPIER_TRY(const Book book, parts_.desk.book());
    Json currencies = Json::array();
    for (const auto& [currency, lines] : book.currencies)
        currencies.push(show(currency, lines));
    Json json = Json::object().set("currencies", std::move(currencies));
    json.set("open", number(book.bets_open)).set("closed", number(book.bets_closed));
    json.set("tombstones", number(book.tombstones));
    json.set("pendingAccepts", number(static_cast<std::int64_t>(parts_.accepts.pending())));
    json.set("lateCalls", number(static_cast<std::int64_t>(parts_.late.pending())));
    return json;
}

ControlApi::Answer ControlApi::list_bets(
    const net::PathParameters&, const net::Request& request, const Json&) {
    CROUPIER_TRY(const std::int64_t limit, page_size(request));
    CROUPIER_TRY(const std::int64_t after, query_number(request, "after", 0, 0));
    CROUPIER_TRY(const BetPage page, parts_.desk.bets(after, limit));
    Json list = Json::array();
    for (const BetPage::Bet& bet : page.bets)
        list.push(show(bet, parts_.wallet));
    Json json = Json::object().set("bets", std::move(list));
    if (std::ssize(page.bets) == limit) json.set("next", number(page.bets.back().row.number));
    return json;
}

ControlApi::Answer ControlApi::force_answers(
    const net::PathParameters&, const net::Request&, const Json& body) {
    CROUPIER_TRY(const auto wanted, integer_member(body, "errorCode"));
    CROUPIER_TRY(const auto count, integer_member(body, "count"));
    const auto code = std::find_if(all_codes.begin(), all_codes.end(), [&](Code known) {
        return wanted == static_cast<std::int64_t>(known);
    });
    if (code == all_codes.end() || *code == Code::success) {
        return base::fail(
            std::string("errorCode: a code of the contract other than 200 is wanted"));
    }
    if (count.value_or(1) < 0) return base::fail(std::string("count: 0 or more is wanted"));
    parts_.partner_api.force({*code, count.value_or(1)});
    return Json::object().set("errorCode", number(*wanted)).set("count", number(count.value_or(1)));
}

void ControlApi::launch(const Json& body, const net::Reply& reply) {
    const auto game = amount_member(body, "gameId");
    if (!game.ok() || !game.value())
        return reply(control_error(400, "gameId: a game of the hub is wanted"));
    const Answer call_body = launch_body(body);
    if (!call_body.ok())
        return reply(control_error(call_body.error().status, call_body.error().sentence));
    HubCall call;
    call.path = "/games/" + percent_encoded(*game.value()) + "/launch";
    call.body = base::to_text(call_body.value());
    call.lane = "launch";
    parts_.hub.call(std::move(call), [reply](const HubAnswer& answer) {
        if (!answer.ok()) return reply(failed(answer.error()));
        const Json* session = answer.value().find("SessionId");
        const Json* url = answer.value().find("Url");
        if (session == nullptr || url == nullptr)
            return reply(failed({.status = 200, .detail = "no SessionId, Url"}));
        reply(ok(Json::object().set("sessionId", *session).set("url", *url)));
    });
}

ControlApi::Answer ControlApi::launch_body(const Json& body) {
    CROUPIER_TRY(const auto mode, text_member(body, "mode"));
    CROUPIER_TRY(const auto player, text_member(body, "partnerUserId"));
    CROUPIER_TRY(const auto currency, text_member(body, "currency"));
    CROUPIER_TRY(const auto language, text_member(body, "language"));
    CROUPIER_TRY(const auto return_url, text_member(body, "returnUrl"));
    CROUPIER_TRY(const auto view, text_member(body, "viewType"));
    Json json = Json::object();
    json.set("Mode", text(mode.value_or("real")));
    json.set("LanguageCode", text(language.value_or("en")));
    if (return_url) json.set("ReturnUrl", text(*return_url));
    if (view) json.set("ViewType", text(*view));
    if (mode == "demo") {
        json.set("CurrencyCode", text(currency.value_or("EUR")));
        return json;
    }
    if (!player) return base::fail(std::string("partnerUserId: a player is wanted"));
    CROUPIER_TRY_VOID(known_player(*player));
    CROUPIER_TRY(const auto issued, parts_.desk.issue_token(*player, parts_.loop.now()));
    json.set("RefreshToken", text(issued.refresh_token));
    json.set("CurrencyCode", text(currency.value_or(std::string(issued.player.currency.code()))));
    return json;
}

void ControlApi::show_games(const net::Request& request, const net::Reply& reply) {
    HubCall call;
    call.method = "GET";
    call.path = "/games";
    if (const auto at = request.target.find('?'); at != std::string::npos)
        call.path += request.target.substr(at);
    call.lane = "launch";
    parts_.hub.call(std::move(call), [reply](const HubAnswer& answer) {
        reply(answer.ok() ? ok(answer.value()) : failed(answer.error()));
    });
}

}  // namespace croupier::sandbox::casino
