// SPDX-License-Identifier: Apache-2.0
#include "usecases/orders.h"

#include "base/json.h"
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

OrderOutcome obey_resume(domain::BetChange& change, const domain::MoveContext& moves) {
    if (domain::resume(change, moves)) return {true, "what waits is tried now"};
    return {false, "nothing of this bet waits"};
}

OrderOutcome obey_write_off(
    domain::BetChange& change, const domain::MoveContext& moves, const Order& order) {
    switch (domain::write_off(change, moves, order.transfer.value_or(domain::TransactionId{}))) {
    case domain::WriteOff::done:
        return {true, "written off"};
    case domain::WriteOff::already:
        return {true, "written off before"};
    case domain::WriteOff::no_such_transfer:
        return {false, "the bet has no such transfer"};
    case domain::WriteOff::not_owed:
        break;
    }
    return {false, "the transfer is not owed: only money owed can be written off"};
}

// What the order came to, and its change, if any.
OrderOutcome obey(View& view, const Order& order) {
    const domain::Bet* bet = view.bet(order.bet);
    if (bet == nullptr) return {false, "there is no such bet"};
    const CasinoEntry* casino = view.directory().casino(bet->casino);
    if (casino == nullptr) return {false, "the casino's record is gone"};
    domain::BetChange change{.bet = *bet, .postings = {}, .alarms = {}};
    const domain::MoveContext moves = moves_of(view, *casino);
    OrderOutcome outcome = order.kind == OrderKind::resume ? obey_resume(change, moves)
                                                           : obey_write_off(change, moves, order);
    if (outcome.obeyed) view.put(std::move(change));
    return outcome;
}

std::string evidence_of(const Order& order) {
    using base::Json;
    Json json = Json::object()
                    .set("order", Json::integer(order.id))
                    .set("kind", Json::string(to_text(order.kind)))
                    .set("bet", Json::integer(static_cast<std::int64_t>(order.bet.value())));
    if (order.transfer) {
        json.set("transfer", Json::string(base::to_text(order.transfer->value())));
        json.set("reason", Json::string(order.reason));
    }
    return base::to_text(json);
}

}  // namespace

std::string_view to_text(OrderKind kind) {
    return kind == OrderKind::resume ? "resume" : "write_off";
}

std::optional<OrderKind> parse_order_kind(std::string_view text) {
    for (const OrderKind kind : {OrderKind::resume, OrderKind::write_off}) {
        if (to_text(kind) == text) return kind;
    }
    return std::nullopt;
}

void carry_out(
    Batcher& batcher, const Order& order, std::function<void(std::optional<OrderOutcome>)> done) {
    auto outcome = std::make_shared<OrderOutcome>();
    Step step = new_step("order", evidence_of(order));
    step.names.bets.push_back(order.bet);
    step.decide = [order, outcome](View& view) {
        *outcome = obey(view, order);
        return outcome->obeyed ? Keep::yes : Keep::no;
    };
    step.done = [outcome, done = std::move(done)](std::optional<domain::ErrorCode> failed) {
        if (failed == domain::ErrorCode::overloaded) return done(std::nullopt);
        if (failed) return done(OrderOutcome{false, "an invariant of the books forbids it"});
        done(*outcome);
    };
    batcher.submit(std::move(step));
}

}  // namespace croupier::usecases
