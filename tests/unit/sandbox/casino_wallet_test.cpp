// SPDX-License-Identifier: Apache-2.0
// The wallet on a real SQLite file: repeats, tombstones, tokens, lists, and both dialects.
#include "sandbox/casino/wallet.h"

#include <gtest/gtest.h>

#include "unit/sandbox/casino_fixture.h"

namespace croupier::sandbox::casino {
namespace {

using test::make_call;
using test::WalletBench;
using Type = TransactionType;

TEST(CasinoWallet, BooksAStakeAndItsPayout) {
    WalletBench bench;
    const MakeAnswer answer = bench.make(make_call(Type::stake, 1, "10.50", "t1"));
    EXPECT_EQ(answer.code, Code::success);
    EXPECT_EQ(answer.partner_transaction_id, "C7001-000000001");
    EXPECT_EQ(answer.balance, test::eur("89.5"));
    EXPECT_FALSE(answer.announcement.has_value()) << "an answer casino announces nothing";
    EXPECT_EQ(bench.make(Type::payout, 1, "25", "t2"), Code::success);
    EXPECT_EQ(bench.balance(), "114.5");
    EXPECT_EQ(bench.booked(1), 2u);
}

TEST(CasinoWallet, ARepeatMovesNothingAndHearsTheSame) {
    WalletBench bench;
    const auto first = bench.make(make_call(Type::stake, 1, "10", "t1"));
    bench.reopen();
    const auto again = bench.make(make_call(Type::stake, 1, "010.00", "t1"));
    EXPECT_EQ(again.code, Code::success);
    EXPECT_EQ(again.partner_transaction_id, first.partner_transaction_id);
    EXPECT_EQ(bench.balance(), "90");
    EXPECT_EQ(bench.booked(1), 1u);
}

TEST(CasinoWallet, ARepeatIsAnsweredOnAClosedBetToo) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::success);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1, .closed = true}), Code::success);
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::success);
    EXPECT_EQ(bench.make(Type::payout, 1, "10", "t2"), Code::bet_closed);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1, .closed = false}), Code::success);
    EXPECT_EQ(bench.make(Type::payout, 1, "10", "t2"), Code::success);
}

TEST(CasinoWallet, TheSameIdWithOtherContentIsRefused) {
    WalletBench bench;
    MakeCall call = make_call(Type::stake, 1, "10", "t1");
    call.tax_amount = "1";
    EXPECT_EQ(bench.make(call).code, Code::success);
    const auto changed = [&](auto change) {
        MakeCall other = call;
        change(other);
        return bench.make(other).code;
    };
    EXPECT_EQ(changed([](MakeCall& c) { c.amount = "10.01"; }), Code::other_content);
    EXPECT_EQ(changed([](MakeCall& c) { c.bet_id = 2; }), Code::other_content);
    EXPECT_EQ(changed([](MakeCall& c) { c.player = "bert"; }), Code::other_content);
    EXPECT_EQ(changed([](MakeCall& c) { c.type = Type::payout; }), Code::other_content);
    EXPECT_EQ(changed([](MakeCall& c) { c.tax_amount = "2"; }), Code::other_content);
    EXPECT_EQ(changed([](MakeCall& c) { c.promo_code = "X"; }), Code::other_content);
    EXPECT_EQ(changed([](MakeCall& c) { c.tax_amount = "1.00"; }), Code::success);
    EXPECT_EQ(bench.balance(), "90");
}

TEST(CasinoWallet, ARefusedStakeStaysRefusedAndMoneyOwedIsTriedAnew) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::stake, 1, "500", "t1"), Code::not_enough_money);
    EXPECT_EQ(bench.make(Type::payout, 2, "5", "t2"), Code::bet_not_found);
    ASSERT_TRUE(bench.desk->change("anna", {.deposit = "1000"}).ok());
    EXPECT_EQ(bench.make(Type::stake, 1, "500", "t1"), Code::not_enough_money);
    EXPECT_EQ(bench.make(Type::stake, 2, "5", "t3"), Code::success);
    EXPECT_EQ(bench.make(Type::payout, 2, "5", "t2"), Code::success);
    EXPECT_EQ(bench.balance(), "1100");
}

TEST(CasinoWallet, AReturnOfAnUnknownBetBooksNothingAndBarsTheStake) {
    WalletBench bench;
    const auto answer = bench.make(make_call(Type::bet_return, 1, "10", "r1"));
    EXPECT_EQ(answer.code, Code::success);
    const auto again = bench.make(make_call(Type::bet_return, 1, "10", "r1"));
    EXPECT_EQ(again.partner_transaction_id, answer.partner_transaction_id);
    EXPECT_EQ(bench.booked(1), 0u) << "info never lists a return that booked nothing";
    bench.reopen();
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::bet_closed);
    EXPECT_EQ(bench.balance(), "100");
    EXPECT_EQ(bench.desk->book().value().tombstones, 1);
}

TEST(CasinoWallet, AReturnOfABetThatOnlyAJackpotMadeKnownBarsTheStakeToo) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::jackpot, 1, "5", "j1"), Code::success);
    EXPECT_EQ(bench.make(Type::bet_return, 1, "10", "r1"), Code::success);
    EXPECT_EQ(bench.balance(), "105");
    EXPECT_EQ(bench.booked(1), 1u);
    bench.reopen();
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::bet_closed);
    EXPECT_EQ(bench.make(Type::jackpot, 1, "5", "j2"), Code::success) << "the player's money";
    EXPECT_EQ(bench.balance(), "110");
}

TEST(CasinoWallet, AReturnOfARefusedStakeFindsNothingToReturn) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::stake, 1, "500", "t1"), Code::not_enough_money);
    EXPECT_EQ(bench.make(Type::bet_return, 1, "500", "r1"), Code::success);
    EXPECT_EQ(bench.balance(), "100");
}

TEST(CasinoWallet, ReturnsUndoWhatTheyName) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::stake, 1, "60", "t1"), Code::success);
    EXPECT_EQ(bench.make(Type::payout, 1, "80", "t2"), Code::success);
    EXPECT_EQ(bench.make(Type::stake, 2, "120", "t3"), Code::success);
    EXPECT_EQ(bench.balance(), "0");
    EXPECT_EQ(bench.make(Type::bet_return, 1, "60", "t4"), Code::wrong_state);
    EXPECT_EQ(bench.make(Type::payout_return, 1, "80", "t5"), Code::success);
    EXPECT_EQ(bench.balance(), "-80");
    EXPECT_EQ(bench.make(Type::payout_return, 1, "80", "t6"), Code::wrong_state);
    EXPECT_EQ(bench.make(Type::bet_return, 1, "60", "t4"), Code::success);
    EXPECT_EQ(bench.make(Type::bet_return, 1, "60", "t7"), Code::wrong_state);
    EXPECT_EQ(bench.balance(), "-20");
}

TEST(CasinoWallet, MoneyThatCannotBeReadOrHeldIsRefused) {
    WalletBench bench;
    for (const char* amount : {"", "-1", "1e2", "0.001", "abc", "1.2.3", "+1"}) {
        EXPECT_EQ(bench.make(Type::stake, 1, amount), Code::incorrect_amount) << amount;
    }
    EXPECT_EQ(bench.make(Type::stake, 1, "1.5000"), Code::success)
        << "zeros beyond the scale do not count";
    EXPECT_EQ(bench.make(Type::jackpot, 2, "9999999999999999", "j1"), Code::success);
    MakeCall call = make_call(Type::stake, 3, "1", "c1");
    call.currency = "USD";
    EXPECT_EQ(bench.make(call).code, Code::currency_mismatch);
    call = make_call(Type::stake, 4, "1", "c2");
    call.player = "nobody";
    EXPECT_EQ(bench.make(call).code, Code::user_not_found);
}

TEST(CasinoWallet, ABalanceThatWouldOverflowIsNotBooked) {
    WalletBench bench;
    int booked = 0;
    while (booked < 20 &&
           bench.make(Type::jackpot, 10 + booked, "9999999999999999") == Code::success)
        ++booked;
    EXPECT_LT(booked, 20);
    EXPECT_EQ(bench.make(Type::jackpot, 100, "9999999999999999", "j"), Code::transaction_failed);
    EXPECT_EQ(bench.booked(100), 0u);
}

TEST(CasinoWallet, PromoCodesAreUsedUpAndGivenBackByAReturn) {
    WalletBench bench;
    MakeCall call = make_call(Type::stake, 1, "10", "t1");
    call.promo_code = "WELCOME";
    EXPECT_EQ(bench.make(call).code, Code::promo_code_invalid);
    ASSERT_TRUE(bench.desk->change("anna", {.promo_code = "WELCOME", .promo_uses = 1}).ok());
    call.transaction_id = "t2";
    EXPECT_EQ(bench.make(call).code, Code::success);
    call.bet_id = 2;
    call.transaction_id = "t3";
    EXPECT_EQ(bench.make(call).code, Code::promo_code_invalid);
    EXPECT_EQ(bench.make(Type::bet_return, 1, "10", "t4"), Code::success);
    call.transaction_id = "t5";
    EXPECT_EQ(bench.make(call).code, Code::success);
}

TEST(CasinoWallet, AnOlderCloseIsIgnored) {
    WalletBench bench;
    EXPECT_EQ(bench.wallet->close({.bet_id = 1}), Code::invalid_request) << "no such bet";
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::success);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1, .closed = true, .sequence = 1}), Code::success);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1, .closed = false, .sequence = 2}), Code::success);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1, .closed = true, .sequence = 1}), Code::success);
    EXPECT_FALSE(bench.wallet->info({.bet_id = 1}).value().closed);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1, .closed = true, .sequence = 3}), Code::success);
    EXPECT_TRUE(bench.wallet->info({.bet_id = 1}).value().closed);
}

TEST(CasinoWallet, InfoOfABetThatNeverCameIsAnEmptyList) {
    WalletBench bench;
    const auto answer = bench.wallet->info({.bet_id = 77});
    ASSERT_TRUE(answer.ok());
    EXPECT_TRUE(answer.value().transactions.empty());
    EXPECT_FALSE(answer.value().closed);
    EXPECT_EQ(bench.make(Type::stake, 77, "10"), Code::success);
    EXPECT_EQ(bench.wallet->info({.bet_id = 77, .player = "bert"}).error(), Code::bet_not_found);
}

TEST(CasinoWallet, ListsAreAnsweredElementByElement) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::success);
    const std::vector calls{
        make_call(Type::payout, 1, "5", "p1"), make_call(Type::payout, 2, "5", "p2")};
    const auto answers = bench.wallet->make_list(calls, bench.now);
    ASSERT_TRUE(answers.ok());
    ASSERT_EQ(answers.value().size(), 2u);
    EXPECT_EQ(answers.value()[0].code, Code::success);
    EXPECT_EQ(answers.value()[1].code, Code::bet_not_found);
    EXPECT_EQ(bench.balance(), "95");
}

TEST(CasinoWallet, ListsOfAWrongLengthAreRefusedWhole) {
    WalletBench bench;
    std::vector<MakeCall> calls;
    EXPECT_EQ(bench.wallet->make_list(calls, bench.now).error(), Code::invalid_request);
    for (int i = 1; i <= 500; ++i)
        calls.push_back(make_call(Type::jackpot, i, "1", std::nullopt));
    EXPECT_TRUE(bench.wallet->make_list(calls, bench.now).ok());
    calls.push_back(make_call(Type::jackpot, 501, "1", std::nullopt));
    EXPECT_EQ(bench.wallet->make_list(calls, bench.now).error(), Code::invalid_request);
    calls.resize(2);
    calls[1].bet_id = calls[0].bet_id;
    EXPECT_EQ(bench.wallet->make_list(calls, bench.now).error(), Code::invalid_request);
    EXPECT_EQ(bench.balance(), "600");
}

TEST(CasinoWallet, RefreshTokensAreSpentOnceAndRepeatForAMinute) {
    WalletBench bench;
    const auto first = bench.wallet->authenticate({bench.token}, bench.now);
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first.value().player, "anna");
    EXPECT_NE(first.value().refresh_token, bench.token);
    bench.reopen();
    bench.now = bench.now + base::Duration(60'000);
    const auto again = bench.wallet->authenticate({bench.token}, bench.now);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().refresh_token, first.value().refresh_token);
    bench.now = bench.now + base::Duration(1);
    EXPECT_EQ(
        bench.wallet->authenticate({bench.token}, bench.now).error(), Code::refresh_token_invalid);
    EXPECT_TRUE(bench.wallet->authenticate({first.value().refresh_token}, bench.now).ok());
    EXPECT_EQ(
        bench.wallet->authenticate({"unknown"}, bench.now).error(), Code::refresh_token_invalid);
}

TEST(CasinoWallet, TokensOfBlockedPlayersAndOldTokensAreRefused) {
    WalletBench bench;
    ASSERT_TRUE(bench.desk->change("anna", {.blocked = true}).ok());
    EXPECT_EQ(bench.wallet->authenticate({bench.token}, bench.now).error(), Code::user_blocked);
    ASSERT_TRUE(bench.desk->change("anna", {.blocked = false}).ok());
    const base::Instant later =
        bench.now + bench.wallet->rules().token_lifetime + base::Duration(1);
    EXPECT_EQ(
        bench.wallet->authenticate({bench.token}, later).error(), Code::refresh_token_invalid);
    EXPECT_TRUE(bench.wallet->authenticate({bench.token}, bench.now).ok())
        << "neither refusal spent it";
}

TEST(CasinoWallet, AStockCasinoBooksRepeatsAgainAndKnowsDocumentedCodesAlone) {
    WalletBench bench({.dialect = Dialect::stock});
    const auto first = bench.make(make_call(Type::stake, 1, "10", "t1"));
    const auto again = bench.make(make_call(Type::stake, 1, "10", "t1"));
    EXPECT_EQ(again.code, Code::success);
    EXPECT_NE(again.partner_transaction_id, first.partner_transaction_id);
    EXPECT_EQ(bench.balance(), "80");
    EXPECT_FALSE(bench.wallet->info({.bet_id = 1}).value().transactions.front().transaction_id);
    EXPECT_EQ(bench.make(Type::bet_return, 2, "10", "t2"), Code::transaction_failed);
    EXPECT_EQ(bench.make(Type::stake, 2, "10", "t3"), Code::success) << "no tombstone";
    EXPECT_EQ(bench.make(Type::stake, 3, "1000", "t4"), Code::transaction_failed);
    EXPECT_EQ(bench.wallet->authenticate({"unknown"}, bench.now).error(), Code::user_not_found);
}

TEST(CasinoWallet, TheBookAddsUp) {
    WalletBench bench;
    EXPECT_EQ(bench.make(Type::stake, 1, "10", "t1"), Code::success);
    EXPECT_EQ(bench.make(Type::payout, 1, "25", "t2"), Code::success);
    EXPECT_EQ(bench.make(Type::payout_return, 1, "25", "t3"), Code::success);
    EXPECT_EQ(bench.make(Type::bet_return, 1, "10", "t4"), Code::success);
    EXPECT_EQ(bench.make(Type::jackpot, 2, "7", "t5"), Code::success);
    MakeCall cashback = make_call(Type::payout, 3, "2", "t6");
    cashback.cashback = true;
    EXPECT_EQ(bench.make(cashback).code, Code::success);
    EXPECT_EQ(bench.wallet->close({.bet_id = 1}), Code::success);
    const Book book = bench.desk->book().value();
    const CurrencyBook& euros = book.currencies.at(test::euro());
    EXPECT_EQ(euros.bets.at(Type::stake).sum, 1000);
    EXPECT_EQ(euros.bets.at(Type::payout).sum, 2500);
    EXPECT_EQ(euros.bets.at(Type::payout_return).sum, 2500);
    EXPECT_EQ(euros.bets.at(Type::bet_return).sum, 1000);
    EXPECT_EQ(euros.bets.at(Type::jackpot).sum, 700);
    EXPECT_EQ(euros.cashbacks.at(Type::payout).count, 1);
    EXPECT_EQ(euros.players.sum, 10000 + 700 + 200);
    EXPECT_EQ(book.bets_closed, 1);
    EXPECT_EQ(book.bets_open, 1);
    EXPECT_EQ(bench.desk->bets(0, 2).value().bets.size(), 2u);
    EXPECT_EQ(bench.desk->bets(2, 2).value().bets.size(), 1u);
}

}  // namespace
}  // namespace croupier::sandbox::casino
