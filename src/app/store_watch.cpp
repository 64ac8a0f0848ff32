// SPDX-License-Identifier: Apache-2.0
#include "app/store_watch.h"

#include "base/log.h"

namespace croupier::app {

namespace {

constexpr base::Duration look_every{250};
constexpr base::Duration look_seldom{5000};  // while the directory cannot be read
constexpr std::size_t orders_at_once = 100;

}  // namespace

void StoreWatch::stop() {
    stopped_ = true;
    parts_.loop.cancel(timer_);
}

void StoreWatch::look_later() {
    if (stopped_) return;
    timer_ = parts_.loop.at(parts_.loop.now() + (unreadable_ ? look_seldom : look_every), [this] {
        const std::int64_t known = parts_.directory.current()->version;
        const bool taken = parts_.reads.run([this, known] {
            parts_.loop.post([this, found = look(known)] {
                if (!stopped_) take_up(found);
                look_later();
            });
        });
        if (!taken) look_later();
    });
}

// On the reading thread.
StoreWatch::Found StoreWatch::look(std::int64_t known) {
    Found found;
    found.directory = read_directory(known, found.why_not);
    auto orders = parts_.orders.open(orders_at_once);
    if (orders.ok()) found.orders = std::move(orders).value();  // else logged by the store
    return found;
}

usecases::DirectoryPtr StoreWatch::read_directory(std::int64_t known, std::string& why_not) {
    const auto version = parts_.directory_store.version();
    if (!version.ok() || version.value() == known) return nullptr;
    const auto rows = parts_.directory_store.read();
    if (!rows.ok()) {
        why_not = rows.error().detail;
        return nullptr;
    }
    auto opened = parts_.open(rows.value());
    if (opened.ok()) return std::move(opened).value();
    why_not = opened.error();
    return nullptr;
}

// Said once for as long as it lasts: the hub goes on with the picture that it has.
void StoreWatch::note_unreadable(const std::string& why_not) {
    if (!why_not.empty() && !unreadable_) {
        base::log_error("the directory cannot be read", {{"why", why_not}});
    }
    unreadable_ = !why_not.empty();
}

void StoreWatch::take_up(const Found& found) {
    note_unreadable(found.why_not);
    if (found.directory) {
        parts_.directory.replace(found.directory);
        base::log_info("directory changed", {{"version", found.directory->version}});
    }
    for (const usecases::Order& order : found.orders) {
        if (in_hand_.insert(order.id).second) carry_out(order);
    }
}

void StoreWatch::carry_out(const usecases::Order& order) {
    usecases::carry_out(
        parts_.batcher, order, [this, order](const std::optional<usecases::OrderOutcome>& outcome) {
            if (!outcome) {
                in_hand_.erase(order.id);  // taken up again at the next look
                return;
            }
            base::log_info(
                "order", {{"order", order.id},
                          {"kind", usecases::to_text(order.kind)},
                          {"bet", order.bet.value()},
                          {"obeyed", outcome->obeyed},
                          {"outcome", outcome->sentence}});
            finish(order, *outcome);
        });
}

// A finish that fails leaves the order open: it is carried out again and finds nothing to do.
void StoreWatch::finish(const usecases::Order& order, const usecases::OrderOutcome& outcome) {
    const base::Instant now = parts_.loop.now();
    const auto write = [this, order, outcome, now] {
        const bool finished = parts_.orders.finish(order.id, now, outcome).ok();
        parts_.loop.post([this, id = order.id, finished] {
            if (!finished) base::log_error("order not finished", {{"order", id}});
            in_hand_.erase(id);
        });
    };
    if (!parts_.reads.run(write)) in_hand_.erase(order.id);
}

}  // namespace croupier::app
