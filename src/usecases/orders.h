// SPDX-License-Identifier: Apache-2.0
// What a person orders about one bet. The order is kept first, by any process; the hub that works
// on the store carries it out as a durable step like any other and writes beside it what came of
// it. Carried out twice, because the hub died between the two, it finds nothing left to do.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "usecases/batcher.h"

namespace croupier::usecases {

// What may be ordered; what each does is said in domain/bet_moves.h, "a person".
enum class OrderKind {
    resume,
    booked,
    send_again,
    send_without_reopening,
    take_back,
    waive,
    write_off
};
std::string_view to_text(OrderKind kind);
std::optional<OrderKind> parse_order_kind(std::string_view text);

struct Order {
    std::int64_t id = 0;  // drawn by the store: 1, 2, 3 …
    OrderKind kind = OrderKind::resume;
    domain::BetId bet;
    std::optional<domain::TransactionId> transfer{};  // kinds that speak of one transfer
    std::optional<PartnerBooking> booking{};          // booked: under which id, if that was seen
    std::string reason{};                             // may be empty with resume only
    base::Instant ordered_at{};
    std::optional<base::Instant> done_at{};  // nothing: no hub has taken it up yet
    bool obeyed = false;                     // with done_at
    std::string outcome{};                   // with done_at: one sentence
    bool operator==(const Order&) const = default;
};

struct OrderOutcome {
    bool obeyed = false;
    std::string sentence{};
};

// Beside the directory in the store; any process may use it. One thread at a time.
class OrderStore {
public:
    virtual ~OrderStore() = default;
    // Answers the id that it drew; the order's own is ignored.
    virtual base::Result<std::int64_t, StoreFault> add(const Order& order) = 0;
    virtual base::Result<std::optional<Order>, StoreFault> find(std::int64_t id) = 0;
    // Those that no hub has carried out yet, the oldest first.
    virtual base::Result<std::vector<Order>, StoreFault> open(std::size_t limit) = 0;
    // A second time changes nothing.
    virtual base::Result<void, StoreFault> finish(
        std::int64_t id, base::Instant at, const OrderOutcome& outcome) = 0;
};

// What the order does to the bet as it stands; not obeyed: nothing. For the step, and for showing
// beforehand what it will do.
OrderOutcome obey(
    domain::BetChange& change, const domain::MoveContext& context, const Order& order);

// Carries the order out as one step; its reason goes into the evidence. `done` runs on the loop
// when the outcome is durable; nothing: the store could not take it, the order stays open. Loop
// thread only.
void carry_out(
    Batcher& batcher, const Order& order, std::function<void(std::optional<OrderOutcome>)> done);

}  // namespace croupier::usecases
