// SPDX-License-Identifier: Apache-2.0
#include "casino_api/login_limit.h"

namespace croupier::casino_api {

bool LoginLimit::may_try(const std::string& client, base::Instant now) const {
    const auto found = entries_.find(client);
    if (found == entries_.end()) return true;
    const Entry& entry = found->second;
    return entry.failures < policy_.failures_max || now - entry.window_began >= policy_.window;
}

void LoginLimit::note_failure(const std::string& client, base::Instant now) {
    Entry entry{0, now, {}};
    if (const auto found = entries_.find(client); found != entries_.end()) {
        if (now - found->second.window_began < policy_.window) entry = found->second;
        forget(client);
    }
    if (entries_.size() >= policy_.clients_max) forget(std::string(by_age_.front()));
    ++entry.failures;
    entry.place = by_age_.insert(by_age_.end(), client);
    entries_.emplace(client, entry);
}

void LoginLimit::note_success(const std::string& client) { forget(client); }

void LoginLimit::forget(const std::string& client) {
    const auto found = entries_.find(client);
    if (found == entries_.end()) return;
    by_age_.erase(found->second.place);
    entries_.erase(found);
}

}  // namespace croupier::casino_api
