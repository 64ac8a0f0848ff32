// SPDX-License-Identifier: Apache-2.0
// What a person may do about a bet: what each order changes, what it refuses, and that a second
// time changes nothing.
#include <gtest/gtest.h>

#include "domain/invariants.h"
#include "unit/domain/bets.h"

namespace croupier::domain {
namespace {

using S = TransferState;

class ByHandTest : public ::testing::Test {
protected:
    ByHandTest() { terms.id = CasinoId(7); }

    // One order on a bet, its books checked; the bet as it stands then is kept.
    template <class Order>
    bool obeyed(Bet& bet, Order order) {
        BetChange change{.bet = bet, .postings = {}, .alarms = {}};
        const ByHand result = order(change, MoveContext{terms, noon, random});
        EXPECT_FALSE(result.says.empty());
        EXPECT_EQ(broken_invariant(&bet, change), std::nullopt);
        if (!result.done) {
            EXPECT_EQ(change.bet, bet) << "refused and changed: " << result.says;
        }
        bet = change.bet;
        return result.done;
    }
    bool books(Bet& bet, std::uint8_t number, const std::string& booking = "") {
        return obeyed(bet, [&](BetChange& change, const MoveContext& context) {
            return book(change, context, transaction(number), PartnerTransactionId(booking));
        });
    }
    bool sends_again(Bet& bet, std::uint8_t number) {
        return obeyed(bet, [&](BetChange& change, const MoveContext& context) {
            return send_again(change, context, transaction(number));
        });
    }
    bool takes_back(Bet& bet, std::uint8_t number) {
        return obeyed(bet, [&](BetChange& change, const MoveContext& context) {
            return take_back(change, context, transaction(number));
        });
    }
    bool waives(Bet& bet, std::uint8_t number) {
        return obeyed(bet, [&](BetChange& change, const MoveContext& context) {
            return waive(change, context, transaction(number));
        });
    }
    bool writes_off(Bet& bet, std::uint8_t number) {
        return obeyed(bet, [&](BetChange& change, const MoveContext& context) {
            return write_off(change, context, transaction(number));
        });
    }
    static Bet with_payout(S state) {
        Bet bet = bet_with(S::booked);
        bet.transfers.push_back(payout(2, state));
        return bet;
    }
    static Bet in_doubt(S back) {
        Bet bet = bet_with(S::in_doubt);
        bet.transfers.front().tries = 1;
        bet.transfers.push_back(stake_return(2, back));
        return bet;
    }

    CasinoTerms terms;
    base::SeededRandom random{1};
};

}  // namespace

TEST_F(ByHandTest, MoneyOwedThatWasSeenBookedIsBooked) {
    for (const S state : {S::pending, S::received, S::written_off}) {
        Bet bet = with_payout(state);
        EXPECT_TRUE(books(bet, 2, "T-1"));
        EXPECT_EQ(bet.transfers[1].state, S::booked);
        EXPECT_EQ(bet.transfers[1].partner_transaction.value(), "T-1");
        const Bet once = bet;
        EXPECT_TRUE(books(bet, 2, "T-2"));
        EXPECT_EQ(bet, once);
    }
}

TEST_F(ByHandTest, WhatWasSentTwiceIsLookedAtLaterWhoeverSawItBooked) {
    Bet bet = with_payout(S::pending);
    bet.transfers[1].sends = 2;
    EXPECT_TRUE(books(bet, 2));
    EXPECT_TRUE(bet.later.open());
}

TEST_F(ByHandTest, ABookingOfAnotherTransactionBooksNothing) {
    Bet bet = with_payout(S::pending);
    bet.transfers.front().partner_transaction = PartnerTransactionId("T-1");
    EXPECT_FALSE(books(bet, 2, "T-1"));
    EXPECT_FALSE(books(bet, 9)) << "no such transfer";
}

TEST_F(ByHandTest, AGivenUpStakeIsBookedWithItsReturn) {
    Bet doubted = in_doubt(S::pending);
    EXPECT_TRUE(books(doubted, 1));
    EXPECT_EQ(doubted.transfers.size(), 2U) << "its return was promised before";
    for (const S state : {S::voided, S::refused}) {
        Bet bet = bet_with(state);
        EXPECT_FALSE(books(bet, 1)) << "it never left the hub";
        bet.transfers.front().tries = 1;
        bet.transfers.front().sends = state == S::voided ? 1 : 0;  // a refusal is no attempt
        EXPECT_TRUE(books(bet, 1));
        EXPECT_EQ(bet.transfers.front().state, S::booked);
        ASSERT_EQ(bet.transfers.size(), 2U);
        EXPECT_EQ(bet.transfers[1].type, TransactionType::stake_return);
    }
    Bet in_flight = bet_with(S::pending);
    EXPECT_FALSE(books(in_flight, 1));
}

TEST_F(ByHandTest, OnlyMoneyOwedIsSentAgainAndInItsOrder) {
    Bet bet = with_payout(S::received);
    bet.transfers.push_back(payout(3, S::pending));
    bet.transfers[1].ask_first = true;
    bet.transfers[1].stuck = true;
    bet.transfers[1].due = noon + base::Duration(60'000);
    EXPECT_FALSE(sends_again(bet, 3)) << "another goes first";
    EXPECT_FALSE(sends_again(bet, 1)) << "a stake";
    EXPECT_TRUE(sends_again(bet, 2));
    const auto call = next_call(bet, terms);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->kind, CallKind::make);
    EXPECT_EQ(call->ordinal, 1U);
    EXPECT_EQ(call->due, noon);
    Bet paid = with_payout(S::booked);
    EXPECT_FALSE(sends_again(paid, 2));
}

TEST_F(ByHandTest, MoneyOwedGoesWithoutAReopening) {
    Bet bet = with_payout(S::pending);
    const auto order = [](BetChange& change, const MoveContext& context) {
        return send_without_reopening(change, context);
    };
    for (const Closure state : {Closure::closed, Closure::uncertain}) {
        bet.closing.state = state;
        bet.closing.due = noon + base::Duration(60'000);
        EXPECT_EQ(next_call(bet, terms)->kind, CallKind::reopen);
        EXPECT_TRUE(obeyed(bet, order));
        EXPECT_EQ(next_call(bet, terms)->kind, CallKind::make);
        EXPECT_EQ(next_call(bet, terms)->due, noon);
        EXPECT_TRUE(obeyed(bet, order)) << "a repeat";
    }
    Bet paid = with_payout(S::booked);
    paid.closing.state = Closure::closed;
    EXPECT_FALSE(obeyed(paid, order)) << "nothing is owed";
}

TEST_F(ByHandTest, ABookedPayoutIsTakenBackOnce) {
    Bet bet = with_payout(S::booked);
    EXPECT_FALSE(takes_back(bet, 1)) << "a stake";
    EXPECT_TRUE(takes_back(bet, 2));
    EXPECT_TRUE(takes_back(bet, 2)) << "a repeat";
    ASSERT_EQ(bet.transfers.size(), 3U);
    EXPECT_EQ(bet.transfers[2].type, TransactionType::payout_return);
    EXPECT_EQ(bet.transfers[2].undoes, transaction(2));
    EXPECT_FALSE(takes_back(bet, 9)) << "no such transfer";
    Bet owed = with_payout(S::pending);
    EXPECT_FALSE(takes_back(owed, 2)) << "not booked";
    Bet lost = bet_with(S::booked);
    lost.transfers.push_back(payout(2, S::booked, 0));
    EXPECT_FALSE(takes_back(lost, 2)) << "of nothing";
}

TEST_F(ByHandTest, WhatTheCasinoBookedByItselfIsUndoneByItsOppositeOrWaived) {
    using T = TransactionType;
    const std::vector<std::pair<T, std::optional<T>>> table = {
        {T::payout, T::payout_return},
        {T::stake, T::stake_return},
        {T::payout_return, T::payout},
        {T::stake_return, std::nullopt},
        {T::jackpot, std::nullopt}};
    for (const auto& [type, opposite] : table) {
        Bet bet = bet_with(S::booked);
        bet.transfers.push_back(transfer_of(2, type, S::booked));
        bet.transfers[1].extra = Extra::open;
        EXPECT_EQ(need_of(bet), Need::extra);
        Bet waived = bet;
        EXPECT_TRUE(waives(waived, 2));
        EXPECT_TRUE(waives(waived, 2)) << "a repeat";
        EXPECT_EQ(need_of(waived), std::nullopt);
        EXPECT_EQ(waived.transfers.size(), 2U);
        EXPECT_EQ(takes_back(bet, 2), opposite.has_value()) << to_text(type);
        if (!opposite) continue;
        ASSERT_EQ(bet.transfers.size(), 3U);
        EXPECT_EQ(bet.transfers[2].type, *opposite);
        EXPECT_EQ(bet.transfers[2].undoes, transaction(2));
        EXPECT_TRUE(takes_back(bet, 2)) << "a repeat";
        EXPECT_EQ(bet.transfers.size(), 3U);
    }
    Bet asked_for = with_payout(S::booked);
    EXPECT_FALSE(waives(asked_for, 2));
}

TEST_F(ByHandTest, WhatIsOwedOrInDoubtIsWrittenOff) {
    Bet bet = with_payout(S::pending);
    EXPECT_FALSE(writes_off(bet, 1)) << "the stake is booked";
    EXPECT_TRUE(writes_off(bet, 2));
    EXPECT_EQ(bet.transfers[1].state, S::written_off);
    EXPECT_TRUE(writes_off(bet, 2)) << "a repeat";
    for (const S back : {S::pending, S::received, S::written_off}) {
        Bet doubted = in_doubt(back);
        EXPECT_TRUE(writes_off(doubted, 1));
        EXPECT_EQ(doubted.transfers[0].state, S::voided);
        EXPECT_EQ(doubted.transfers[1].state, S::voided);
        EXPECT_TRUE(writes_off(doubted, 1)) << "a repeat";
    }
    Bet returned = in_doubt(S::booked);
    EXPECT_FALSE(writes_off(returned, 1));
}

}  // namespace croupier::domain
