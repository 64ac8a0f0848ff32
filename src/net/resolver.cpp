// SPDX-License-Identifier: Apache-2.0
#include "net/resolver.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace croupier::net {

Resolver::Resolver(
    base::Loop& loop, std::unique_ptr<NameLookup> lookup, const ResolverPolicy& policy)
    : loop_(loop), policy_(policy), lookup_(std::move(lookup)) {}

Resolver::~Resolver() {
    for (const auto& [host, name] : names_)
        loop_.cancel(name.stale_timer);
}

void Resolver::resolve(const std::string& host, Done done) {
    const base::Instant now = loop_.now();
    if (names_.count(host) == 0) make_room();
    Name& name = names_[host];
    name.used = now;
    const bool is_good = !name.addresses.empty() && now < name.good_until;
    const bool failed_lately = !name.failure.empty() && now < name.ask_again_at;
    if (is_good || failed_lately) return serve(name, std::move(done));
    // A lookup that takes its time holds nobody up twice.
    const bool waited_long = name.asking && name.stale_timer == base::TimerId::none;
    if (waited_long && serves_stale(name)) return serve(name, std::move(done));
    name.waiting.push_back(std::move(done));
    if (!name.asking) ask(host, name);
}

void Resolver::ask(const std::string& host, Name& name) {
    name.asking = true;
    if (serves_stale(name)) {
        name.stale_timer = loop_.at(loop_.now() + policy_.stale_after, [this, &name] {
            name.stale_timer = base::TimerId::none;
            serve_waiting(name);
        });
    }
    lookup_->look_up(host, [this, host](const NameResult& result) { answered(host, result); });
}

void Resolver::answered(const std::string& host, const NameResult& result) {
    Name& name = names_.at(host);
    const base::Instant now = loop_.now();
    name.asking = false;
    loop_.cancel(std::exchange(name.stale_timer, base::TimerId::none));
    if (result.ok()) {
        name.failure.clear();
        name.addresses = result.value().addresses;
        name.good_until =
            now + std::clamp(result.value().good_for, policy_.good_for_min, policy_.good_for_max);
    } else {
        // Once for each lookup that failed, and these are rare: failure_good_for apart.
        base::log_warning("name_not_resolved", {{"host", host}, {"why", result.error()}});
        name.failure = result.error();
        name.ask_again_at = now + policy_.failure_good_for;
    }
    serve_waiting(name);
}

void Resolver::serve_waiting(Name& name) {
    for (Done& done : std::exchange(name.waiting, {}))
        serve(name, std::move(done));
}

void Resolver::serve(const Name& name, Done done) {
    const bool good = !name.addresses.empty() && loop_.now() < name.good_until;
    if (good || serves_stale(name)) {
        loop_.post([done = std::move(done), addresses = name.addresses] { done(addresses); });
    } else {
        loop_.post([done = std::move(done), why = name.failure] { done(base::fail(why)); });
    }
}

bool Resolver::serves_stale(const Name& name) const {
    return !name.addresses.empty() && loop_.now() < name.good_until + policy_.stale_good_for;
}

void Resolver::make_room() {
    if (names_.size() < policy_.names_max) return;
    auto oldest = names_.end();
    for (auto at = names_.begin(); at != names_.end(); ++at) {
        if (at->second.asking) continue;
        if (oldest == names_.end() || at->second.used < oldest->second.used) oldest = at;
    }
    if (oldest != names_.end()) names_.erase(oldest);
}

}  // namespace croupier::net
