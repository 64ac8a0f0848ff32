// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/hub_client.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace croupier::sandbox::provider {
namespace {

using base::Json;

// Stakes have connections of their own, so that a flood of them never delays money that is owed.
constexpr std::string_view stake_lane = "stakes";
constexpr std::string_view owed_lane = "owed";

Json money_number(domain::Money money) { return Json::number(domain::to_text(money)); }

Json odd_number(std::uint32_t hundredths) {
    std::string text = std::to_string(hundredths / 100);
    if (const auto rest = hundredths % 100; rest != 0) {
        text += '.';
        text += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
    }
    return Json::number(std::move(text));
}

HubAnswer no_answer(std::string detail) {
    return {HubCode::unknown, std::nullopt, std::nullopt, std::move(detail)};
}

// The statuses that the contract gives each code. A code under another status was not said by the
// hub's own logic.
bool status_fits(HubCode code, int status) {
    switch (code) {
    case HubCode::success:
    case HubCode::accepted_before:
    case HubCode::session_not_found:
    case HubCode::player_not_found:
    case HubCode::not_enough_money:
    case HubCode::bet_not_found:
    case HubCode::limit_reached:
        return status == 200;
    case HubCode::invalid_request:
        return status == 200 || status == 400;
    case HubCode::authorization:
        return status == 401;
    case HubCode::unknown:
        return true;
    }
    return false;
}

std::optional<std::string> text_of(const Json* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is(Json::Kind::number)) return value->number_text();
    if (value->is(Json::Kind::string)) return value->as_string();
    return std::nullopt;
}

// Seconds; a date is not understood. Nobody is waited for longer than the most.
base::Duration retry_after(const net::Response& response) {
    constexpr std::int64_t most_s = 300;
    if (response.status != 503) return base::Duration(0);
    const auto seconds = base::parse_i64(response.header("Retry-After").value_or(""));
    if (!seconds) return base::Duration(0);
    return base::Duration(std::clamp<std::int64_t>(*seconds, 0, most_s) * 1000);
}

HubAnswer read_code(const net::Response& response) {
    const auto json = base::parse_json(response.body);
    const auto status = "HTTP " + std::to_string(response.status);
    if (!json.ok()) return no_answer(status + " without readable JSON");
    const Json* digits = json.value().find("_responseCode");
    if (digits == nullptr || !digits->is(Json::Kind::number)) {
        return no_answer(status + " without _responseCode");
    }
    const auto code = parse_hub_code(digits->number_text());
    if (!code) return no_answer(status + ", unknown code " + digits->number_text());
    if (!status_fits(*code, response.status)) {
        return no_answer(status + " with code " + digits->number_text());
    }
    return {
        *code, text_of(json.value().find("balance")), text_of(json.value().find("currency")), {}};
}

}  // namespace

HubAnswer read_answer(const net::HttpResult& result) {
    if (!result.ok()) return no_answer(result.error().detail);
    HubAnswer answer = read_code(result.value());
    answer.wait = retry_after(result.value());
    return answer;
}

void HubClient::balance(std::string_view session_id, Done done) {
    net::OutgoingRequest request;
    request.method = "GET";
    request.url = hub_url_ + "/v1/sessions/" + std::string(session_id) + "/balance";
    request.lane = stake_lane;
    send(std::move(request), std::move(done));
}

void HubClient::pay_in(const Bet& bet, Done done) {
    post(
        bet, "pay-in",
        Json::object()
            .set("betId", Json::string(bet.bet_id))
            .set("betAmount", money_number(bet.stake))
            .set("gameRoundId", Json::string(bet.game_round_id))
            .set("sessionId", Json::string(bet.session_id)),
        std::move(done));
}

void HubClient::pay_in_out(const Bet& bet, Done done) {
    const Payout& payout = bet.payouts.front();
    post(
        bet, "pay-in-out",
        Json::object()
            .set("betId", Json::string(bet.bet_id))
            .set("betAmount", money_number(bet.stake))
            .set("winAmount", money_number(payout.amount))
            .set("winOdd", odd_number(payout.odd_hundredths))
            .set("gameRoundId", Json::string(bet.game_round_id)),
        std::move(done));
}

void HubClient::pay_out(const Bet& bet, const Payout& payout, Done done) {
    post(
        bet, "pay-out",
        Json::object()
            .set("betId", Json::string(bet.bet_id))
            .set("winAmount", money_number(payout.amount))
            .set("winOdd", odd_number(payout.odd_hundredths))
            .set("gameRoundId", Json::string(payout.game_round_id))
            .set("transactionId", Json::string(payout.key)),
        std::move(done));
}

void HubClient::refund(const Bet& bet, Done done) {
    post(bet, "refund", Json::object().set("betId", Json::string(bet.bet_id)), std::move(done));
}

void HubClient::post(const Bet& bet, std::string_view verb, const Json& body, Done done) {
    net::OutgoingRequest request;
    request.url = hub_url_ + "/v1/sessions/" + bet.session_id + "/bets/" + std::string(verb);
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = base::to_canonical_text(body);
    request.lane = verb.starts_with("pay-in") ? stake_lane : owed_lane;
    send(std::move(request), std::move(done));
}

void HubClient::send(net::OutgoingRequest request, Done done) {
    const OutboundFaults faults = parts_.faults.draw_outbound();
    SignatureHeaders headers = signer_.sign(request.body, parts_.loop.now(), parts_.random);
    if (faults.wrong_signature) std::ranges::reverse(headers.sign);
    for (net::Header& header : to_headers(headers))
        request.headers.push_back(std::move(header));
    const base::Instant deadline = parts_.loop.now() + reply_timeout_;
    if (faults.doubled) parts_.http.send(request, deadline, [](const net::HttpResult&) {});
    parts_.http.send(
        std::move(request), deadline,
        [done = std::move(done)](const net::HttpResult& result) { done(read_answer(result)); });
}

void HubClient::raw(const RawCall& call, RawDone done) {
    SignatureHeaders headers = signer_.sign(call.body, parts_.loop.now(), parts_.random);
    if (call.counterparty_id) headers.counterparty_id = *call.counterparty_id;
    if (call.timestamp) headers.timestamp = *call.timestamp;
    if (call.request_id) headers.request_id = *call.request_id;
    headers.sign = call.sign ? *call.sign : signer_.sign_of(call.body, headers);
    net::OutgoingRequest request;
    request.method = call.method;
    request.url = hub_url_ + call.path;
    request.headers = to_headers(headers);
    if (!call.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    request.body = call.body;
    parts_.http.send(
        std::move(request), parts_.loop.now() + reply_timeout_,
        [headers, done = std::move(done)](const net::HttpResult& result) {
            done(headers, result);
        });
}

}  // namespace croupier::sandbox::provider
