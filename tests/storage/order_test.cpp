// SPDX-License-Identifier: Apache-2.0
// What persons order about bets: kept until a hub says what came of it.
#include "storage/contract.h"

namespace croupier::test {
namespace {

using usecases::Order;
using usecases::OrderKind;

class OrderTest : public Contract {
protected:
    Order order(OrderKind kind) {
        Order order{.kind = kind, .bet = domain::BetId(77), .ordered_at = some_time};
        if (kind != OrderKind::resume) {
            order.transfer = domain::TransactionId(gen_.uuid());
            order.reason = "paid by hand, ticket 12";
        }
        if (kind == OrderKind::booked) {
            order.booking = {domain::CasinoId(7), domain::PartnerTransactionId("T-9")};
        }
        return order;
    }
    Order added(Order order) {
        order.id = orders_->add(order).value();
        return order;
    }

    std::unique_ptr<usecases::OrderStore> orders_ = stand_->make_orders();
};

TEST_P(OrderTest, AreOpenUntilFinishedTheOldestFirst) {
    const Order first = added(order(OrderKind::write_off));
    const Order second = added(order(OrderKind::resume));
    EXPECT_LT(first.id, second.id);
    const auto another = stand_->make_orders();
    EXPECT_EQ(another->open(10).value(), (std::vector{first, second}));
    EXPECT_EQ(another->open(1).value(), std::vector{first});

    ASSERT_TRUE(another->finish(first.id, some_time, {true, "written off"}).ok());
    EXPECT_EQ(orders_->open(10).value(), std::vector{second});
    Order done = first;
    done.done_at = some_time;
    done.obeyed = true;
    done.outcome = "written off";
    EXPECT_EQ(orders_->find(first.id).value(), done);
}

TEST_P(OrderTest, OfEveryKindAreKeptWhole) {
    std::vector<Order> orders;
    for (int kind = 0; kind <= static_cast<int>(OrderKind::write_off); ++kind)
        orders.push_back(added(order(static_cast<OrderKind>(kind))));
    EXPECT_EQ(orders_->open(100).value(), orders);
}

TEST_P(OrderTest, AreFinishedOnce) {
    const Order one = added(order(OrderKind::resume));
    ASSERT_TRUE(orders_->finish(one.id, some_time, {false, "nothing waits"}).ok());
    ASSERT_TRUE(orders_->finish(one.id, some_time + base::Duration(1), {true, "other"}).ok());
    EXPECT_EQ(orders_->find(one.id).value()->outcome, "nothing waits");
    EXPECT_FALSE(orders_->find(one.id).value()->obeyed);
}

TEST_P(OrderTest, AnUnknownOneIsNothing) {
    EXPECT_EQ(orders_->find(5).value(), std::nullopt);
    EXPECT_TRUE(orders_->finish(5, some_time, {true, ""}).ok());
    EXPECT_TRUE(orders_->open(10).value().empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, OrderTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
