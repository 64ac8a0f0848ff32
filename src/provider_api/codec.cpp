// SPDX-License-Identifier: Apache-2.0
#include "provider_api/codec.h"

#include "base/json.h"
#include "provider_api/fields.h"

namespace croupier::provider_api {

namespace {

using base::Json;

constexpr Verdict invalid{ResponseCode::invalid_request, 200};
constexpr std::size_t amount_size_max = 64;
constexpr std::string_view retry_after_seconds = "1";

Read<Json> parse_body(std::string_view body) {
    auto json = base::parse_json(body, base::peer_body);
    if (!json.ok()) return base::fail(unreadable);
    if (!json.value().is(Json::Kind::object)) return base::fail(invalid);
    return std::move(json).value();
}

// Null and "" say as little as a member that is not there.
bool is_absent(const Json* json) {
    return json == nullptr || json->is(Json::Kind::null) || *json == Json::string("");
}

// Digits and perhaps one point: no sign, no exponent. How many digits are welcome depends on the
// currency, which the use case knows.
std::optional<std::string> amount_of(const Json& body, std::string_view name) {
    auto text = text_of(body.find(name));
    if (!text || text->size() > amount_size_max) return std::nullopt;
    const auto point = text->find('.');
    if (!are_digits(std::string_view(*text).substr(0, point))) return std::nullopt;
    if (point != std::string::npos && !are_digits(std::string_view(*text).substr(point + 1))) {
        return std::nullopt;
    }
    return text;
}

// The path is not signed: a body that names its session binds the two together.
bool names_other_session(const Json& body, domain::SessionId session) {
    const Json* named = body.find("sessionId");
    if (named == nullptr || named->is(Json::Kind::null)) return false;
    if (!named->is(Json::Kind::string)) return true;
    return base::parse_uuid(named->as_string()) != session.value();
}

}  // namespace

Read<usecases::PlaceBet> read_stake(std::string_view body, StakeKind kind, CallFrame frame) {
    CROUPIER_TRY(const Json json, parse_body(body));
    auto bet = id_of(json, "betId");
    if (!bet) return base::fail(invalid);
    auto round = id_of(json, "gameRoundId");
    auto stake = amount_of(json, "betAmount");
    const bool instant = kind == StakeKind::pay_in_out;
    auto win = instant ? amount_of(json, "winAmount") : std::string();

    usecases::PlaceBet command;
    command.well_formed = round && stake && win && !names_other_session(json, frame.session);
    command.provider = frame.provider;
    command.session = frame.session;
    command.bet = domain::ProviderBetId(*std::move(bet));
    command.round = domain::RoundId(std::move(round).value_or(""));
    command.instant = instant;
    command.stake = std::move(stake).value_or("");
    command.win = std::move(win).value_or("");
    command.arrived = frame.arrived;
    command.evidence = std::move(frame.evidence);
    command.request = frame.request;
    return command;
}

Read<usecases::SettleBet> read_payout(std::string_view body, CallFrame frame) {
    CROUPIER_TRY(const Json json, parse_body(body));
    auto bet = id_of(json, "betId");
    auto round = id_of(json, "gameRoundId");
    auto win = amount_of(json, "winAmount");
    if (!bet || !round || !win || names_other_session(json, frame.session)) {
        return base::fail(invalid);
    }
    // Without one the round tells the payouts of the bet apart.
    auto transaction =
        is_absent(json.find("transactionId")) ? std::string() : id_of(json, "transactionId");
    if (!transaction) return base::fail(invalid);

    usecases::SettleBet command;
    command.provider = frame.provider;
    command.session = frame.session;
    command.bet = domain::ProviderBetId(*std::move(bet));
    command.transaction = *std::move(transaction);
    command.round = domain::RoundId(*std::move(round));
    command.win = *std::move(win);
    command.arrived = frame.arrived;
    command.evidence = std::move(frame.evidence);
    command.request = frame.request;
    return command;
}

Read<usecases::RefundBet> read_refund(std::string_view body, CallFrame frame) {
    CROUPIER_TRY(const Json json, parse_body(body));
    auto bet = id_of(json, "betId");
    if (!bet || names_other_session(json, frame.session)) return base::fail(invalid);

    usecases::RefundBet command;
    command.provider = frame.provider;
    command.session = frame.session;
    command.bet = domain::ProviderBetId(*std::move(bet));
    command.arrived = frame.arrived;
    command.evidence = std::move(frame.evidence);
    command.request = frame.request;
    return command;
}

net::Response to_response(const Answer& answer) {
    Json body = Json::object().set(
        "_responseCode", Json::integer(static_cast<std::int64_t>(answer.verdict.code)));
    if (answer.balance) body.set("balance", Json::number(domain::to_text(*answer.balance)));
    if (answer.currency) body.set("currency", Json::string(answer.currency->code()));
    net::Response response = net::Response::json(answer.verdict.status, base::to_text(body));
    if (answer.verdict.status == 503) {
        response.headers.push_back({"Retry-After", std::string(retry_after_seconds)});
    }
    return response;
}

}  // namespace croupier::provider_api
