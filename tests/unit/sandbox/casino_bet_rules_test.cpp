// SPDX-License-Identifier: Apache-2.0
// The wallet's rules as a table: what a bet has seen, what comes, what it hears from either casino.
#include "sandbox/casino/bet_rules.h"

#include <gtest/gtest.h>

#include "unit/sandbox/casino_fixture.h"

namespace croupier::sandbox::casino {
namespace {

using test::eur;
using Type = TransactionType;

// A bet of the asking player that has seen these transactions; undone by hand.
BetState bet(std::vector<BetTransaction> transactions) {
    return {.known = true, .of_this_player = true, .transactions = std::move(transactions)};
}
BetTransaction stake(bool undone = false) { return {1, Type::stake, eur("10"), undone}; }
BetTransaction payout(bool undone = false) { return {2, Type::payout, eur("25"), undone}; }
BetTransaction lost() { return {2, Type::payout, eur("0"), false}; }
BetTransaction stake_return() { return {3, Type::bet_return, eur("10"), false}; }
BetState closed(BetState state) {
    state.closed = true;
    return state;
}
BetState tombstone() {
    BetState state = bet({});
    state.tombstone = true;
    return state;
}
BetState of_another(BetState state) {
    state.of_this_player = false;
    return state;
}

struct Row {
    const char* what;
    BetState bet;
    Type type;
    const char* amount;
    Code ours;
    Code stock;  // before it is put into documented codes
};

const Row rows[] = {
    {"first stake", {}, Type::stake, "10", Code::success, Code::success},
    {"stake of all there is", {}, Type::stake, "100", Code::success, Code::success},
    {"stake of more", {}, Type::stake, "100.01", Code::not_enough_money, Code::not_enough_money},
    {"free stake", {}, Type::stake, "0", Code::success, Code::success},
    {"second stake", bet({stake()}), Type::stake, "10", Code::wrong_state, Code::success},
    {"late stake", tombstone(), Type::stake, "10", Code::bet_closed, Code::bet_closed},
    {"stake on another's bet", of_another(bet({stake()})), Type::stake, "10", Code::wrong_state,
     Code::wrong_state},
    {"stake on a closed bet", closed(bet({stake()})), Type::stake, "10", Code::bet_closed,
     Code::bet_closed},

    {"payout", bet({stake()}), Type::payout, "25", Code::success, Code::success},
    {"lost", bet({stake()}), Type::payout, "0", Code::success, Code::success},
    {"second payout", bet({stake(), payout()}), Type::payout, "5", Code::success, Code::success},
    {"payout of nothing known", {}, Type::payout, "25", Code::bet_not_found, Code::bet_not_found},
    {"payout of another's bet", of_another(bet({stake()})), Type::payout, "25", Code::bet_not_found,
     Code::bet_not_found},
    {"payout of a returned bet", bet({stake(true), stake_return()}), Type::payout, "25",
     Code::wrong_state, Code::success},
    {"payout of a closed bet", closed(bet({stake()})), Type::payout, "25", Code::bet_closed,
     Code::bet_closed},

    {"return", bet({stake()}), Type::bet_return, "10", Code::success, Code::success},
    {"return of part", bet({stake()}), Type::bet_return, "9", Code::incorrect_amount,
     Code::incorrect_amount},
    {"second return", bet({stake(true), stake_return()}), Type::bet_return, "10", Code::wrong_state,
     Code::success},
    {"return after a payout", bet({stake(), payout()}), Type::bet_return, "10", Code::wrong_state,
     Code::success},
    {"return after a payout taken back", bet({stake(), payout(true)}), Type::bet_return, "10",
     Code::success, Code::success},
    {"return of a lost bet", bet({stake(), lost()}), Type::bet_return, "10", Code::success,
     Code::success},
    {"return of nothing known", {}, Type::bet_return, "10", Code::success, Code::bet_not_found},
    {"return of nothing known again", tombstone(), Type::bet_return, "10", Code::success,
     Code::bet_not_found},
    {"return of a jackpot's bet", bet({{1, Type::jackpot, eur("10"), false}}), Type::bet_return,
     "10", Code::success, Code::bet_not_found},
    {"return of a closed bet", closed(bet({stake()})), Type::bet_return, "10", Code::bet_closed,
     Code::bet_closed},

    {"payout return", bet({stake(), payout()}), Type::payout_return, "25", Code::success,
     Code::success},
    {"payout return of part", bet({stake(), payout()}), Type::payout_return, "20",
     Code::incorrect_amount, Code::incorrect_amount},
    {"second payout return", bet({stake(), payout(true)}), Type::payout_return, "25",
     Code::wrong_state, Code::success},
    {"payout return without payout", bet({stake()}), Type::payout_return, "25", Code::bet_not_found,
     Code::bet_not_found},
    {"payout return of nothing known",
     {},
     Type::payout_return,
     "25",
     Code::bet_not_found,
     Code::bet_not_found},

    {"jackpot", bet({stake(), payout()}), Type::jackpot, "1000", Code::success, Code::success},
    {"jackpot on a fresh bet", {}, Type::jackpot, "1000", Code::success, Code::success},
    {"jackpot of nothing", bet({stake()}), Type::jackpot, "0", Code::incorrect_amount,
     Code::incorrect_amount},
    {"jackpot on a closed bet", closed(bet({stake()})), Type::jackpot, "1", Code::bet_closed,
     Code::bet_closed},
};

TEST(CasinoBetRules, TableOfStates) {
    const PlayerState player{.balance = eur("100")};
    for (const Row& row : rows) {
        const Demand demand{row.type, eur(row.amount)};
        EXPECT_EQ(decide(demand, row.bet, player, Dialect::ours).code, row.ours) << row.what;
        EXPECT_EQ(decide(demand, row.bet, player, Dialect::stock).code, row.stock) << row.what;
    }
}

TEST(CasinoBetRules, OnlyAnOwnCasinoLeavesATombstone) {
    const PlayerState player{.balance = eur("100")};
    const Demand demand{Type::bet_return, eur("10")};
    EXPECT_TRUE(decide(demand, {}, player, Dialect::ours).leaves_tombstone);
    EXPECT_TRUE(decide(demand, tombstone(), player, Dialect::ours).leaves_tombstone);
    EXPECT_FALSE(decide(demand, bet({stake()}), player, Dialect::ours).leaves_tombstone);
}

TEST(CasinoBetRules, APayoutReturnTakesTheLastPayoutOfItsAmount) {
    const PlayerState player{.balance = eur("0")};
    const BetState state = bet(
        {stake(),
         {2, Type::payout, eur("25"), false},
         {3, Type::payout, eur("25"), false},
         {4, Type::payout, eur("5"), false}});
    EXPECT_EQ(decide({Type::payout_return, eur("25")}, state, player, Dialect::ours).undoes, 3);
}

TEST(CasinoBetRules, WhatHoldsAPlayerBackHoldsBackStakesAlone) {
    PlayerState player{
        .balance = eur("0"), .blocked = true, .stake_max = eur("1"), .promo_code_usable = false};
    EXPECT_EQ(decide({Type::stake, eur("10")}, {}, player, Dialect::ours).code, Code::user_blocked);
    for (const Type owed : {Type::payout, Type::bet_return, Type::jackpot}) {
        EXPECT_EQ(
            decide({owed, eur("10")}, bet({stake()}), player, Dialect::ours).code, Code::success);
    }
    EXPECT_EQ(
        decide({Type::payout_return, eur("25")}, bet({stake(), payout()}), player, Dialect::ours)
            .code,
        Code::success);
    player.blocked = false;
    EXPECT_EQ(
        decide({Type::stake, eur("10")}, {}, player, Dialect::ours).code, Code::promo_code_invalid);
    player.promo_code_usable = true;
    EXPECT_EQ(
        decide({Type::stake, eur("10")}, {}, player, Dialect::ours).code, Code::limit_reached);
    player.stake_max.reset();
    EXPECT_EQ(
        decide({Type::stake, eur("10")}, {}, player, Dialect::ours).code, Code::not_enough_money);
}

TEST(CasinoBetRules, CashbackHasABookOfItsOwn) {
    const PlayerState player{.balance = eur("0")};
    const Demand pay{Type::payout, eur("3"), true};
    const Demand cancel{Type::payout_return, eur("3"), true};
    BetState paid = bet({{1, Type::payout, eur("3"), false}});
    EXPECT_EQ(decide(pay, {}, player, Dialect::ours).code, Code::success);
    EXPECT_EQ(decide(cancel, {}, player, Dialect::ours).code, Code::bet_not_found);
    EXPECT_EQ(decide(cancel, paid, player, Dialect::ours).code, Code::wrong_state)
        << "a bet is no cashback";
    paid.cashback = true;
    EXPECT_EQ(decide(cancel, paid, player, Dialect::ours).code, Code::success);
    EXPECT_EQ(decide(pay, paid, player, Dialect::ours).code, Code::wrong_state);
    EXPECT_EQ(
        decide({Type::payout, eur("0"), true}, {}, player, Dialect::ours).code,
        Code::incorrect_amount);
}

TEST(CasinoBetRules, BalanceMovesByTypeAndMayGoBelowZeroByAPayoutReturn) {
    EXPECT_EQ(balance_after({Type::stake, eur("10")}, eur("15")), eur("5"));
    EXPECT_EQ(balance_after({Type::payout, eur("10")}, eur("15")), eur("25"));
    EXPECT_EQ(balance_after({Type::bet_return, eur("10")}, eur("15")), eur("25"));
    EXPECT_EQ(balance_after({Type::jackpot, eur("10")}, eur("15")), eur("25"));
    EXPECT_EQ(balance_after({Type::payout_return, eur("20")}, eur("15")), eur("-5"));
    const domain::Money most(INT64_MAX, test::euro());
    EXPECT_FALSE(balance_after({Type::payout, eur("0.01")}, most).has_value());
}

}  // namespace
}  // namespace croupier::sandbox::casino
