// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/partner_api.h"

#include "base/log.h"
#include "sandbox/casino/codec.h"

namespace croupier::sandbox::casino {

using base::Json;

namespace {

// Whose effect may come apart from its answer; a close or a question has none that matters late.
bool moves_money(std::string_view path) {
    return path == "/payments/make" || path == "/payments/make-list" ||
           path == "/cashback-payments/make";
}

}  // namespace

std::vector<net::Route> PartnerApi::routes() {
    std::vector<net::Route> routes;
    routes.push_back(route("/users/auth", [this](const Json& data) { return users_auth(data); }));
    routes.push_back(route("/users/data", [this](const Json& data) { return users_data(data); }));
    routes.push_back(route(
        "/payments/make", [this](const Json& data) { return payments_make(read_make(data)); }));
    routes.push_back(route(
        "/payments/make-list", [this](const Json& data) { return payments_make_list(data); }));
    routes.push_back(
        route("/payments/info", [this](const Json& data) { return payments_info(data); }));
    routes.push_back(
        route("/payments/close", [this](const Json& data) { return payments_close(data); }));
    routes.push_back(route("/cashback-payments/make", [this](const Json& data) {
        return payments_make(read_cashback(data));
    }));
    return routes;
}

base::Result<void, std::string> PartnerApi::resume() {
    return parts_.late.resume(
        [this](const LateCall& call) { return act_late(call); }, [this] { send_accepts(); });
}

net::Route PartnerApi::route(std::string path, Act act) {
    acts_[path] = std::move(act);
    auto handler = [this, path](
                       const net::PathParameters&, const net::Request& request,
                       const net::Reply& reply) { handle(path, request, reply); };
    return {"POST", std::move(path), under_faults(parts_.faults, parts_.loop, std::move(handler))};
}

void PartnerApi::handle(
    const std::string& path, const net::Request& request, const net::Reply& reply) {
    if (!gateway_.empty() && !gateway_.equals(request.header("Authorization").value_or(""))) {
        return reply(net::Response::text(401, "gateway authorization wanted"));
    }
    if (forced_.count > 0) {
        --forced_.count;
        return reply(net::Response::json(200, write_envelope(forced_.code)));
    }
    auto token = read_token(request.body);
    if (!token) return reply(net::Response::json(200, write_envelope(Code::token_invalid)));
    using Checked = base::Result<crypto::Jwt, crypto::JoseFault>;
    parts_.keys.verify(
        *std::move(token), lifeline_.guard([this, path, reply](const Checked& checked) {
            Heard heard = hear(path, checked);
            const auto bad_gateway = [reply] { reply(net::Response::text(502, "bad gateway")); };
            switch (heard.gateway) {
            case LateFault::none:
                return reply(net::Response::json(200, std::move(heard.envelope)));
            case LateFault::bad_gateway:
                return bad_gateway();
            case LateFault::unheard:
                parts_.loop.at(parts_.loop.now() + parts_.faults.lost_for(), bad_gateway);
                return;
            }
        }));
}

PartnerApi::Heard PartnerApi::hear(
    const std::string& path, const base::Result<crypto::Jwt, crypto::JoseFault>& token) {
    if (!token.ok()) {
        base::log_warning("casino.token_refused", {{"why", crypto::to_text(token.error())}});
        return {write_envelope(Code::token_invalid)};
    }
    announcements_.clear();
    late_.reset();
    auto done = act_once(path, token.value().claims);
    if (!done.ok()) {
        base::log_error("casino.books_failed", {{"detail", done.error().detail}});
        return {write_envelope(Code::general)};
    }
    send_accepts();
    if (late_) parts_.late.arm(*late_);
    return std::move(done).value();
}

void PartnerApi::send_accepts() {
    for (const Announcement& announcement : announcements_)
        parts_.accepts.add(announcement);
    announcements_.clear();
}

db::DbResult<PartnerApi::Heard> PartnerApi::act_once(const std::string& path, const Json& claims) {
    return parts_.store.in_transaction([&]() -> db::DbResult<Heard> {
        CROUPIER_TRY(const auto admitted, parts_.gate.admit(claims, parts_.loop.now()));
        if (!admitted.ok()) {
            base::log_warning("casino.token_refused", {{"why", admitted.error()}});
            return Heard{write_envelope(Code::token_invalid)};
        }
        const auto data = read_data(claims);
        if (!data.ok()) return Heard{write_envelope(data.error())};
        const LateFault gateway =
            moves_money(path) ? parts_.faults.draw_late_act() : LateFault::none;
        if (gateway != LateFault::none) return act_later(path, data.value(), gateway);
        return Heard{acts_.at(path)(data.value())};
    });
}

db::DbResult<PartnerApi::Heard> PartnerApi::act_later(
    const std::string& path, const Json& data, LateFault gateway) {
    const base::Instant due = parts_.loop.now() + parts_.faults.acts_late_by();
    CROUPIER_TRY(late_, parts_.late.add(path, base::to_text(data), due));
    return Heard{"", gateway};
}

db::DbResult<void> PartnerApi::act_late(const LateCall& call) {
    const auto data = base::parse_json(call.data, wire_limits);
    CROUPIER_CHECK(data.ok());  // we wrote it
    announcements_.clear();
    is_late_ = true;
    acts_.at(call.path)(data.value());
    is_late_ = false;
    return {};
}

std::string PartnerApi::users_auth(const Json& data) {
    const auto call = read_auth(data);
    if (!call.ok()) return write_envelope(call.error());
    const auto answer = parts_.wallet.authenticate(call.value(), parts_.loop.now());
    return answer.ok() ? write_envelope(Code::success, value_of(answer.value()))
                       : write_envelope(answer.error());
}

std::string PartnerApi::users_data(const Json& data) {
    const auto call = read_user_data(data);
    if (!call.ok()) return write_envelope(call.error());
    const auto balance = parts_.wallet.balance(call.value());
    return balance.ok() ? write_envelope(Code::success, value_of(balance.value()))
                        : write_envelope(balance.error());
}

std::string PartnerApi::payments_make(Outcome<MakeCall> call) {
    if (!call.ok()) return write_envelope(call.error());
    call.value().late = is_late_;
    const MakeAnswer answer = parts_.wallet.make(call.value(), parts_.loop.now());
    if (answer.announcement) announcements_.push_back(*answer.announcement);
    // What the documentation does not name in the answer, a stock casino does not say.
    if (parts_.wallet.rules().dialect == Dialect::stock) return write_envelope(answer.code);
    return write_envelope(answer.code, value_of(answer));
}

std::string PartnerApi::payments_make_list(const Json& data) {
    auto calls = read_make_list(data);
    if (!calls.ok()) return write_envelope(calls.error());
    for (MakeCall& call : calls.value())
        call.late = is_late_;
    const auto answers = parts_.wallet.make_list(calls.value(), parts_.loop.now());
    if (!answers.ok()) return write_envelope(answers.error());
    for (const MakeAnswer& answer : answers.value()) {
        if (answer.announcement) announcements_.push_back(*answer.announcement);
    }
    // The documentation knows no list in the answer: a stock casino says no more than "received".
    if (parts_.wallet.rules().dialect == Dialect::stock) return write_envelope(Code::success);
    return write_envelope(Code::success, value_of(calls.value(), answers.value()));
}

std::string PartnerApi::payments_info(const Json& data) {
    auto call = read_info(data);
    if (!call.ok()) return write_envelope(call.error());
    const base::Duration lag = parts_.faults.list_lag();
    if (lag > base::Duration(0)) call.value().as_of = parts_.loop.now() - lag;
    auto answer = parts_.wallet.info(call.value());
    if (!answer.ok()) return write_envelope(answer.error());
    if (parts_.faults.draw_empty_list()) answer.value().transactions.clear();
    return write_envelope(Code::success, value_of(call.value(), answer.value()));
}

std::string PartnerApi::payments_close(const Json& data) {
    const auto call = read_close(data);
    return write_envelope(call.ok() ? parts_.wallet.close(call.value()) : call.error());
}

}  // namespace croupier::sandbox::casino
