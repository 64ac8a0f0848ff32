// SPDX-License-Identifier: Apache-2.0
// The providers' dialect of errors: the one table from the hub's errors to `_responseCode` and HTTP
// status (contract section 3).
#pragma once

#include <cstdint>

#include "domain/error.h"

namespace croupier::provider_api {

enum class ResponseCode : std::int64_t {
    success = 1,
    session_not_found = 2,
    player_not_found = 3,
    not_enough_money = 4,
    bet_not_found = 5,
    invalid_request = 6,
    limit_reached = 7,
    not_authorized = 8,
    unknown = 99,
    already_accepted = 104
};

struct Verdict {
    ResponseCode code;
    int status;  // of HTTP
    bool operator==(const Verdict&) const = default;
};

Verdict verdict_of(domain::ErrorCode code);

// A body that is no JSON: the one case of code 6 that HTTP calls a bad request.
inline constexpr Verdict unreadable{ResponseCode::invalid_request, 400};

}  // namespace croupier::provider_api
