// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/accept_sender.h"

#include "base/log.h"

namespace croupier::sandbox::casino {

base::Result<void, std::string> AcceptSender::resume() {
    auto left = parts_.store.announcements();
    if (!left.ok()) return base::fail("casino database: " + left.error().detail);
    for (Announcement& announcement : left.value())
        enqueue(std::move(announcement), base::Duration(0));
    return {};
}

void AcceptSender::add(Announcement announcement) {
    switch (parts_.faults.draw_accept()) {
    case AcceptFault::none:
        return enqueue(std::move(announcement), base::Duration(0));
    case AcceptFault::late:
        return enqueue(std::move(announcement), parts_.faults.accept_late_by());
    case AcceptFault::lost:
        return take_off(announcement.number);
    }
}

void AcceptSender::enqueue(Announcement announcement, base::Duration wait) {
    const std::int64_t number = announcement.number;
    queue_.emplace(number, Item{.announcement = std::move(announcement)});
    if (wait > base::Duration(0)) return try_later(number, wait);
    ready_.push_back(number);
    pump();
}

void AcceptSender::try_later(std::int64_t number, base::Duration wait) {
    parts_.loop.at(parts_.loop.now() + wait, lifeline_.guard([this, number] {
        ready_.push_back(number);
        pump();
    }));
}

void AcceptSender::stop() {
    stopped_ = true;
    remove_taken();
}

void AcceptSender::pump() {
    while (!stopped_ && !ready_.empty() && in_flight_ < policy_.in_flight_max) {
        const auto item = queue_.find(ready_.front());
        ready_.pop_front();
        if (item != queue_.end()) send(item->second);
    }
}

void AcceptSender::send(const Item& item) {
    const OutboundFaults faults = parts_.faults.draw_outbound();
    HubCall call;
    call.path = item.announcement.cashback ? "/cashback-payments/accept" : "/payments/accept";
    call.body = item.announcement.body;
    call.lane = "accept";
    call.wrong_bearer = faults.wrong_signature;
    if (faults.doubled) parts_.hub.call(call, [](const HubAnswer&) {});
    ++in_flight_;
    const std::int64_t number = item.announcement.number;
    parts_.hub.call(std::move(call), lifeline_.guard([this, number](const HubAnswer& answer) {
        finish(number, answer);
    }));
}

void AcceptSender::finish(std::int64_t number, const HubAnswer& answer) {
    --in_flight_;
    Item& item = queue_.at(number);
    if (answer.ok()) {
        queue_.erase(number);
        take_off(number);
        return pump();
    }
    ++item.failures;
    const base::Instant now = parts_.loop.now();
    const base::Duration age = now - item.announcement.queued_at;
    const auto wait = base::backoff_delay(policy_.delays, item.failures, age, parts_.random);
    base::log_warning(
        "casino.accept_failed", {{"announcement", number},
                                 {"status", answer.error().status},
                                 {"error_code", answer.error().error_code.value_or(0)},
                                 {"detail", answer.error().detail},
                                 {"again_in_ms", wait.count()}});
    try_later(number, wait);
    pump();
}

void AcceptSender::take_off(std::int64_t number) {
    taken_.push_back(number);
    const auto remove = lifeline_.guard([this] { remove_taken(); });
    if (taken_.size() == 1) parts_.loop.at(parts_.loop.now() + policy_.removal_delay, remove);
}

void AcceptSender::remove_taken() {
    if (taken_.empty()) return;
    const auto removed =
        parts_.store.in_transaction([&] { return parts_.store.remove_announcements(taken_); });
    if (!removed.ok()) base::log_error("casino.books_failed", {{"detail", removed.error().detail}});
    taken_.clear();
}

}  // namespace croupier::sandbox::casino
