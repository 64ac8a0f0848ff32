// SPDX-License-Identifier: Apache-2.0
#include "provider_api/auth.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "provider_api/signature.h"

namespace croupier::provider_api {

namespace {

using domain::ErrorCode;

// A header given twice is given by nobody: we must not check one value and have others read the
// other.
domain::Outcome<std::string_view> only_value(const net::Request& request, std::string_view name) {
    const auto is_named = [name](const net::Header& header) {
        return base::equal_ignoring_case(header.name, name);
    };
    const auto& headers = request.headers;
    const auto found = std::find_if(headers.begin(), headers.end(), is_named);
    if (found == headers.end()) {
        return domain::refuse(ErrorCode::unauthorized, std::string(name) + " is missing");
    }
    if (std::any_of(std::next(found), headers.end(), is_named)) {
        return domain::refuse(ErrorCode::unauthorized, std::string(name) + " is given twice");
    }
    return std::string_view(found->value);
}

std::optional<RequestId> parse_request_id(std::string_view text) {
    RequestId id{};
    const auto bytes = base::from_hex(text);
    if (!bytes || bytes->size() != id.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return id;
}

std::optional<base::Instant> parse_timestamp(std::string_view text) {
    const auto milliseconds = base::parse_i64(text);
    if (!milliseconds || *milliseconds < 0) return std::nullopt;
    return base::Instant{*milliseconds};
}

bool is_near(base::Instant timestamp, base::Instant now, base::Duration skew) {
    return timestamp >= now - skew && timestamp <= now + skew;
}

}  // namespace

domain::Outcome<AuthenticProvider> authenticate(
    const net::Request& request, const usecases::DirectoryPtr& directory, base::Instant now) {
    CROUPIER_TRY(const auto counterparty, only_value(request, counterparty_header));
    CROUPIER_TRY(const auto timestamp, only_value(request, timestamp_header));
    CROUPIER_TRY(const auto request_id, only_value(request, request_id_header));
    CROUPIER_TRY(const auto sign, only_value(request, sign_header));

    const auto id = base::parse_uuid(counterparty);
    if (!id) return domain::refuse(ErrorCode::unauthorized, "X-Counterparty-Id is no GUID");
    const auto time = parse_timestamp(timestamp);
    if (!time) return domain::refuse(ErrorCode::unauthorized, "X-Timestamp is no Unix time in ms");
    const auto request_key = parse_request_id(request_id);
    if (!request_key) {
        return domain::refuse(ErrorCode::unauthorized, "X-Request-Id is not 32 hex digits");
    }
    const auto* entry = directory->provider(domain::ProviderId(*id));
    if (entry == nullptr) return domain::refuse(ErrorCode::unauthorized, "unknown counterparty");
    const std::string expected =
        signature_of(entry->secret, request.body, {counterparty, timestamp, request_id});
    if (!crypto::constant_time_equal(expected, sign)) {
        return domain::refuse(ErrorCode::unauthorized, "X-Sign does not fit");
    }
    // After the signature, so that only the provider itself learns how far its clock is off.
    if (!is_near(*time, now, entry->terms.timestamp_skew)) {
        return domain::refuse(
            ErrorCode::unauthorized,
            "X-Timestamp is off by " + std::to_string((*time - now).count()) + " ms");
    }

    AuthenticProvider provider;
    provider.directory_ = directory;
    provider.entry_ = entry;
    provider.request_id_ = *request_key;
    for (const std::string_view part : {counterparty, timestamp, request_id, sign}) {
        if (!provider.proof_.empty()) provider.proof_ += '.';
        provider.proof_ += part;
    }
    return provider;
}

}  // namespace croupier::provider_api
