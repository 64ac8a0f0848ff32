// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/control_api.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace croupier::sandbox::provider {
namespace {

using base::Json;

constexpr std::int64_t bets_per_order_max = 1'000'000;
constexpr std::int64_t gap_ms_max = 24 * 3600 * 1000;
constexpr std::int64_t bets_per_page_max = 1000;

net::Response json_answer(const Json& json) {
    return net::Response::json(200, base::to_text(json));
}

net::Response unreadable_book() { return control_error(503, "the book cannot be read"); }

Json money_text(std::int64_t minor, domain::Currency currency) {
    return Json::string(domain::to_text(domain::Money(minor, currency)));
}

Json bet_json(const Bet& bet) {
    Json payouts = Json::array();
    for (const Payout& payout : bet.payouts) {
        payouts.push(Json::object()
                         .set("key", Json::string(payout.key))
                         .set("gameRoundId", Json::string(payout.game_round_id))
                         .set("amount", Json::string(domain::to_text(payout.amount)))
                         .set("state", Json::string(to_text(payout.state))));
    }
    return Json::object()
        .set("number", Json::integer(bet.number))
        .set("betId", Json::string(bet.bet_id))
        .set("sessionId", Json::string(bet.session_id))
        .set("gameId", Json::string(bet.game_id))
        .set("gameRoundId", Json::string(bet.game_round_id))
        .set("kind", Json::string(to_text(bet.kind)))
        .set("currency", Json::string(bet.stake.currency().code()))
        .set("stake", Json::string(domain::to_text(bet.stake)))
        .set("state", Json::string(to_text(bet.state)))
        .set("stakeAccepted", Json::boolean(bet.stake_accepted))
        .set("lastCode", Json::integer(bet.last_code))
        .set("payouts", std::move(payouts));
}

Json line_json(const BookTotals::Line& line, domain::Currency currency) {
    return Json::object()
        .set("count", Json::integer(line.count))
        .set("sum", money_text(line.sum_minor, currency));
}

// A query parameter that is a whole number from 0 on; absent: the fallback; anything else: nothing.
std::optional<std::int64_t> query_number(
    const net::Request& request, std::string_view name, std::int64_t fallback) {
    const auto text = request.query(name);
    if (!text) return fallback;
    const auto number = base::parse_i64(*text);
    return number && *number >= 0 ? number : std::nullopt;
}

// An optional whole number within limits. The error is one sentence.
base::Result<std::int64_t, std::string> ranged(
    const Json& body, std::string_view name, std::int64_t fallback, std::int64_t most) {
    CROUPIER_TRY(const auto number, integer_member(body, name));
    if (!number) return fallback;
    if (*number < 0 || *number > most) {
        return base::fail(std::string(name) + ": 0 to " + std::to_string(most) + " is wanted");
    }
    return *number;
}

base::Result<RawCall, std::string> read_call(const Json& body) {
    RawCall call;
    CROUPIER_TRY(const auto method, text_member(body, "method"));
    CROUPIER_TRY(const auto path, text_member(body, "path"));
    call.method = method.value_or("POST");
    call.path = path.value_or("");
    if (!call.path.starts_with('/')) return base::fail(std::string("path: begins with /"));
    CROUPIER_TRY(call.counterparty_id, text_member(body, "counterpartyId"));
    CROUPIER_TRY(call.timestamp, amount_member(body, "timestamp"));
    CROUPIER_TRY(call.request_id, text_member(body, "requestId"));
    CROUPIER_TRY(call.sign, text_member(body, "sign"));
    // Text goes out as it stands, so that unreadable JSON can be sent too; JSON goes out in the
    // form that we sign.
    const Json* payload = body.find("body");
    if (payload == nullptr || payload->is(Json::Kind::null)) return call;
    call.body =
        payload->is(Json::Kind::string) ? payload->as_string() : base::to_canonical_text(*payload);
    return call;
}

Json sent_json(const SignatureHeaders& sent) {
    Json headers = Json::object();
    for (const net::Header& header : to_headers(sent)) {
        headers.set(header.name, Json::string(header.value));
    }
    return headers;
}

}  // namespace

std::vector<net::Route> ControlApi::routes() {
    std::vector<net::Route> routes = fault_routes(parts_.faults, token_);
    const auto add = [&](std::string method, std::string pattern, auto handler) {
        routes.push_back(control_route(
            std::move(method), std::move(pattern), token_,
            [handler](
                const net::PathParameters&, const net::Request& request, const Json& body,
                const net::Reply& reply) { handler(request, body, reply); }));
    };
    using net::Reply;
    using net::Request;
    add("POST", "/sandbox/play",
        [this](const Request&, const Json& body, const Reply& reply) { play(body, reply); });
    add("GET", "/sandbox/status",
        [this](const Request&, const Json&, const Reply& reply) { status(reply); });
    add("GET", "/sandbox/book",
        [this](const Request&, const Json&, const Reply& reply) { totals(reply); });
    add("GET", "/sandbox/bets",
        [this](const Request& request, const Json&, const Reply& reply) { bets(request, reply); });
    add("POST", "/sandbox/call",
        [this](const Request&, const Json& body, const Reply& reply) { call(body, reply); });
    return routes;
}

void ControlApi::play(const Json& body, const net::Reply& reply) {
    auto order = read_order(body);
    if (!order.ok()) return reply(order.error());
    const std::int64_t bets = order.value().bets;
    if (!parts_.play.accept(std::move(order).value())) {
        return reply(control_error(503, "too many orders"));
    }
    reply(json_answer(Json::object().set("accepted", Json::integer(bets))));
}

base::Result<PlayOrder, net::Response> ControlApi::read_order(const Json& body) {
    const auto refused = [](std::string_view sentence) {
        return base::fail(control_error(400, sentence));
    };
    const auto session_id = text_member(body, "sessionId");
    if (!session_id.ok()) return refused(session_id.error());
    const auto session = parts_.book.find_session(session_id.value().value_or(""));
    if (!session.ok()) return base::fail(unreadable_book());
    if (!session.value()) return base::fail(control_error(404, "no such session"));
    const Game* game = find_game(session.value()->game_id);
    if (game == nullptr) return base::fail(control_error(410, "the game is gone"));

    const auto bets = ranged(body, "bets", 1, bets_per_order_max);
    if (!bets.ok()) return refused(bets.error());
    if (bets.value() == 0) return refused("bets: 1 or more is wanted");
    const auto gap = ranged(body, body.find("gapMs") ? "gapMs" : "gap_ms", 0, gap_ms_max);
    if (!gap.ok()) return refused(gap.error());
    const auto parallel = ranged(body, "parallel", 1, bets_per_order_max);
    if (!parallel.ok()) return refused(parallel.error());
    const auto called_off = ranged(body, "calledOffPerThousand", 0, 1000);
    if (!called_off.ok()) return refused(called_off.error());

    const auto stake_text = amount_member(body, "stake");
    if (!stake_text.ok()) return refused(stake_text.error());
    domain::Money stake = session.value()->min_bet;
    if (stake_text.value()) {
        const auto read =
            domain::parse_money(*stake_text.value(), stake.currency(), domain::ExtraDigits::refuse);
        if (!read.ok()) return refused("stake: not an amount of the session's currency");
        stake = read.value();
    }
    if (const auto problem = check_stake(*session.value(), *game, stake)) return refused(*problem);
    return PlayOrder{
        .session = *session.value(),
        .game = game,
        .stake = stake,
        .bets = bets.value(),
        .gap = base::Duration(gap.value()),
        .parallel = parallel.value(),
        .called_off_per_thousand = static_cast<std::uint32_t>(called_off.value())};
}

// {"playing": bets ordered and not over, "pending": bets in the book not at rest, "byState": {…}}
void ControlApi::status(const net::Reply& reply) {
    const auto pending = parts_.book.count_unfinished();
    const auto counts = parts_.book.count_by_state();
    if (!pending.ok() || !counts.ok()) return reply(unreadable_book());
    Json by_state = Json::object();
    for (const BetState state : all_bet_states) {
        const auto at = std::ranges::find(counts.value(), state, &StateCount::state);
        const std::int64_t bets = at == counts.value().end() ? 0 : at->bets;
        by_state.set(to_text(state), Json::integer(bets));
    }
    reply(json_answer(Json::object()
                          .set("playing", Json::integer(parts_.play.playing()))
                          .set("pending", Json::integer(pending.value()))
                          .set("byState", std::move(by_state))));
}

// What counts where: BookTotals (book.h).
void ControlApi::totals(const net::Reply& reply) {
    const auto totals = parts_.book.totals();
    if (!totals.ok()) return reply(unreadable_book());
    Json currencies = Json::array();
    for (const BookTotals& line : totals.value()) {
        currencies.push(Json::object()
                            .set("currency", Json::string(line.currency.code()))
                            .set("stakes", line_json(line.stakes, line.currency))
                            .set("payouts", line_json(line.payouts, line.currency))
                            .set("returns", line_json(line.returns, line.currency))
                            .set("payoutReturns", line_json(line.payout_returns, line.currency))
                            .set("inDoubtRefunded", line_json(line.in_doubt, line.currency)));
    }
    reply(json_answer(Json::object().set("currencies", std::move(currencies))));
}

// {"bets": […], "next": number of the last one}; `next` is missing on the last page.
void ControlApi::bets(const net::Request& request, const net::Reply& reply) {
    const auto after = query_number(request, "after", 0);
    const auto limit = query_number(request, "limit", bets_per_page_max);
    if (!after || !limit) return reply(control_error(400, "after, limit: whole numbers"));
    const std::int64_t page = std::clamp<std::int64_t>(*limit, 1, bets_per_page_max);
    const auto bets = parts_.book.bets_after(*after, page);
    if (!bets.ok()) return reply(unreadable_book());
    Json list = Json::array();
    for (const Bet& bet : bets.value())
        list.push(bet_json(bet));
    Json answer = Json::object().set("bets", std::move(list));
    if (bets.value().size() == static_cast<std::size_t>(page)) {
        answer.set("next", Json::integer(bets.value().back().number));
    }
    reply(json_answer(answer));
}

void ControlApi::call(const Json& body, const net::Reply& reply) {
    const auto call = read_call(body);
    if (!call.ok()) return reply(control_error(400, call.error()));
    parts_.hub.raw(
        call.value(), [reply, sent_body = call.value().body](
                          const SignatureHeaders& sent, const net::HttpResult& result) {
            Json answer = Json::object()
                              .set("sent", sent_json(sent))
                              .set("sentBody", Json::string(sent_body));
            if (!result.ok()) {
                answer.set("error", Json::string(result.error().detail));
                return reply(json_answer(answer));
            }
            answer.set("status", Json::integer(result.value().status));
            answer.set("body", Json::string(result.value().body));
            reply(json_answer(answer));
        });
}

}  // namespace croupier::sandbox::provider
