// SPDX-License-Identifier: Apache-2.0
// How often a client may fail to log in: some failures a minute, then nothing is checked until the
// minute is over. Bounded memory: when it is full, whoever failed longest ago is forgotten.
#pragma once

#include <list>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace croupier::casino_api {

struct LoginLimitPolicy {
    std::uint32_t failures_max = 10;
    base::Duration window{60'000};
    std::size_t clients_max = 4096;
};

class LoginLimit {
public:
    explicit LoginLimit(LoginLimitPolicy policy = {}) : policy_(policy) {}
    [[nodiscard]] bool may_try(const std::string& client, base::Instant now) const;
    void note_failure(const std::string& client, base::Instant now);
    void note_success(const std::string& client);
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        std::uint32_t failures = 0;
        base::Instant window_began;
        std::list<std::string>::iterator place;
    };
    void forget(const std::string& client);

    LoginLimitPolicy policy_;
    std::list<std::string> by_age_;  // the last failure longest ago first
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace croupier::casino_api
