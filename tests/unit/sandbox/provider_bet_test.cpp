// SPDX-License-Identifier: Apache-2.0
// The bet's state table and what each of the hub's answers makes of a bet and its payouts.
#include "sandbox/provider/bet.h"

#include <gtest/gtest.h>

#include <set>

namespace croupier::sandbox::provider {
namespace {

using enum BetState;

domain::Money eur(std::int64_t minor) {
    return {minor, domain::Currency::from_code("EUR").value()};
}

Payout payout(PayoutState state) { return {"t-1", "r-1", eur(300), 200, state}; }

Bet make_bet(BetKind kind) {
    Bet bet{
        .bet_id = "b-1",
        .session_id = "s-1",
        .game_id = "g",
        .game_round_id = "r-1",
        .kind = kind,
        .stake = eur(150),
        .payouts = {}};
    if (kind == BetKind::pay_in_out) bet.payouts.push_back(payout(PayoutState::drawn));
    return bet;
}

Bet in_doubt_bet(BetKind kind) {
    Bet bet = make_bet(kind);
    doubt_stake(bet, HubCode::unknown);
    return bet;
}

Bet called_off_bet(BetKind kind) {
    Bet bet = make_bet(kind);
    accept_stake(bet, HubCode::success, RoundFate::called_off, {});
    return bet;
}

TEST(ProviderBet, TheStateTableIsWhole) {
    const std::set<std::pair<BetState, BetState>> allowed = {
        {intended, accepted},  {intended, refused},  {intended, in_doubt}, {intended, refunding},
        {in_doubt, refunded},  {in_doubt, void_bet}, {in_doubt, stuck},    {in_doubt, accepted},
        {refunding, refunded}, {refunding, stuck},   {stuck, in_doubt},    {stuck, refunding}};
    for (const BetState before : all_bet_states) {
        for (const BetState after : all_bet_states) {
            EXPECT_EQ(may_follow(before, after), allowed.contains({before, after}))
                << to_text(before) << " to " << to_text(after);
        }
    }
}

TEST(ProviderBet, NamesReadBack) {
    for (const BetState state : all_bet_states)
        EXPECT_EQ(parse_bet_state(to_text(state)), state);
    for (const PayoutState state : all_payout_states) {
        EXPECT_EQ(parse_payout_state(to_text(state)), state);
    }
    EXPECT_EQ(parse_bet_state("won"), std::nullopt);
}

TEST(ProviderBet, AnAcceptedPayInOwesItsPayouts) {
    Bet bet = make_bet(BetKind::pay_in);
    accept_stake(bet, HubCode::accepted_before, RoundFate::played, {payout(PayoutState::owed)});
    EXPECT_EQ(bet.state, accepted);
    EXPECT_TRUE(bet.stake_accepted);
    EXPECT_EQ(bet.last_code, 104);
    EXPECT_FALSE(is_at_rest(bet));
    Payout* owed = next_owed_payout(bet);
    ASSERT_NE(owed, nullptr);
    end_payout(*owed, PayoutVerdict::taken);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
    EXPECT_TRUE(is_at_rest(bet));
}

TEST(ProviderBet, AnAcceptedPayInOutHasPaid) {
    Bet bet = make_bet(BetKind::pay_in_out);
    accept_stake(bet, HubCode::success, RoundFate::played, {});
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
    EXPECT_TRUE(is_at_rest(bet));
}

TEST(ProviderBet, ARefusedStakeDropsItsPayout) {
    Bet bet = make_bet(BetKind::pay_in_out);
    refuse_stake(bet, HubCode::not_enough_money);
    EXPECT_EQ(bet.state, refused);
    EXPECT_EQ(bet.last_code, 4);
    EXPECT_FALSE(bet.stake_accepted);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::dropped);
}

TEST(ProviderBet, ARefundedDoubtCountsAsNothing) {
    Bet bet = in_doubt_bet(BetKind::pay_in_out);
    EXPECT_TRUE(refund_is_owed(bet));
    end_refund(bet, HubCode::success);
    EXPECT_EQ(bet.state, refunded);
    EXPECT_FALSE(bet.stake_accepted);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::dropped);
}

TEST(ProviderBet, ADoubtThatTheHubNeverSawIsVoid) {
    Bet bet = in_doubt_bet(BetKind::pay_in);
    end_refund(bet, HubCode::bet_not_found);
    EXPECT_EQ(bet.state, void_bet);
    EXPECT_TRUE(is_at_rest(bet));
}

TEST(ProviderBet, ACalledOffPayInOutTakesItsPayoutBack) {
    Bet bet = called_off_bet(BetKind::pay_in_out);
    EXPECT_EQ(bet.state, refunding);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
    end_refund(bet, HubCode::success);
    EXPECT_EQ(bet.state, refunded);
    EXPECT_TRUE(bet.stake_accepted);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::taken_back);
}

TEST(ProviderBet, AnAcceptedBetCannotBecomeUnknown) {
    Bet bet = called_off_bet(BetKind::pay_in);
    end_refund(bet, HubCode::bet_not_found);
    EXPECT_EQ(bet.state, stuck);
}

TEST(ProviderBet, ADoubtfulPayInOutThatIsSettledCounts) {
    Bet bet = in_doubt_bet(BetKind::pay_in_out);
    end_refund(bet, HubCode::invalid_request);
    EXPECT_EQ(bet.state, accepted);
    EXPECT_TRUE(bet.stake_accepted);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
}

TEST(ProviderBet, ARefusedRefundIsStuckUntilTheNextStart) {
    Bet bet = in_doubt_bet(BetKind::pay_in);
    end_refund(bet, HubCode::invalid_request);
    EXPECT_EQ(bet.state, stuck);
    EXPECT_TRUE(is_at_rest(bet));
    take_up_again(bet);
    EXPECT_EQ(bet.state, in_doubt);
    bet = called_off_bet(BetKind::pay_in);
    end_refund(bet, HubCode::session_not_found);
    take_up_again(bet);
    EXPECT_EQ(bet.state, refunding);
}

TEST(ProviderBet, ARestartPutsIntentsInDoubtAndOwesStuckPayouts) {
    Bet bet = make_bet(BetKind::pay_in);
    take_up_again(bet);
    EXPECT_EQ(bet.state, in_doubt);
    bet = make_bet(BetKind::pay_in);
    accept_stake(bet, HubCode::success, RoundFate::played, {payout(PayoutState::stuck)});
    EXPECT_TRUE(is_at_rest(bet));
    take_up_again(bet);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::owed);
}

TEST(ProviderBet, EachCodeHasItsMeaning) {
    struct Row {
        HubCode code;
        StakeVerdict stake;
        RefundVerdict refund;
        PayoutVerdict payout;
    };
    using S = StakeVerdict;
    using R = RefundVerdict;
    using P = PayoutVerdict;
    const Row rows[] = {
        {HubCode::success, S::accepted, R::taken, P::taken},
        {HubCode::session_not_found, S::refused, R::refused, P::refused},
        {HubCode::player_not_found, S::refused, R::refused, P::refused},
        {HubCode::not_enough_money, S::refused, R::refused, P::refused},
        {HubCode::bet_not_found, S::refused, R::bet_unknown, P::refused},
        {HubCode::invalid_request, S::refused, R::refused, P::refused},
        {HubCode::limit_reached, S::refused, R::refused, P::refused},
        {HubCode::authorization, S::sign_anew, R::repeat, P::repeat},
        {HubCode::unknown, S::in_doubt, R::repeat, P::repeat},
        {HubCode::accepted_before, S::accepted, R::repeat, P::repeat}};
    for (const Row& row : rows) {
        const int code = static_cast<int>(row.code);
        EXPECT_EQ(verdict_on_stake(row.code), row.stake) << code;
        EXPECT_EQ(verdict_on_refund(row.code), row.refund) << code;
        EXPECT_EQ(verdict_on_payout(row.code), row.payout) << code;
        EXPECT_EQ(parse_hub_code(std::to_string(code)), row.code);
    }
    for (const char* other : {"0", "9", "100", "1.0", "1e0", ""}) {
        EXPECT_EQ(parse_hub_code(other), std::nullopt) << other;
    }
}

}  // namespace
}  // namespace croupier::sandbox::provider
