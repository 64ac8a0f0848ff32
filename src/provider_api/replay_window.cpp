// SPDX-License-Identifier: Apache-2.0
#include "provider_api/replay_window.h"

#include <algorithm>
#include <string_view>

namespace croupier::provider_api {

namespace {

base::Duration kept_for(const domain::ProviderTerms& provider) {
    // The end of the skew is still good, so the memory lasts a millisecond longer.
    return std::max(provider.replay_window, 2 * provider.timestamp_skew) + base::Duration(1);
}

}  // namespace

Admission ReplayWindow::admit(
    const domain::ProviderTerms& provider, const Seen& request, RepeatRule rule,
    base::Instant now) {
    if (may_be_older_than_us(provider, request.timestamp, now)) return Admission::refused;

    Memory& memory = memories_[provider.id];
    while (!memory.expiries.empty() && memory.expiries.front().at <= now) {
        memory.contents.erase(memory.expiries.front().id);
        memory.expiries.pop_front();
    }
    if (const auto seen = memory.contents.find(request.id); seen != memory.contents.end()) {
        const bool same = rule == RepeatRule::same_again && seen->second == request.content;
        return same ? Admission::repeat : Admission::refused;
    }
    if (memory.contents.size() >= ids_max_) return Admission::full;
    memory.contents.emplace(request.id, request.content);
    memory.expiries.push_back({now + kept_for(provider), request.id});
    return Admission::first;
}

bool ReplayWindow::may_be_older_than_us(
    const domain::ProviderTerms& provider, base::Instant timestamp, base::Instant now) {
    // When the system's clock was set back, this is a start like another; else every timestamp
    // would count as older until the clock has caught up.
    started_ = std::min(started_, now);
    return timestamp < started_ && now - started_ < kept_for(provider);
}

std::size_t ReplayWindow::size() const {
    std::size_t ids = 0;
    for (const auto& [provider, memory] : memories_)
        ids += memory.contents.size();
    return ids;
}

std::size_t ReplayWindow::IdHash::operator()(const RequestId& id) const noexcept {
    return std::hash<std::string_view>{}(
        std::string_view(reinterpret_cast<const char*>(id.data()), id.size()));
}

crypto::Sha256 content_of(const net::Request& request) {
    std::string text;
    text.reserve(request.method.size() + request.path.size() + request.body.size() + 2);
    text.append(request.method).append(1, ' ');
    text.append(request.path).append(1, '\n');  // neither can hold a line break
    text.append(request.body);
    return crypto::sha256(text);
}

}  // namespace croupier::provider_api
