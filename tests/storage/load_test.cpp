// SPDX-License-Identifier: Apache-2.0
// Names into a snapshot: what each name brings along, what is absent, what is locked.
#include "storage/contract.h"
#include "usecases/open_session.h"

namespace croupier::test {
namespace {

using domain::Bet;
using usecases::BetKey;
using usecases::StoreFault;

class LoadTest : public Contract {
protected:
    static BetKey key_of(const Bet& bet) { return {bet.provider, bet.player, bet.provider_bet}; }

    // The bet with its session and player, and nothing else.
    void expect_closure(const usecases::Snapshot& snapshot, const Bet& bet) {
        ASSERT_EQ(snapshot.bets.size(), 1U);
        EXPECT_EQ(snapshot.bets.at(bet.id), bet);
        EXPECT_EQ(snapshot.bets_by_key, (std::map{std::pair(key_of(bet), bet.id)}));
        ASSERT_EQ(snapshot.sessions.size(), 1U);
        EXPECT_EQ(snapshot.sessions.begin()->first, bet.session);
        ASSERT_EQ(snapshot.players.size(), 1U);
        EXPECT_EQ(snapshot.players.begin()->first, bet.player);
    }
};

TEST_P(LoadTest, NamesWithoutARowAreAbsent) {
    const auto session = gen_.session(gen_.player());
    const auto bet = gen_.bet(session);
    const auto snapshot = look(
        {.sessions = {session.id},
         .session_bets = {{session.id, bet.provider_bet}},
         .bets = {bet.id, domain::BetId(~std::uint64_t{0})},
         .bookings = {{bet.casino, domain::PartnerTransactionId("none")}},
         .partner_players = {{bet.casino, bet.partner_user}}});
    EXPECT_TRUE(snapshot.sessions.empty());
    EXPECT_TRUE(snapshot.players.empty());
    EXPECT_TRUE(snapshot.bets.empty());
    EXPECT_TRUE(snapshot.bets_by_key.empty());
    EXPECT_TRUE(snapshot.bookings.empty());
    EXPECT_TRUE(snapshot.players_by_partner.empty());
    EXPECT_TRUE(snapshot.bet_blocks.empty());
}

TEST_P(LoadTest, ASessionBringsItsPlayerAndNoBets) {
    const auto player = gen_.player();
    const auto session = seated(player);
    placed(session);
    const auto snapshot = look({.sessions = {session.id, session.id}});
    EXPECT_EQ(snapshot.sessions, (std::map{std::pair(session.id, session)}));
    EXPECT_EQ(snapshot.players, (std::map{std::pair(player.key, player)}));
    EXPECT_TRUE(snapshot.bets.empty());
}

TEST_P(LoadTest, ARoundBringsItsBetsOfAPlayerWhoHasALimit) {
    auto player = gen_.player();
    player.max_stake = gen_.money(gen_.currency());
    const auto session = seated(player);
    auto bet = gen_.bet(session);
    bet.round = domain::RoundId("r1");
    placed(bet);
    auto second = gen_.bet(session);
    second.round = bet.round;
    placed(second);
    auto other = gen_.bet(session);
    other.round = domain::RoundId("r2");
    placed(other);
    const usecases::RoundKey key{session.provider, player.key, bet.round};
    const auto snapshot = look({.rounds = {{session.id, bet.round}}});
    EXPECT_EQ(snapshot.bets, (std::map{std::pair(bet.id, bet), std::pair(second.id, second)}));
    auto found = snapshot.rounds.at(key);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, (std::vector{std::min(bet.id, second.id), std::max(bet.id, second.id)}));
}

TEST_P(LoadTest, ARoundOfAPlayerWithoutALimitIsLoadedForOneWhoMayGetItOnly) {
    auto player = gen_.player();
    player.max_stake.reset();
    const auto session = seated(player);
    auto bet = gen_.bet(session);
    bet.round = domain::RoundId("r1");
    placed(bet);
    EXPECT_TRUE(look({.rounds = {{session.id, bet.round}}}).bets.empty());
    const auto named = look(
        {.partner_players = {{player.casino, player.partner_user}},
         .rounds = {{session.id, bet.round}}});
    EXPECT_EQ(named.bets, (std::map{std::pair(bet.id, bet)}));
}

TEST_P(LoadTest, ASessionOfDemoBringsNoPlayer) {
    const auto session = gen_.session(gen_.player(), domain::Mode::demo);
    auto writes = batch();
    writes.sessions = {session};
    ASSERT_EQ(write(writes), std::nullopt);
    const auto bet = placed(session);
    const auto snapshot = look({.session_bets = {{session.id, bet.provider_bet}}});
    EXPECT_EQ(snapshot.sessions.at(session.id), session);
    EXPECT_EQ(snapshot.bets.at(bet.id), bet);
    EXPECT_TRUE(snapshot.players.empty());
}

TEST_P(LoadTest, ABetIsFoundByIdBySessionAndByBooking) {
    auto bet = bet_with_transfers(seated(), 2);
    bet.transfers[1].partner_transaction = domain::PartnerTransactionId("booking-1");
    placed(bet);
    placed(seated());
    expect_closure(look({.bets = {bet.id}}), bet);
    expect_closure(look({.session_bets = {{bet.session, bet.provider_bet}}}), bet);
    const usecases::PartnerBooking booking{bet.casino, domain::PartnerTransactionId("booking-1")};
    const auto snapshot = look({.bookings = {booking}});
    expect_closure(snapshot, bet);
    EXPECT_EQ(snapshot.bookings.at(booking), std::pair(bet.id, bet.transfers[1].id));
}

TEST_P(LoadTest, ABetIsFoundThroughALaterSessionOfItsPlayerAndProvider) {
    const auto player = gen_.player();
    const auto first = seated(player);
    auto second = gen_.session(player);
    second.provider = first.provider;
    auto third = gen_.session(player);  // another provider's
    auto writes = batch();
    writes.sessions = {second, third};
    ASSERT_EQ(write(writes), std::nullopt);
    const auto bet = placed(first);

    const auto found = look({.session_bets = {{second.id, bet.provider_bet}}});
    EXPECT_EQ(found.bets.at(bet.id), bet);
    EXPECT_EQ(found.sessions.size(), 2U);
    const auto other = look({.session_bets = {{third.id, bet.provider_bet}}});
    EXPECT_TRUE(other.bets.empty());
    EXPECT_EQ(other.sessions.size(), 1U);
}

TEST_P(LoadTest, ABookingThatMovedIsFoundWhereItStands) {
    auto bet = bet_with_transfers(seated(), 1);
    bet.transfers[0].partner_transaction = domain::PartnerTransactionId("");
    placed(bet);
    const usecases::PartnerBooking empty{bet.casino, domain::PartnerTransactionId("")};
    const usecases::PartnerBooking first{bet.casino, domain::PartnerTransactionId("one")};
    const usecases::PartnerBooking second{bet.casino, domain::PartnerTransactionId("two")};
    for (const auto& booking : {first, second}) {
        const Bet before = bet;
        bet.transfers[0].partner_transaction = booking.second;
        ASSERT_EQ(write_bet(bet, before), std::nullopt);
    }
    const auto snapshot = look({.bookings = {empty, first, second}});
    ASSERT_EQ(snapshot.bookings.size(), 1U);
    EXPECT_EQ(snapshot.bookings.begin()->first, second);
    const domain::CasinoId other(bet.casino.value() + 1);
    EXPECT_TRUE(look({.bookings = {{other, second.second}}}).bookings.empty());
}

TEST_P(LoadTest, OfTwoTransfersWithOneBookingTheFirstAnswers) {
    auto bet = bet_with_transfers(seated(), 3);
    for (auto& transfer : bet.transfers) {
        transfer.partner_transaction = domain::PartnerTransactionId("same");
    }
    placed(bet);
    const usecases::PartnerBooking booking{bet.casino, domain::PartnerTransactionId("same")};
    EXPECT_EQ(
        look({.bookings = {booking}}).bookings.at(booking), std::pair(bet.id, bet.transfers[0].id));
}

TEST_P(LoadTest, APlayerIsFoundByTheCasinosName) {
    const auto player = gen_.player();
    seated(player);
    const usecases::PartnerPlayer partner{player.casino, player.partner_user};
    const usecases::PartnerPlayer elsewhere{
        domain::CasinoId(player.casino.value() + 1), player.partner_user};
    const auto snapshot = look({.partner_players = {partner, elsewhere}});
    EXPECT_EQ(snapshot.players_by_partner, (std::map{std::pair(partner, player.key)}));
    EXPECT_EQ(snapshot.players, (std::map{std::pair(player.key, player)}));
}

TEST_P(LoadTest, ALoadedPlayerIsBusyForAnotherStoreUntilTheBatchEnds) {
    const auto session = seated();
    const usecases::Names names{.sessions = {session.id}};
    auto other = stand_->make_store();
    const auto busy = [&] {
        const auto loaded = other->load(names, some_time);
        other->rollback();
        return !loaded.ok() && loaded.error() == StoreFault::busy;
    };
    ASSERT_TRUE(store_->load(names, some_time).ok());
    EXPECT_TRUE(busy());
    store_->rollback();
    EXPECT_FALSE(busy());
    ASSERT_TRUE(store_->load(names, some_time).ok());
    ASSERT_TRUE(store_->commit(batch()).ok());
    EXPECT_FALSE(busy());
    ASSERT_TRUE(store_->load(names, some_time).ok());
    store_.reset();  // a crash
    EXPECT_FALSE(busy());
}

TEST_P(LoadTest, AnotherStoreSeesWhatWasCommittedLast) {
    auto other = stand_->make_store();
    const auto bet = placed(seated());
    auto loaded = other->load({.bets = {bet.id}}, some_time);
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(loaded.value().bets.at(bet.id), bet);
    other->rollback();
}

INSTANTIATE_TEST_SUITE_P(Stores, LoadTest, all_stands(), stand_name);

// ---- blocks of bet ids

class BlocksTest : public Contract {
protected:
    // Leases, and commits when `keep`.
    std::uint64_t lease(base::Instant now, bool keep) {
        const auto loaded = store_->load({.bet_blocks = {slot_, slot_}}, now);
        EXPECT_TRUE(loaded.ok());
        EXPECT_EQ(loaded.value().bet_blocks.size(), 1U);
        const std::uint64_t block = loaded.value().bet_blocks.at(slot_);
        if (keep) {
            EXPECT_TRUE(store_->commit(batch()).ok());
        } else {
            store_->rollback();
        }
        return block;
    }
    domain::Slot slot_{1023};
    base::Instant new_year_{1'735'689'600'000};  // 2025-01-01T00:00:00Z
};

TEST_P(BlocksTest, AreTheSecondsSince2025OrTheNextNumber) {
    EXPECT_EQ(lease(new_year_ + base::Duration(1'000'000'999), true), 1'000'000U);
    EXPECT_EQ(lease(new_year_ + base::Duration(1'000'000'999), true), 1'000'001U);
    EXPECT_EQ(lease(new_year_ + base::Duration(1'000'000'000), true), 1'000'002U);
    EXPECT_EQ(lease(new_year_ + base::Duration(2'000'000'000), true), 2'000'000U);
    EXPECT_EQ(lease({0}, true), 2'000'001U);  // a clock far behind
}

TEST_P(BlocksTest, BeginAtOne) { EXPECT_EQ(lease({0}, true), 1U); }

TEST_P(BlocksTest, AreVoidAfterARollback) {
    const auto first = lease(some_time, true);
    EXPECT_EQ(lease(some_time, false), first + 1);
    EXPECT_EQ(lease(some_time, true), first + 1);
    store_ = stand_->make_store();
    EXPECT_EQ(lease(some_time, true), first + 2);
}

TEST_P(BlocksTest, OfDifferentSlotsAreIndependent) {
    const auto first = lease(some_time, true);
    slot_ = domain::Slot(0);
    EXPECT_EQ(lease(some_time, true), first);
}

INSTANTIATE_TEST_SUITE_P(Stores, BlocksTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
