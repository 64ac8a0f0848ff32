// SPDX-License-Identifier: Apache-2.0
#include "provider_api/replay_window.h"

#include <algorithm>
#include <string_view>

namespace croupier::provider_api {

base::Instant remembered_until(const domain::ProviderTerms& provider, base::Instant now) {
    // The end of the skew is still good, so the memory lasts a millisecond longer.
    return now + std::max(provider.replay_window, 2 * provider.timestamp_skew) + base::Duration(1);
}

Admission ReplayWindow::admit(
    const usecases::SeenRequest& request, RepeatRule rule, base::Instant now) {
    Memory& memory = memories_[request.provider];
    while (!memory.expiries.empty() && memory.expiries.front().at <= now) {
        memory.contents.erase(memory.expiries.front().id);
        memory.expiries.pop_front();
    }
    if (const auto seen = memory.contents.find(request.id); seen != memory.contents.end()) {
        const bool same = rule == RepeatRule::same_again && seen->second == request.content;
        return same ? Admission::repeat : Admission::refused;
    }
    if (memory.contents.size() >= ids_max_) return Admission::full;
    remember(request);
    return Admission::first;
}

void ReplayWindow::remember(const usecases::SeenRequest& request) {
    Memory& memory = memories_[request.provider];
    memory.contents.emplace(request.id, request.content);
    memory.expiries.push_back({request.until, request.id});
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
