// SPDX-License-Identifier: Apache-2.0
// What is read beside the lanes: bets at work, bets in order, a casino's transactions page by page.
#include <algorithm>

#include "storage/contract.h"

namespace croupier::test {
namespace {

using domain::Bet;
using domain::BetId;
using usecases::StoreFault;
using usecases::TransactionPage;
using usecases::TransactionQuery;

class ReaderTest : public Contract {
protected:
    std::vector<BetId> at_work(BetId after = BetId(0), std::size_t limit = 100) {
        return reader_->bets_at_work(after, limit).value();
    }
    // Everything the query finds, `limit` rows a page.
    std::vector<TransactionPage::Row> all_pages(TransactionQuery query) {
        std::vector<TransactionPage::Row> rows;
        for (int page = 0; page < 100; ++page) {
            const auto found = reader_->transactions(query);
            EXPECT_TRUE(found.ok());
            if (!found.ok()) return rows;
            EXPECT_LE(found.value().rows.size(), query.limit);
            for (const auto& row : found.value().rows)
                rows.push_back(row);
            query.cursor = found.value().cursor;
            if (query.cursor.empty()) return rows;
            EXPECT_EQ(found.value().rows.size(), query.limit);
        }
        ADD_FAILURE() << "pages without end";
        return rows;
    }
    static TransactionQuery since_ever(domain::CasinoId casino) {
        return {.casino = casino, .from = {0}, .to = {9'000'000'000'000}};
    }
    // Bets of one player of `casino`, decided within one second so that some moments are shared.
    std::vector<Bet> played(domain::CasinoId casino, std::size_t bets) {
        const auto player = gen_.player(casino, domain::PartnerUserId(gen_.text(20)));
        const auto session = seated(player);
        std::vector<Bet> played;
        while (played.size() < bets) {
            auto bet = bet_with_transfers(session, gen_.below(4));
            bet.partner_user = player.partner_user;
            for (auto& transfer : bet.transfers) {
                transfer.decided_at = some_time + base::Duration(gen_.below(10) * 100);
            }
            played.push_back(placed(bet));
        }
        return played;
    }
    using Place = std::tuple<base::Instant, domain::TransactionId, BetId, std::size_t>;
    static std::vector<Place> places_of(const std::vector<Bet>& bets) {
        std::vector<Place> places;
        for (const Bet& bet : bets) {
            for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
                const auto& transfer = bet.transfers[ordinal];
                places.emplace_back(transfer.decided_at, transfer.id, bet.id, ordinal);
            }
        }
        std::sort(places.begin(), places.end());
        return places;
    }
    static std::vector<Place> places_in(const std::vector<TransactionPage::Row>& rows) {
        std::vector<Place> places;
        for (const auto& row : rows) {
            const auto& transfer = row.bet.transfers.at(row.ordinal);
            places.emplace_back(transfer.decided_at, transfer.id, row.bet.id, row.ordinal);
        }
        return places;
    }

    std::unique_ptr<usecases::StoreReader> reader_ = stand_->make_reader();
};

TEST_P(ReaderTest, BetsAtWorkAreThoseWithSomethingDue) {
    std::vector<BetId> due;
    for (int bet = 0; bet < 12; ++bet) {
        const bool busy = bet % 3 != 0;
        const auto placed_bet =
            placed(gen_.bet(seated()), busy ? std::optional(gen_.instant()) : std::nullopt);
        if (busy) due.push_back(placed_bet.id);
    }
    std::sort(due.begin(), due.end());
    EXPECT_EQ(at_work(), due);
    EXPECT_EQ(at_work(BetId(0), 3), std::vector(due.begin(), due.begin() + 3));
    EXPECT_EQ(at_work(due[2], 3), std::vector(due.begin() + 3, due.begin() + 6));
    EXPECT_TRUE(at_work(due.back()).empty());
}

TEST_P(ReaderTest, ABetComesToWorkAndToRest) {
    const Bet bet = placed(gen_.bet(seated()));
    EXPECT_TRUE(at_work().empty());
    ASSERT_EQ(write_bet(bet, bet, some_time), std::nullopt);
    EXPECT_EQ(at_work(), std::vector{bet.id});
    ASSERT_EQ(write_bet(bet, bet), std::nullopt);
    EXPECT_TRUE(at_work().empty());
}

TEST_P(ReaderTest, StuckAreBetsThatOnlyAPersonBringsOn) {
    std::vector<BetId> stuck;
    for (int bet = 0; bet < 12; ++bet) {
        Bet made = bet_with_transfers(seated(), 3);
        made.closing.state = domain::Closure::open;
        for (auto& transfer : made.transfers) {
            transfer.stuck = false;
            transfer.extra = bet % 2 == 0 ? domain::Extra::none : domain::Extra::settled;
        }
        if (bet % 4 == 1) made.transfers[1].stuck = made.transfers[2].stuck = true;
        if (bet % 4 == 2) made.closing.state = domain::Closure::given_up;
        if (bet % 4 == 3) made.transfers[2].extra = domain::Extra::open;
        placed(made);
        if (bet % 4 != 0) stuck.push_back(made.id);
    }
    std::sort(stuck.begin(), stuck.end());
    EXPECT_EQ(reader_->bets_stuck(BetId(0), 100).value(), stuck);
    EXPECT_EQ(
        reader_->bets_stuck(stuck[1], 2).value(),
        std::vector(stuck.begin() + 2, stuck.begin() + 4));
}

TEST_P(ReaderTest, ABetIsReadWhole) {
    const Bet bet = placed(bet_with_transfers(seated(), 3));
    EXPECT_EQ(reader_->bet(bet.id).value(), bet);
    EXPECT_EQ(reader_->bet(BetId(bet.id.value() + 1)).value(), std::nullopt);
}

TEST_P(ReaderTest, BetsAreReadWholeInOrder) {
    std::map<BetId, Bet> bets;
    for (int bet = 0; bet < 7; ++bet) {
        const auto made = placed(seated());
        bets.emplace(made.id, made);
    }
    std::vector<Bet> read;
    BetId after(0);
    for (;;) {
        const auto page = reader_->bets_after(after, 3);
        ASSERT_TRUE(page.ok());
        if (page.value().empty()) break;
        EXPECT_LE(page.value().size(), 3U);
        read.insert(read.end(), page.value().begin(), page.value().end());
        after = read.back().id;
    }
    ASSERT_EQ(read.size(), bets.size());
    auto at = read.begin();
    for (const auto& [id, bet] : bets)
        EXPECT_EQ(*at++, bet);
}

TEST_P(ReaderTest, TransactionsAreThoseOfTheCasinoByTimeThenId) {
    const domain::CasinoId casino(7);
    auto bets = played(casino, 6);
    for (const auto& bet : played(casino, 6))
        bets.push_back(bet);
    played(domain::CasinoId(8), 6);
    const auto expected = places_of(bets);
    for (const std::size_t limit : {1U, 4U, 100U}) {
        auto query = since_ever(casino);
        query.limit = limit;
        EXPECT_EQ(places_in(all_pages(query)), expected) << limit;
    }
}

TEST_P(ReaderTest, ARowCarriesTheBetAsItIsNow) {
    const auto session = seated();
    const Bet before = placed(bet_with_transfers(session, 2));
    const Bet after = gen_.moved(before);
    ASSERT_EQ(write_bet(after, before), std::nullopt);
    for (const auto& row : all_pages(since_ever(before.casino)))
        EXPECT_EQ(row.bet, after);
}

TEST_P(ReaderTest, FromIsIncludedToIsNot) {
    const domain::CasinoId casino(7);
    const auto all = places_of(played(casino, 20));
    auto query = since_ever(casino);
    query.from = some_time + base::Duration(300);
    query.to = some_time + base::Duration(600);
    std::vector<Place> expected;
    std::copy_if(all.begin(), all.end(), std::back_inserter(expected), [&](const Place& place) {
        return std::get<0>(place) >= query.from && std::get<0>(place) < query.to;
    });
    ASSERT_FALSE(expected.empty());
    query.limit = 2;
    EXPECT_EQ(places_in(all_pages(query)), expected);
}

TEST_P(ReaderTest, OneBetOrOnePlayerCanBeAskedFor) {
    const domain::CasinoId casino(7);
    const auto first = played(casino, 5);
    const auto second = played(casino, 5);
    const auto busy = std::find_if(
        second.begin(), second.end(), [](const Bet& bet) { return bet.transfers.size() > 1; });
    ASSERT_NE(busy, second.end());

    auto query = since_ever(casino);
    query.limit = 1;
    query.bet = busy->id;
    EXPECT_EQ(places_in(all_pages(query)), places_of({*busy}));
    query.player = busy->partner_user;
    EXPECT_EQ(places_in(all_pages(query)), places_of({*busy}));
    query.player = first.front().partner_user;
    EXPECT_TRUE(all_pages(query).empty());
    query.bet.reset();
    EXPECT_EQ(places_in(all_pages(query)), places_of(first));
    query.player = domain::PartnerUserId("nobody");
    EXPECT_TRUE(all_pages(query).empty());
    // Another casino's question about this bet and player finds nothing.
    query = since_ever(domain::CasinoId(8));
    query.bet = busy->id;
    EXPECT_TRUE(all_pages(query).empty());
    query.bet.reset();
    query.player = busy->partner_user;
    EXPECT_TRUE(all_pages(query).empty());
}

TEST_P(ReaderTest, DemoIsInNoCasinosList) {
    const auto player = gen_.player();
    const auto session = gen_.session(player, domain::Mode::demo);
    auto writes = batch();
    writes.sessions = {session};
    ASSERT_EQ(write(writes), std::nullopt);
    auto bet = bet_with_transfers(session, 2);
    bet.transfers[0].partner_transaction = domain::PartnerTransactionId("booking");
    placed(bet);
    auto query = since_ever(bet.casino);
    EXPECT_TRUE(all_pages(query).empty());
    query.bet = bet.id;
    EXPECT_TRUE(all_pages(query).empty());
    const usecases::PartnerBooking booking{bet.casino, domain::PartnerTransactionId("booking")};
    EXPECT_TRUE(look({.bookings = {booking}}).bookings.empty());
}

TEST_P(ReaderTest, ACursorThatIsNoneIsRefused) {
    auto query = since_ever(domain::CasinoId(1));
    for (const auto* const cursor :
         {"x", "1_2", "1", "_", "1_00000000-0000-0000-0000-00000000000x"}) {
        query.cursor = cursor;
        const auto page = reader_->transactions(query);
        ASSERT_FALSE(page.ok()) << cursor;
        EXPECT_EQ(page.error(), StoreFault::poison);
    }
}

TEST_P(ReaderTest, ReadsWhileABatchIsOpenSeeWhatWasCommitted) {
    const Bet bet = placed(seated());
    ASSERT_TRUE(store_->load({.bets = {bet.id}, .bet_blocks = {domain::Slot(1)}}, some_time).ok());
    EXPECT_EQ(reader_->bets_after(BetId(0), 10).value(), std::vector{bet});
    store_->rollback();
}

INSTANTIATE_TEST_SUITE_P(Stores, ReaderTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
