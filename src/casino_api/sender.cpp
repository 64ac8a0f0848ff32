// SPDX-License-Identifier: Apache-2.0
#include "casino_api/sender.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/log.h"
#include "base/text.h"
#include "casino_api/errors.h"

namespace croupier::casino_api {

namespace {

// How long after a change of keys a casino that refuses the new one is served with the former one.
constexpr base::Duration key_grace{3600'000};

// https://www.w3.org/TR/trace-context/: version, trace id, parent id, sampled.
std::string make_traceparent(base::Random& random) {
    std::array<std::uint8_t, 24> bytes{};
    random.fill(std::as_writable_bytes(std::span(bytes)));
    // All zeros is no valid id; this costs one bit of each.
    bytes[0] |= 1U;
    bytes[16] |= 1U;
    const std::span<const std::uint8_t> all(bytes);
    return "00-" + base::to_hex(all.first(16)) + "-" + base::to_hex(all.subspan(16)) + "-01";
}

}  // namespace

struct Sender::Exchange {
    CasinoCall call;
    Done done;
    int attempts = 0;
    std::string traceparent;
    base::TimerId give_up = base::TimerId::none;
    base::Instant attempt_ends;
    bool finished = false;

    [[nodiscard]] const domain::CasinoTerms& terms() const { return call.casino->terms; }
};

void Sender::send(CasinoCall call, Done done) {
    const auto exchange = std::make_shared<Exchange>();
    exchange->call = std::move(call);
    exchange->done = std::move(done);
    exchange->traceparent = make_traceparent(parts_.random);
    // Holds while the call waits for its signature; once it is sent the HTTP client keeps the time.
    exchange->give_up = parts_.loop.at(
        exchange->call.deadline, [this, exchange] { not_transmitted(exchange, false); });
    attempt(exchange);
}

void Sender::attempt(const ExchangePtr& exchange) {
    const auto directory = parts_.directory.current();
    const auto* key = key_for(*exchange, *directory);
    ++exchange->attempts;
    if (key == nullptr) {
        base::log_error(
            "casino_key_missing",
            {{"casino", exchange->terms().id.value()}, {"algorithm", exchange->terms().signing}});
        parts_.loop.post([this, exchange] { not_transmitted(exchange, false); });
        return;
    }
    const domain::CasinoTerms& terms = exchange->terms();
    SigningOrder order{
        key->key,
        terms.id,
        exchange->call.data,
        terms.policy.token_lifetime,
        terms.policy.token_backdating,
        exchange->call.lane,
        exchange->call.deadline};
    parts_.signer.sign(std::move(order), [this, exchange](std::optional<std::string> body) {
        if (exchange->finished) return;
        if (!body || parts_.loop.now() >= exchange->call.deadline) {
            return not_transmitted(exchange, false);
        }
        transmit(exchange, std::move(*body));
    });
}

void Sender::transmit(const ExchangePtr& exchange, std::string body) {
    parts_.loop.cancel(exchange->give_up);
    const domain::CasinoTerms& terms = exchange->terms();
    net::OutgoingRequest request;
    request.url = terms.api_url + exchange->call.path;
    request.headers.push_back({"Content-Type", "application/json"});
    if (!terms.gateway_authorization.empty()) {
        request.headers.push_back({"Authorization", terms.gateway_authorization});
    }
    request.headers.push_back({"traceparent", exchange->traceparent});
    request.body = std::move(body);
    // The casino's number too: two casinos may live behind one gateway.
    request.lane =
        std::to_string(terms.id.value()) + "/" + std::string(to_text(exchange->call.lane));
    request.connect_timeout = terms.policy.connect_timeout;
    request.idle_below = exchange->call.idle_below;
    exchange->attempt_ends =
        std::min(exchange->call.deadline, parts_.loop.now() + exchange->call.timeout);
    parts_.http.send(
        std::move(request), exchange->attempt_ends,
        [this, exchange](const net::HttpResult& result) { take(exchange, result); });
}

void Sender::take(const ExchangePtr& exchange, const net::HttpResult& result) {
    const auto failed = [&](std::string_view why) {
        base::log_warning(
            "casino_call_unknown", {{"casino", exchange->terms().id.value()},
                                    {"path", exchange->call.path},
                                    {"why", why}});
    };
    if (!result.ok()) {
        const net::HttpError& error = result.error();
        if (error.fault == net::HttpFault::not_sent)
            return not_transmitted(exchange, !error.lane_full);
        failed(error.detail);
        const bool timed_out = parts_.loop.now() >= exchange->attempt_ends;
        return finish(exchange, {CallResult::Kind::unknown, timed_out, false, {}});
    }
    const auto unreadable = [&](std::string why, bool reached) {
        failed(why);
        finish(exchange, {CallResult::Kind::unknown, false, false, {}, std::move(why), reached});
    };
    if (const int status = result.value().status; status != 200) {
        // From 500 on it may be a gateway's, in front of a casino that is away.
        return unreadable("status " + std::to_string(status), status < 500);
    }
    auto answer = read_answer(result.value().body);
    if (!answer.ok()) return unreadable(answer.error(), true);
    const bool token_refused =
        answer.value().error_code == static_cast<int>(WireCode::token_validation_failed);
    if (token_refused && exchange->attempts == 1 && parts_.loop.now() < exchange->call.deadline) {
        exchange->give_up = parts_.loop.at(
            exchange->call.deadline, [this, exchange] { not_transmitted(exchange, false); });
        return attempt(exchange);
    }
    finish(exchange, {CallResult::Kind::answered, false, false, std::move(answer).value()});
}

// A second attempt that could not be made leaves the first one's answer, which counts as in doubt.
void Sender::not_transmitted(const ExchangePtr& exchange, bool unreachable) {
    if (exchange->finished) return;
    const bool never = exchange->attempts <= 1;
    base::log_debug(
        "casino_call_not_sent", {{"casino", exchange->terms().id.value()},
                                 {"path", exchange->call.path},
                                 {"attempt", exchange->attempts},
                                 {"unreachable", unreachable}});
    finish(
        exchange,
        {never ? CallResult::Kind::not_sent : CallResult::Kind::unknown, false, unreachable, {}});
}

void Sender::finish(const ExchangePtr& exchange, CallResult result) {
    if (exchange->finished) return;
    exchange->finished = true;
    parts_.loop.cancel(exchange->give_up);
    exchange->done(std::move(result));
}

// The active key of the casino's algorithm; at the second attempt soon after a change, the former
// one.
const usecases::SigningKeyEntry* Sender::key_for(
    const Exchange& exchange, const usecases::Directory& directory) const {
    const auto algorithm = crypto::parse_signing_algorithm(exchange.terms().signing);
    if (!algorithm) return nullptr;
    const auto* active = directory.active_key(*algorithm);
    if (active == nullptr || exchange.attempts == 0) return active;
    const auto* former = directory.former_key(*algorithm);
    const bool lately =
        active->activated_at && parts_.loop.now() - *active->activated_at < key_grace;
    if (former == nullptr || !lately) return active;
    base::log_error(
        "casino_refuses_new_key", {{"casino", exchange.terms().id.value()},
                                   {"new_key", active->key.kid()},
                                   {"former_key", former->key.kid()}});
    return former;
}

}  // namespace croupier::casino_api
