// SPDX-License-Identifier: Apache-2.0
#include "app/book_watch.h"

#include <gtest/gtest.h>

namespace croupier::app {
namespace {

domain::Currency eur() { return domain::Currency::from_code("EUR").value(); }

// A party's book as a list of bets with numbers from 1; notes from where it was read.
struct Party {
    std::string name;
    std::vector<std::pair<std::string, BookedBet>> bets{};
    std::vector<std::int64_t> read_after{};

    void add(const std::string& id, std::int64_t stake, bool settled = true) {
        BookedBet bet{.label = "p" + id, .currency = eur(), .moved = {}, .stands = true};
        bet.settled = settled;
        bet.moved.stakes.add(stake);
        bets.emplace_back(id, bet);
    }
    BookWatch::Read reader() {
        return [this](std::int64_t after) -> base::Result<Book, std::string> {
            read_after.push_back(after);
            Book book{.name = name, .last = after};
            for (auto at = static_cast<std::size_t>(after); at < bets.size(); ++at)
                book.bets.insert(bets[at]);
            book.last = std::ssize(bets);
            return book;
        };
    }
};

class BookWatchTest : public ::testing::Test {
protected:
    void add(const std::string& id, std::int64_t stake) {
        hub.add(id, stake);
        casino.add(id, stake);
        provider.add("p" + id, stake);
    }
    BookWatch::Found compare() { return watch.compare().value(); }

    Party hub{"hub"}, casino{"casino"}, provider{"provider"};
    BookWatch watch{{hub.reader(), casino.reader(), provider.reader()}};
};

TEST_F(BookWatchTest, what_agreed_is_summed_up_and_not_read_again) {
    add("1", 10);
    add("2", 20);
    EXPECT_TRUE(compare().differences.empty());
    add("3", 30);
    const auto found = compare();
    EXPECT_TRUE(found.differences.empty());
    EXPECT_EQ(found.bets, 3U);
    for (const auto& sums : found.sums) {
        EXPECT_EQ(sums.by_currency.at(eur()).stakes, (Line{3, 60})) << sums.name;
    }
    EXPECT_EQ(hub.read_after, (std::vector<std::int64_t>{0, 2}));
    EXPECT_EQ(casino.read_after, (std::vector<std::int64_t>{0, 2}));
}

TEST_F(BookWatchTest, what_differs_is_read_again_until_it_agrees) {
    add("1", 10);
    casino.bets[0].second.moved.stakes = {1, 11};
    EXPECT_EQ(compare().differences.size(), 1U);
    casino.bets[0].second.moved.stakes = {1, 10};
    const auto found = compare();
    EXPECT_TRUE(found.differences.empty());
    EXPECT_EQ(found.sums[1].by_currency.at(eur()).stakes, (Line{1, 10}));
    EXPECT_EQ(found.bets, 1U);
}

TEST_F(BookWatchTest, a_bet_under_way_is_no_agreement) {
    add("1", 10);
    hub.bets[0].second.settled = false;
    EXPECT_FALSE(compare().differences.empty());
}

TEST_F(BookWatchTest, beginning_anew_finds_a_change_behind_the_agreement) {
    add("1", 10);
    EXPECT_TRUE(compare().differences.empty());
    casino.bets[0].second.moved.payouts.add(5);
    EXPECT_TRUE(compare().differences.empty());
    watch.begin_anew();
    EXPECT_EQ(compare().differences.size(), 1U);
}

}  // namespace
}  // namespace croupier::app
