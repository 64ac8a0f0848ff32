// SPDX-License-Identifier: Apache-2.0
#include "usecases/orders.h"

#include <array>

#include "base/json.h"
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

constexpr std::array<std::pair<OrderKind, std::string_view>, 7> kinds{{
    {OrderKind::resume, "resume"},
    {OrderKind::booked, "booked"},
    {OrderKind::send_again, "send_again"},
    {OrderKind::send_without_reopening, "send_without_reopening"},
    {OrderKind::take_back, "take_back"},
    {OrderKind::waive, "waive"},
    {OrderKind::write_off, "write_off"},
}};

domain::ByHand by_hand(
    domain::BetChange& change, const domain::MoveContext& context, const Order& order) {
    const auto transfer = order.transfer.value_or(domain::TransactionId{});
    switch (order.kind) {
    case OrderKind::resume:
        return domain::resume(change, context);
    case OrderKind::booked:
        return domain::book(
            change, context, transfer,
            order.booking ? order.booking->second : domain::PartnerTransactionId());
    case OrderKind::send_again:
        return domain::send_again(change, context, transfer);
    case OrderKind::send_without_reopening:
        return domain::send_without_reopening(change, context);
    case OrderKind::take_back:
        return domain::take_back(change, context, transfer);
    case OrderKind::waive:
        return domain::waive(change, context, transfer);
    case OrderKind::write_off:
        return domain::write_off(change, context, transfer);
    }
    return {};
}

// What the order came to, and its change, if any.
OrderOutcome obey_in(View& view, const Order& order) {
    const domain::Bet* bet = view.bet(order.bet);
    if (bet == nullptr) return {false, "there is no such bet"};
    const CasinoEntry* casino = view.directory().casino(bet->casino);
    if (casino == nullptr) return {false, "the casino's record is gone"};
    if (order.booking && booked_by_another_bet(view, *bet, order.booking->second)) {
        return {false, "that booking belongs to another bet"};
    }
    domain::BetChange change{.bet = *bet, .postings = {}, .alarms = {}};
    OrderOutcome outcome = obey(change, moves_of(view, *casino), order);
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
    }
    if (order.booking) {
        json.set("partnerTransaction", Json::string(order.booking->second.value()));
    }
    json.set("reason", Json::string(order.reason));
    return base::to_text(json);
}

}  // namespace

std::string_view to_text(OrderKind kind) {
    for (const auto& [known, name] : kinds) {
        if (known == kind) return name;
    }
    return "?";
}

std::optional<OrderKind> parse_order_kind(std::string_view text) {
    for (const auto& [kind, name] : kinds) {
        if (name == text) return kind;
    }
    return std::nullopt;
}

OrderOutcome obey(
    domain::BetChange& change, const domain::MoveContext& context, const Order& order) {
    const domain::ByHand result = by_hand(change, context, order);
    return {result.done, std::string(result.says)};
}

void carry_out(
    Batcher& batcher, const Order& order, std::function<void(std::optional<OrderOutcome>)> done) {
    auto outcome = std::make_shared<OrderOutcome>();
    Step step = new_step("order", evidence_of(order));
    step.names.bets.push_back(order.bet);
    if (order.booking) step.names.bookings.push_back(*order.booking);
    step.decide = [order, outcome](View& view) {
        *outcome = obey_in(view, order);
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
