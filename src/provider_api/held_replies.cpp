// SPDX-License-Identifier: Apache-2.0
#include "provider_api/held_replies.h"

#include <algorithm>
#include <utility>

namespace croupier::provider_api {

HeldReplies::~HeldReplies() {
    for (const auto& [id, held] : held_)
        loop_.cancel(held.timer);
}

std::optional<HeldId> HeldReplies::hold(net::Reply reply, base::Instant until, Answer at_the_end) {
    if (draining_ || held_.size() >= replies_max_) {
        reply(to_response({verdict_of(domain::ErrorCode::overloaded), {}, {}}));
        return std::nullopt;
    }
    const HeldId id{++last_id_};
    held_.emplace(id, Held{std::move(reply), base::TimerId::none, std::nullopt, nullptr});
    wait_until(id, until, [this, id, at_the_end] { answer(id, at_the_end); });
    return id;
}

void HeldReplies::wait_until(HeldId id, base::Instant until, base::Task at_the_end) {
    const auto held = held_.find(id);
    if (held == held_.end()) return;
    loop_.cancel(held->second.timer);
    held->second.timer = loop_.at(until, std::move(at_the_end));
}

void HeldReplies::watch(HeldId id, domain::BetId bet, Changed changed) {
    const auto held = held_.find(id);
    if (held == held_.end()) return;
    unwatch(id);
    held->second.bet = bet;
    held->second.changed = std::move(changed);
    watchers_[bet].push_back(id);
}

void HeldReplies::unwatch(HeldId id) {
    const auto held = held_.find(id);
    if (held == held_.end() || !held->second.bet) return;
    const auto watchers = watchers_.find(*held->second.bet);
    auto& ids = watchers->second;
    ids.erase(std::remove(ids.begin(), ids.end(), id), ids.end());
    if (ids.empty()) watchers_.erase(watchers);
    held->second.bet.reset();
    held->second.changed = nullptr;
}

void HeldReplies::answer(HeldId id, const Answer& answer) {
    const auto held = held_.find(id);
    if (held == held_.end()) return;
    unwatch(id);
    loop_.cancel(held->second.timer);
    const net::Reply reply = std::move(held->second.reply);
    held_.erase(held);
    reply(to_response(answer));
    if (held_.empty() && drained_) loop_.post(std::exchange(drained_, nullptr));
}

void HeldReplies::committed(const usecases::Committed& commit) {
    for (const usecases::BetWrite& write : commit.bets) {
        const auto watchers = watchers_.find(write.bet.id);
        if (watchers == watchers_.end()) continue;
        const std::vector<HeldId> ids = watchers->second;  // answering shortens the list
        for (const HeldId id : ids) {
            const auto held = held_.find(id);
            if (held == held_.end() || held->second.bet != write.bet.id) continue;
            const Changed changed = held->second.changed;  // it may watch anew, or answer
            changed(write.bet);
        }
    }
}

void HeldReplies::drain(base::Task done) {
    draining_ = true;
    if (held_.empty()) return loop_.post(std::move(done));
    drained_ = std::move(done);
}

}  // namespace croupier::provider_api
