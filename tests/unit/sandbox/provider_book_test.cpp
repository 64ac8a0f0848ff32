// SPDX-License-Identifier: Apache-2.0
// The book on a real SQLite file: what was written is there after a reopen, and totals count what
// they say they count.
#include "sandbox/provider/book.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/temp_folder.h"

namespace croupier::sandbox::provider {
namespace {

constexpr base::Instant now{1'700'000'000'000};

domain::Money eur(std::int64_t minor) {
    return {minor, domain::Currency::from_code("EUR").value()};
}

Session make_session() {
    return {
        "8f14e45f-ceea-467f-9575-6a3b8c0e1d2f",
        "river-wheel",
        "player-1",
        "en",
        GameMode::real,
        eur(10),
        eur(10'000)};
}

Bet make_bet(const std::string& id, BetKind kind) {
    Bet bet{
        .bet_id = id,
        .session_id = make_session().session_id,
        .game_id = "river-wheel",
        .game_round_id = "r-" + id,
        .kind = kind,
        .stake = eur(150),
        .payouts = {}};
    if (kind == BetKind::pay_in_out) {
        bet.payouts.push_back({"t-" + id, bet.game_round_id, eur(300), 200, PayoutState::drawn});
    }
    return bet;
}

class ProviderBook : public testing::Test {
protected:
    ProviderBook() { EXPECT_TRUE(book_.add_session(make_session(), now).ok()); }

    Book open() { return Book::open(folder_.file("provider.db"), now).value(); }
    Bet add(Bet bet) {
        bet.number = book_.add_bet(bet, now).value();
        return bet;
    }
    void save(const Bet& bet, BetState before) {
        EXPECT_TRUE(book_.save_bet(bet, before, now).ok());
    }
    void add_accepted(const std::string& id, RoundFate fate) {
        Bet bet = add(make_bet(id, BetKind::pay_in_out));
        accept_stake(bet, HubCode::success, fate, {});
        save(bet, BetState::intended);
    }
    void end_by_refund(const std::string& id, BetState before, HubCode code) {
        auto bets = book_.bets_after(0, 100).value();
        Bet& bet = *std::ranges::find(bets, id, &Bet::bet_id);
        end_refund(bet, code);
        save(bet, before);
    }

    test::TempFolder folder_;
    Book book_ = open();
};

TEST_F(ProviderBook, ASessionReadsBack) {
    EXPECT_EQ(book_.find_session(make_session().session_id).value(), make_session());
    EXPECT_EQ(book_.find_session("other").value(), std::nullopt);
    EXPECT_EQ(book_.add_session(make_session(), now).error().fault, db::DbFault::constraint);
}

TEST_F(ProviderBook, ABetSurvivesAReopen) {
    Bet bet = add(make_bet("b-1", BetKind::pay_in));
    accept_stake(
        bet, HubCode::success, RoundFate::played,
        {{"t-1", "r-b-1", eur(0), 0, PayoutState::paid},
         {"t-2", "r-free", eur(75), 50, PayoutState::owed}});
    save(bet, BetState::intended);

    Book again = open();
    const auto bets = again.unfinished().value();
    ASSERT_EQ(bets.size(), 1U);
    const Bet& read = bets.front();
    EXPECT_EQ(read.number, bet.number);
    EXPECT_EQ(read.bet_id, "b-1");
    EXPECT_EQ(read.kind, BetKind::pay_in);
    EXPECT_EQ(read.stake, eur(150));
    EXPECT_EQ(read.state, BetState::accepted);
    EXPECT_TRUE(read.stake_accepted);
    EXPECT_EQ(read.last_code, 1);
    ASSERT_EQ(read.payouts.size(), 2U);
    EXPECT_EQ(read.payouts[0].state, PayoutState::paid);
    EXPECT_EQ(read.payouts[1].key, "t-2");
    EXPECT_EQ(read.payouts[1].game_round_id, "r-free");
    EXPECT_EQ(read.payouts[1].amount, eur(75));
    EXPECT_EQ(read.payouts[1].odd_hundredths, 50U);
}

TEST_F(ProviderBook, ABetIdCountsOnce) {
    add(make_bet("b-1", BetKind::pay_in));
    EXPECT_EQ(
        book_.add_bet(make_bet("b-1", BetKind::pay_in), now).error().fault,
        db::DbFault::constraint);
}

TEST_F(ProviderBook, AStaleChangeIsRefused) {
    Bet bet = add(make_bet("b-1", BetKind::pay_in));
    doubt_stake(bet, HubCode::unknown);
    save(bet, BetState::intended);
    EXPECT_EQ(book_.save_bet(bet, BetState::intended, now).error().fault, db::DbFault::constraint);
}

TEST_F(ProviderBook, AFailedChangeLeavesItsNeighboursAlone) {
    add(make_bet("b-1", BetKind::pay_in));
    ASSERT_TRUE(book_.begin().ok());
    const auto add_again = [](const std::string& id) {
        return [id](Book& book) -> db::DbResult<void> {
            CROUPIER_TRY_VOID(book.add_bet(make_bet(id, BetKind::pay_in_out), now));
            return {};
        };
    };
    EXPECT_TRUE(book_.attempt(add_again("b-2")).ok());
    EXPECT_FALSE(book_.attempt(add_again("b-1")).ok());
    EXPECT_TRUE(book_.attempt(add_again("b-3")).ok());
    ASSERT_TRUE(book_.commit().ok());
    std::vector<std::string> ids;
    const auto bets = book_.bets_after(0, 100).value();
    for (const Bet& bet : bets)
        ids.push_back(bet.bet_id);
    EXPECT_EQ(ids, (std::vector<std::string>{"b-1", "b-2", "b-3"}));
}

TEST_F(ProviderBook, PagesFollowTheNumber) {
    for (const char* id : {"b-1", "b-2", "b-3"})
        add(make_bet(id, BetKind::pay_in));
    const auto first = book_.bets_after(0, 2).value();
    ASSERT_EQ(first.size(), 2U);
    const auto second = book_.bets_after(first.back().number, 2).value();
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second.front().bet_id, "b-3");
}

TEST_F(ProviderBook, TotalsCountWhatTheHubAccepted) {
    add_accepted("played", RoundFate::played);
    add_accepted("off", RoundFate::called_off);
    end_by_refund("off", BetState::refunding, HubCode::success);
    Bet refused = add(make_bet("refused", BetKind::pay_in_out));
    refuse_stake(refused, HubCode::not_enough_money);
    save(refused, BetState::intended);
    for (const auto& [id, code] :
         {std::pair("doubt", HubCode::success), std::pair("void", HubCode::bet_not_found)}) {
        Bet bet = add(make_bet(id, BetKind::pay_in_out));
        doubt_stake(bet, HubCode::unknown);
        save(bet, BetState::intended);
        end_by_refund(id, BetState::in_doubt, code);
    }

    const auto totals = book_.totals().value();
    ASSERT_EQ(totals.size(), 1U);
    const BookTotals& line = totals.front();
    const auto expect = [](const BookTotals::Line& actual, std::int64_t count, std::int64_t sum) {
        EXPECT_EQ(actual.count, count);
        EXPECT_EQ(actual.sum_minor, sum);
    };
    expect(line.stakes, 2, 300);
    expect(line.payouts, 2, 600);
    expect(line.returns, 1, 150);
    expect(line.payout_returns, 1, 300);
    expect(line.in_doubt, 1, 150);
    EXPECT_EQ(book_.count_unfinished().value(), 0);
    EXPECT_TRUE(book_.unfinished().value().empty());
}

TEST_F(ProviderBook, WhatIsStuckIsUnfinishedButNotPending) {
    Bet bet = add(make_bet("b-1", BetKind::pay_in));
    doubt_stake(bet, HubCode::unknown);
    save(bet, BetState::intended);
    EXPECT_EQ(book_.count_unfinished().value(), 1);
    end_by_refund("b-1", BetState::in_doubt, HubCode::session_not_found);
    EXPECT_EQ(book_.count_unfinished().value(), 0);
    EXPECT_EQ(book_.unfinished().value().size(), 1U);
    const auto counts = book_.count_by_state().value();
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts.front().state, BetState::stuck);
}

}  // namespace
}  // namespace croupier::sandbox::provider
