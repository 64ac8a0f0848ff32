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

db::DbResult<CallGate::Admission> CallGate::admit(const Json& claims, base::Instant now) {
    const auto refused = [](std::string why) { return Admission(base::fail(std::move(why))); };
    if (const auto times = crypto::check_times(claims, now, skew_); !times.ok()) {
        return refused(std::string(crypto::to_text(times.error())));
    }
    if (read_text(claims, "client_id") != client_id_) return refused("client_id of another");
    const auto id = read_text(claims, "jti");
    if (!id) return Admission();
    // check_times has seen exp; one that is no whole number is kept for an hour.
    const base::Instant expires =
        read_time(claims, "exp").value_or(now + base::Duration(3600 * 1000));
    CROUPIER_TRY(const bool fresh, store_.use_token_id(*id, expires + skew_));
    return fresh ? Admission() : refused("jti seen before");
}

}  // namespace croupier::sandbox::casino
