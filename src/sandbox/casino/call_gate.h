// SPDX-License-Identifier: Apache-2.0
// Is a token, whose signature holds, meant for us, now, and for the first time? Seen token ids are
// kept in memory until the token can no longer pass; what was issued before the process started is
// refused, so a restart forgets nothing.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace croupier::sandbox::casino {

class CallGate {
public:
    CallGate(std::int64_t client_id, base::Duration skew, base::Instant started);

    // The error is a sentence for the log. A token that passes has used up its id.
    base::Result<void, std::string> admit(const base::Json& claims, base::Instant now);

    [[nodiscard]] std::size_t remembered() const { return seen_.size(); }

private:
    [[nodiscard]] bool issued_before_start(const base::Json& claims) const;
    void forget_expired(base::Instant now);

    std::string client_id_;
    base::Duration skew_;
    base::Instant started_;
    std::set<std::string> seen_;
    std::set<std::pair<base::Instant, std::string>> by_expiry_;
};

}  // namespace croupier::sandbox::casino
