// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/call_gate.h"

#include <optional>

#include "base/text.h"
#include "crypto/jose.h"

namespace croupier::sandbox::casino {

namespace {

using base::Json;

std::optional<base::Instant> read_time(const Json& claims, std::string_view name) {
    const Json* claim = claims.find(name);
    if (claim == nullptr || !claim->is(Json::Kind::number)) return std::nullopt;
    const auto seconds = base::parse_i64(claim->number_text());
    return seconds ? std::optional(base::Instant{*seconds * 1000}) : std::nullopt;
}

std::optional<std::string> read_text(const Json& claims, std::string_view name) {
    const Json* claim = claims.find(name);
    if (claim == nullptr || !claim->is(Json::Kind::string)) return std::nullopt;
    return claim->as_string();
}

}  // namespace

CallGate::CallGate(std::int64_t client_id, base::Duration skew, base::Instant started)
    : client_id_("PartnerClient-" + std::to_string(client_id)), skew_(skew), started_(started) {}

base::Result<void, std::string> CallGate::admit(const Json& claims, base::Instant now) {
    if (const auto times = crypto::check_times(claims, now, skew_); !times.ok()) {
        return base::fail(std::string(crypto::to_text(times.error())));
    }
    if (read_text(claims, "client_id") != client_id_)
        return base::fail(std::string("client_id of another"));
    if (issued_before_start(claims)) return base::fail(std::string("issued before the start"));
    forget_expired(now);
    const auto id = read_text(claims, "jti");
    if (!id) return {};
    if (!seen_.insert(*id).second) return base::fail(std::string("jti seen before"));
    // check_times has seen exp; one that is no whole number is kept for an hour.
    const base::Instant expires =
        read_time(claims, "exp").value_or(now + base::Duration(3600 * 1000));
    by_expiry_.emplace(expires + skew_, *id);
    return {};
}

bool CallGate::issued_before_start(const Json& claims) const {
    const auto issued = read_time(claims, "iat");
    return issued && *issued < started_ - skew_;
}

void CallGate::forget_expired(base::Instant now) {
    while (!by_expiry_.empty() && by_expiry_.begin()->first < now) {
        seen_.erase(by_expiry_.begin()->second);
        by_expiry_.erase(by_expiry_.begin());
    }
}

}  // namespace croupier::sandbox::casino
