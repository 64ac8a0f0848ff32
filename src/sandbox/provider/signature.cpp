// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/signature.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "crypto/digest.h"

namespace croupier::sandbox::provider {
namespace {

constexpr std::string_view counterparty_header = "X-Counterparty-Id";
constexpr std::string_view timestamp_header = "X-Timestamp";
constexpr std::string_view request_id_header = "X-Request-Id";
constexpr std::string_view sign_header = "X-Sign";

std::optional<SignatureHeaders> read_headers(const net::Request& request) {
    const auto counterparty = request.header(counterparty_header);
    const auto timestamp = request.header(timestamp_header);
    const auto request_id = request.header(request_id_header);
    const auto sign = request.header(sign_header);
    if (!counterparty || !timestamp || !request_id || !sign) return std::nullopt;
    return SignatureHeaders{
        std::string(*counterparty), std::string(*timestamp), std::string(*request_id),
        std::string(*sign)};
}

bool is_request_id(std::string_view text) {
    constexpr std::size_t digits = 32;
    return text.size() == digits && base::from_hex(text).has_value();
}

// A timestamp near the ends of its range would overflow the subtraction, so the window is laid
// around `now`.
bool within(std::int64_t timestamp, base::Instant now, base::Duration skew) {
    return timestamp >= (now - skew).unix_ms && timestamp <= (now + skew).unix_ms;
}

}  // namespace

std::vector<net::Header> to_headers(const SignatureHeaders& values) {
    return {
        {std::string(counterparty_header), values.counterparty_id},
        {std::string(timestamp_header), values.timestamp},
        {std::string(request_id_header), values.request_id},
        {std::string(sign_header), values.sign}};
}

SignatureHeaders Signer::sign(
    std::string_view body, base::Instant now, base::Random& random) const {
    std::array<std::uint8_t, 16> id{};
    random.fill(std::as_writable_bytes(std::span(id)));
    SignatureHeaders headers{counterparty_id_, std::to_string(now.unix_ms), base::to_hex(id), {}};
    headers.sign = sign_of(body, headers);
    return headers;
}

std::string Signer::sign_of(std::string_view body, const SignatureHeaders& headers) const {
    std::string text;
    if (!body.empty()) text.append(body).append(".");
    text.append(headers.counterparty_id).append(".");
    text.append(headers.timestamp).append(".");
    text.append(headers.request_id);
    return crypto::hmac_sha256_hex(secret_, text);
}

SignatureChecker::SignatureChecker(Signer signer, SignatureRules rules, RequestMemory memory)
    : signer_(std::move(signer)),
      rules_(rules),
      keep_(std::move(memory.keep)),
      by_time_(memory.before.begin(), memory.before.end()) {
    for (const SeenRequest& seen : by_time_)
        seen_.insert(seen.request_id);
}

base::Result<void, SignatureFault> SignatureChecker::check(
    const net::Request& request, base::Instant now) {
    const auto headers = read_headers(request);
    if (!headers) return base::fail(SignatureFault::missing_header);
    if (!base::equal_ignoring_case(headers->counterparty_id, signer_.counterparty_id())) {
        return base::fail(SignatureFault::other_counterparty);
    }
    const auto timestamp = base::parse_i64(headers->timestamp);
    if (!timestamp) return base::fail(SignatureFault::bad_timestamp);
    if (!within(*timestamp, now, rules_.skew_max)) {
        return base::fail(SignatureFault::outside_window);
    }
    if (!is_request_id(headers->request_id)) return base::fail(SignatureFault::bad_request_id);
    if (!crypto::constant_time_equal(signer_.sign_of(request.body, *headers), headers->sign)) {
        return base::fail(SignatureFault::wrong_sign);
    }
    return remember(base::to_lower(headers->request_id), now);
}

base::Result<void, SignatureFault> SignatureChecker::remember(
    const std::string& request_id, base::Instant now) {
    while (!by_time_.empty() && by_time_.front().at + rules_.replay_window < now) {
        seen_.erase(by_time_.front().request_id);
        by_time_.pop_front();
    }
    if (seen_.contains(request_id)) return base::fail(SignatureFault::replayed);
    if (seen_.size() >= rules_.remembered_max) return base::fail(SignatureFault::too_many);
    const SeenRequest request{now, request_id};
    if (keep_ && !keep_(request, now - rules_.replay_window)) {
        return base::fail(SignatureFault::not_kept);
    }
    seen_.insert(request_id);
    by_time_.push_back(request);
    return {};
}

std::string_view to_text(SignatureFault fault) {
    switch (fault) {
    case SignatureFault::missing_header:
        return "a signature header is missing";
    case SignatureFault::other_counterparty:
        return "X-Counterparty-Id is not this provider's";
    case SignatureFault::bad_timestamp:
        return "X-Timestamp is not Unix time in milliseconds";
    case SignatureFault::outside_window:
        return "X-Timestamp is too far from this clock";
    case SignatureFault::bad_request_id:
        return "X-Request-Id is not 32 hex digits";
    case SignatureFault::wrong_sign:
        return "X-Sign does not match";
    case SignatureFault::replayed:
        return "X-Request-Id was seen before";
    case SignatureFault::too_many:
        return "too many calls within the replay window";
    case SignatureFault::not_kept:
        return "the book cannot be written";
    }
    return "";
}

}  // namespace croupier::sandbox::provider
