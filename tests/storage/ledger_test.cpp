// SPDX-License-Identifier: Apache-2.0
// Postings are added and never lost, and balances are their sums at every moment: with deltas open,
// half folded, folded, and after a restart.
#include <set>

#include "storage/contract.h"

namespace croupier::test {
namespace {

using domain::Posting;
using usecases::StoreFault;

class LedgerTest : public Contract {
protected:
    // Postings of few accounts, so that they add up.
    std::vector<Posting> some_postings(const domain::Bet& bet, std::size_t count) {
        std::vector<Posting> postings;
        while (postings.size() < count)
            postings.push_back(gen_.posting(bet));
        return postings;
    }
    Fault post(const std::vector<Posting>& postings) {
        auto writes = batch();
        writes.postings = postings;
        const auto fault = write(writes);
        if (!fault) all_.insert(all_.end(), postings.begin(), postings.end());
        return fault;
    }
    void expect_balances() {
        const auto balances = stand_->make_reader()->balances();
        ASSERT_TRUE(balances.ok());
        EXPECT_EQ(balances.value(), *domain::sum_of(all_));
    }
    std::vector<Posting> all_;
};

TEST_P(LedgerTest, AnEmptyLedgerHasNoBalances) { expect_balances(); }

TEST_P(LedgerTest, BalancesAreTheSumsOfPostingsWheneverDeltasAreFolded) {
    const auto bet = placed(seated());
    const auto other = placed(seated());
    base::Instant now = some_time;
    for (std::size_t round = 0; round < 30; ++round) {
        auto postings = some_postings(bet, round % 5);
        postings.push_back(gen_.posting(other));
        ASSERT_EQ(post(postings), std::nullopt);
        expect_balances();
        now = now + base::Duration(1700);
        store_->maintain(now);
        expect_balances();
        if (round == 15) store_ = stand_->make_store();
    }
    store_->maintain(now + base::Duration(3600'000));
    expect_balances();
}

TEST_P(LedgerTest, ARefusedBatchPostsNothing) {
    const auto session = seated();
    const auto bet = placed(session);
    // With accounts that no batch has used before: none may be remembered.
    auto writes = batch();
    writes.postings = some_postings(bet, 4);
    auto again = gen_.bet(session);
    again.id = bet.id;
    writes.bets = {{.bet = again}};
    ASSERT_EQ(write(writes), StoreFault::poison);
    expect_balances();
    writes.bets.clear();
    ASSERT_EQ(write(writes), std::nullopt);
    all_ = writes.postings;
    expect_balances();
}

TEST_P(LedgerTest, APostingIsOfAStoredBet) {
    const auto session = seated();
    const auto bet = gen_.bet(session);
    EXPECT_EQ(post({gen_.posting(bet)}), StoreFault::poison);
    auto writes = batch();
    writes.bets = {{.bet = bet}};
    writes.postings = {gen_.posting(bet)};
    EXPECT_EQ(write(writes), std::nullopt);
}

TEST_P(LedgerTest, APostingMovesSomethingFromOneAccountToAnother) {
    const auto bet = placed(seated());
    const Posting right = gen_.posting(bet);
    Posting wrong = right;
    wrong.amount = domain::Money::zero(bet.currency);
    EXPECT_EQ(post({wrong}), StoreFault::poison);
    wrong.amount = {-1, bet.currency};
    EXPECT_EQ(post({wrong}), StoreFault::poison);
    wrong = right;
    wrong.credit = wrong.debit;
    EXPECT_EQ(post({wrong}), StoreFault::poison);
    wrong = right;
    const bool euro = bet.currency == *domain::Currency::from_code("EUR");
    wrong.credit.currency = *domain::Currency::from_code(euro ? "USD" : "EUR");
    EXPECT_EQ(post({wrong}), StoreFault::poison);
    expect_balances();
    EXPECT_EQ(post({right, right}), std::nullopt);  // the same line twice is two lines
    expect_balances();
}

TEST_P(LedgerTest, ASumBeyond64BitsIsRefused) {
    const auto bet = placed(seated());
    Posting huge = gen_.posting(bet);
    huge.amount = {std::int64_t{1} << 62, bet.currency};
    EXPECT_EQ(post({huge, huge}), StoreFault::poison);
    expect_balances();
}

// Batches of a broken provider, each within bounds: its accounts' sums are beyond 64 bits. Nobody
// else's books may stand still for that.
TEST_P(LedgerTest, AnAccountBeyond64BitsStopsNoOther) {
    const auto bet = placed(seated());
    const auto other = placed(seated());
    Posting huge = gen_.posting(bet);
    huge.amount = {std::int64_t{1} << 62, bet.currency};
    const auto post_huge = [&] {
        auto writes = batch();
        writes.postings = {huge};
        ASSERT_EQ(write(writes), std::nullopt);
    };
    const std::set<domain::Account> full{huge.debit, huge.credit};
    base::Instant now = some_time;
    for (std::size_t round = 0; round < 16; ++round) {
        post_huge();
        auto posting = gen_.posting(other);
        while (full.contains(posting.debit) || full.contains(posting.credit))
            posting = gen_.posting(other);
        ASSERT_EQ(post({posting}), std::nullopt);
        now = now + base::Duration(6000);
        store_->maintain(now);
        auto balances = stand_->make_reader()->balances();
        ASSERT_TRUE(balances.ok());
        domain::Balances rest = std::move(balances).value();
        EXPECT_EQ(rest.erase(huge.debit), round < 1 ? 1U : 0U) << "2^63 is no amount";
        EXPECT_EQ(rest.erase(huge.credit), round < 2 ? 1U : 0U) << "-2^63 is one";
        EXPECT_EQ(rest, *domain::sum_of(all_));
    }
    // There and back: the sides are beyond 64 bits and the balance is not.
    std::swap(huge.debit, huge.credit);
    for (std::size_t round = 0; round < 16; ++round)
        post_huge();
    store_->maintain(now + base::Duration(6000));
    store_ = stand_->make_store();
    store_->maintain(now + base::Duration(60'000));
    auto balances = stand_->make_reader()->balances();
    ASSERT_TRUE(balances.ok());
    EXPECT_EQ(balances.value()[huge.debit], 0);
    EXPECT_EQ(balances.value()[huge.credit], 0);
}

INSTANTIATE_TEST_SUITE_P(Stores, LedgerTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
