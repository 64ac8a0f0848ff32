// SPDX-License-Identifier: Apache-2.0
#include "full_bet/load.h"

#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "provider_api/signature.h"

namespace croupier::bench {

namespace {

using base::Json;

constexpr base::Duration call_timeout{8000};
constexpr base::Duration patience{5000};  // for the last bets of a window

}  // namespace

Load::Load(net::AsioLoop& loop, std::string hub_url, Studio studio, std::size_t connections)
    : loop_(loop), hub_url_(std::move(hub_url)), studio_(std::move(studio)) {
    net::ClientLimits limits;
    limits.connections_max_per_lane = connections;
    client_ = loop.make_client(limits);
}

void Load::add_seat(const std::string& table, std::string session) {
    tables_[table].push_back({.session = std::move(session)});
}

void Load::play(const std::string& table, PlayTimes times, std::function<void(Played)> done) {
    played_ = {};
    played_.measured.time = times.measured;
    done_ = std::move(done);
    measure_from_ = Clock::now() + times.warm_up;
    measure_until_ = measure_from_ + times.measured;
    end_ = loop_.at(loop_.now() + times.warm_up + times.measured + patience, [this] { give_up(); });
    for (Seat& seat : tables_.at(table))
        begin(seat);
}

void Load::begin(Seat& seat) {
    seat.round = seat.session + "-" + std::to_string(++seat.rounds);
    seat.paid_out = seat.closed = false;
    seat.began = Clock::now();
    under_way_[seat.round] = &seat;
    const Json stake = Json::object()
                           .set("betAmount", Json::number("1.5"))
                           .set("betId", Json::string(seat.round))
                           .set("gameRoundId", Json::string(seat.round))
                           .set("sessionId", Json::string(seat.session));
    send(seat, "pay-in", base::to_text(stake), [this](Seat& at) { accepted(at); });
}

void Load::accepted(Seat& seat) {
    seat.accepted = Clock::now();
    const Json payout = Json::object()
                            .set("betId", Json::string(seat.round))
                            .set("gameRoundId", Json::string(seat.round))
                            .set("sessionId", Json::string(seat.session))
                            .set("winAmount", Json::number("2.5"));
    send(seat, "pay-out", base::to_text(payout), [this](Seat& at) {
        at.paid_out = true;
        step_done(at);
    });
}

void Load::closed(const std::string& round) {
    const auto found = under_way_.find(round);
    if (found == under_way_.end()) return;
    found->second->closed = true;
    step_done(*found->second);
}

void Load::step_done(Seat& seat) {
    if (!seat.paid_out || !seat.closed) return;
    const auto now = Clock::now();
    ++played_.bets;
    if (now >= measure_from_ && now < measure_until_) {
        ++played_.measured.count;
        played_.bet_times.push_back(now - seat.began);
        played_.pay_in_times.push_back(seat.accepted - seat.began);
    }
    leave(seat);
}

void Load::failed(Seat& seat) {
    ++played_.failures;
    leave(seat);
}

void Load::leave(Seat& seat) {
    under_way_.erase(seat.round);
    seat.round.clear();
    if (Clock::now() < measure_until_) return begin(seat);
    if (under_way_.empty()) finish();
}

void Load::give_up() {
    played_.failures += under_way_.size();
    under_way_.clear();
    finish();
}

void Load::finish() {
    loop_.cancel(end_);
    if (const auto done = std::exchange(done_, nullptr)) done(std::move(played_));
}

void Load::send(
    const Seat& seat, std::string_view call, const std::string& body,
    std::function<void(Seat&)> then) {
    net::OutgoingRequest request;
    request.url = hub_url_ + "/v1/sessions/" + seat.session + "/bets/" + std::string(call);
    request.headers =
        provider_api::sign_call(studio_.id, studio_.secret, body, loop_.now(), random_);
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = body;
    client_->send(
        std::move(request), loop_.now() + call_timeout,
        [this, round = seat.round, then = std::move(then)](const net::HttpResult& result) {
            const auto found = under_way_.find(round);
            if (found == under_way_.end()) return;
            const bool ok = result.ok() &&
                            result.value().body.find("\"_responseCode\":1,") != std::string::npos;
            if (ok) return then(*found->second);
            base::log_warning(
                "bet failed", {{"why", result.ok() ? result.value().body : result.error().detail}});
            failed(*found->second);
        });
}

}  // namespace croupier::bench
