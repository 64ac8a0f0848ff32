// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/partner_api.h"

#include "base/log.h"
#include "sandbox/casino/codec.h"

namespace croupier::sandbox::casino {

using base::Json;

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

net::Route PartnerApi::route(std::string path, Act act) {
    auto handler = [this, act = std::move(act)](
                       const net::PathParameters&, const net::Request& request,
                       const net::Reply& reply) { handle(act, request, reply); };
    return {"POST", std::move(path), under_faults(parts_.faults, parts_.loop, std::move(handler))};
}

void PartnerApi::handle(const Act& act, const net::Request& request, const net::Reply& reply) {
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
        *std::move(token), lifeline_.guard([this, act, reply](const Checked& checked) {
            reply(net::Response::json(200, answer(act, checked)));
        }));
}

std::string PartnerApi::answer(
    const Act& act, const base::Result<crypto::Jwt, crypto::JoseFault>& token) {
    if (!token.ok()) {
        base::log_warning("casino.token_refused", {{"why", crypto::to_text(token.error())}});
        return write_envelope(Code::token_invalid);
    }
    announcements_.clear();
    auto done = act_once(act, token.value().claims);
    if (!done.ok()) {
        base::log_error("casino.books_failed", {{"detail", done.error().detail}});
        return write_envelope(Code::general);
    }
    for (const Announcement& announcement : announcements_)
        parts_.accepts.add(announcement);
    return std::move(done).value();
}

db::DbResult<std::string> PartnerApi::act_once(const Act& act, const Json& claims) {
    return parts_.store.in_transaction([&]() -> db::DbResult<std::string> {
        CROUPIER_TRY(const auto admitted, parts_.gate.admit(claims, parts_.loop.now()));
        if (!admitted.ok()) {
            base::log_warning("casino.token_refused", {{"why", admitted.error()}});
            return write_envelope(Code::token_invalid);
        }
        const auto data = read_data(claims);
        return data.ok() ? act(data.value()) : write_envelope(data.error());
    });
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

std::string PartnerApi::payments_make(const Outcome<MakeCall>& call) {
    if (!call.ok()) return write_envelope(call.error());
    const MakeAnswer answer = parts_.wallet.make(call.value(), parts_.loop.now());
    if (answer.announcement) announcements_.push_back(*answer.announcement);
    return write_envelope(answer.code, value_of(answer));
}

std::string PartnerApi::payments_make_list(const Json& data) {
    const auto calls = read_make_list(data);
    if (!calls.ok()) return write_envelope(calls.error());
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
    const auto call = read_info(data);
    if (!call.ok()) return write_envelope(call.error());
    const auto answer = parts_.wallet.info(call.value());
    return answer.ok() ? write_envelope(Code::success, value_of(call.value(), answer.value()))
                       : write_envelope(answer.error());
}

std::string PartnerApi::payments_close(const Json& data) {
    const auto call = read_close(data);
    return write_envelope(call.ok() ? parts_.wallet.close(call.value()) : call.error());
}

}  // namespace croupier::sandbox::casino
