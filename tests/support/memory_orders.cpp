// SPDX-License-Identifier: Apache-2.0
#include "support/memory_store.h"

namespace croupier::test {

using usecases::Order;
using usecases::StoreFault;

base::Result<std::int64_t, StoreFault> MemoryOrders::add(const Order& order) {
    const std::lock_guard guard(disk_.mutex_);
    auto& orders = disk_.books_.orders;
    orders.push_back(order);
    orders.back().id = static_cast<std::int64_t>(orders.size());
    return orders.back().id;
}

base::Result<std::optional<Order>, StoreFault> MemoryOrders::find(std::int64_t id) {
    const std::lock_guard guard(disk_.mutex_);
    for (const Order& order : disk_.books_.orders) {
        if (order.id == id) return std::optional(order);
    }
    return std::optional<Order>();
}

base::Result<std::vector<Order>, StoreFault> MemoryOrders::open(std::size_t limit) {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<Order> open;
    for (const Order& order : disk_.books_.orders) {
        if (!order.done_at && open.size() < limit) open.push_back(order);
    }
    return open;
}

base::Result<void, StoreFault> MemoryOrders::finish(
    std::int64_t id, base::Instant at, const usecases::OrderOutcome& outcome) {
    const std::lock_guard guard(disk_.mutex_);
    for (Order& order : disk_.books_.orders) {
        if (order.id != id || order.done_at) continue;
        order.done_at = at;
        order.obeyed = outcome.obeyed;
        order.outcome = outcome.sentence;
    }
    return {};
}

}  // namespace croupier::test
