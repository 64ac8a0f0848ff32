// SPDX-License-Identifier: Apache-2.0
// What a commit writes, what it refuses, and that a refused one leaves nothing.
#include <functional>

#include "storage/contract.h"

namespace croupier::test {
namespace {

using domain::Bet;
using usecases::StoreFault;

constexpr std::optional<StoreFault> poison = StoreFault::poison;

class CommitTest : public Contract {
protected:
    // The change makes a stored bet one that no store takes.
    void expect_refused_change(const std::function<void(Bet&)>& change) {
        const Bet before = placed(bet_with_transfers(seated(), 2));
        Bet after = before;
        change(after);
        EXPECT_EQ(write_bet(after, before), poison);
        EXPECT_EQ(look({.bets = {before.id}}).bets.at(before.id), before);
    }
};

TEST_P(CommitTest, PlayersAndSessionsAreInsertedOrReplaced) {
    auto player = gen_.player();
    auto session = seated(player);
    domain::block(player, domain::Blocker::casino, some_time);
    domain::block(player, domain::Blocker::house, some_time);
    player.max_stake = gen_.money(gen_.currency());
    session.ended_at = some_time;
    session.last_call_at = some_time;
    session.refresh_token_sealed = "another";
    session.purse = domain::Money(7, session.currency);
    auto writes = batch();
    writes.players = {player};
    writes.sessions = {session};
    ASSERT_EQ(write(writes), std::nullopt);
    const auto snapshot = look({.sessions = {session.id}});
    EXPECT_EQ(snapshot.players.at(player.key), player);
    EXPECT_EQ(snapshot.sessions.at(session.id), session);
}

TEST_P(CommitTest, TheBlockLogOfAPlayerIsKeptInItsOrder) {
    const auto player = gen_.player();
    const auto other = gen_.player();
    seated(player);
    seated(other);
    const auto event = [&](const domain::Player& of, bool blocked, std::string reason) {
        return domain::PlayerEvent{of.key, some_time,        blocked, domain::Blocker::house,
                                   "anna", std::move(reason)};
    };
    const auto first = event(player, true, "self-exclusion");
    const auto second = event(player, false, "by mistake");
    auto writes = batch();
    writes.player_events = {first, event(other, true, "another")};
    ASSERT_EQ(write(writes), std::nullopt);
    writes = batch();
    writes.player_events = {second};
    ASSERT_EQ(write(writes), std::nullopt);
    const auto reader = stand_->make_reader();
    EXPECT_EQ(reader->player_events(player.key).value(), (std::vector{first, second}));
    EXPECT_EQ(reader->player({player.casino, player.partner_user}).value(), player);
    EXPECT_EQ(
        reader->player({player.casino, domain::PartnerUserId("nobody")}).value(), std::nullopt);
}

TEST_P(CommitTest, ARollbackLeavesNothing) {
    const auto session = gen_.session(gen_.player());
    ASSERT_TRUE(store_->load({.bet_blocks = {domain::Slot(1)}}, some_time).ok());
    store_->rollback();
    store_->rollback();  // harmless
    EXPECT_EQ(store_->chain_head(0).value().seq, 0U);
    EXPECT_TRUE(look({.sessions = {session.id}}).sessions.empty());
}

TEST_P(CommitTest, ASecondBetOfTheSameKeyIsPoisonAndTakesItsBatchAlong) {
    const auto session = seated();
    const Bet first = placed(session);
    Bet second = gen_.bet(session);
    second.provider_bet = first.provider_bet;
    const Bet bystander = gen_.bet(session);
    auto writes = batch();
    writes.bets = {{.bet = bystander}, {.bet = second}};
    EXPECT_EQ(write(writes), poison);
    const auto snapshot = look({.bets = {first.id, second.id, bystander.id}});
    EXPECT_EQ(snapshot.bets, (std::map{std::pair(first.id, first)}));
    EXPECT_EQ(store_->chain_head(0).value().seq, writes.segment.seq - 1);
    // The store works on, also with the number that was not used.
    writes.bets = {{.bet = bystander}};
    EXPECT_EQ(write(writes), std::nullopt);
}

TEST_P(CommitTest, TwoBetsOfOneKeyInOneBatchArePoison) {
    const auto session = seated();
    auto writes = batch();
    writes.bets = {{.bet = gen_.bet(session)}, {.bet = gen_.bet(session)}};
    writes.bets[1].bet.provider_bet = writes.bets[0].bet.provider_bet;
    EXPECT_EQ(write(writes), poison);
}

TEST_P(CommitTest, TheSameTextOfAnotherPlayerOrProviderIsAnotherBet) {
    const auto player = gen_.player();
    const auto session = seated(player);
    const Bet first = placed(session);
    for (const auto& other : {seated(), seated(player)}) {
        Bet second = gen_.bet(other);
        second.provider_bet = first.provider_bet;
        EXPECT_EQ(write_bet(second), std::nullopt);
    }
}

TEST_P(CommitTest, ABetOrTransactionIdIsUsedOnce) {
    const auto session = seated();
    const Bet first = placed(bet_with_transfers(session, 1));
    Bet same_id = gen_.bet(session);
    same_id.id = first.id;
    EXPECT_EQ(write_bet(same_id), poison);
    Bet same_transfer = bet_with_transfers(seated(), 1);
    same_transfer.transfers[0].id = first.transfers[0].id;
    EXPECT_EQ(write_bet(same_transfer), poison);
}

TEST_P(CommitTest, ACasinosPlayerIsOnePlayer) {
    const auto first = gen_.player();
    seated(first);
    auto writes = batch();
    writes.players = {gen_.player(first.casino, first.partner_user)};
    EXPECT_EQ(write(writes), poison);
}

TEST_P(CommitTest, RowsOutsideTheirSlotArePoison) {
    auto player = gen_.player();
    const auto session = gen_.session(player);
    const auto other_slot = [](domain::PlayerKey& key) {
        key.slot = domain::Slot(static_cast<std::uint16_t>((key.slot.value() + 1) % 1024));
    };
    auto writes = batch();
    writes.players = {player};
    other_slot(writes.players[0].key);
    EXPECT_EQ(write(writes), poison);
    writes.players = {player};
    writes.sessions = {session};
    other_slot(writes.sessions[0].player);
    EXPECT_EQ(write(writes), poison);
    writes.sessions = {session};
    writes.bets = {{.bet = gen_.bet(session)}};
    other_slot(writes.bets[0].bet.player);
    EXPECT_EQ(write(writes), poison);
}

TEST_P(CommitTest, ABetIsUpdatedWithItsTransfers) {
    Bet bet = placed(bet_with_transfers(seated(), 2));
    for (int change = 0; change < 20; ++change) {
        const Bet before = bet;
        bet = gen_.moved(bet);
        ASSERT_EQ(write_bet(bet, before), std::nullopt);
        ASSERT_EQ(look({.bets = {bet.id}}).bets.at(bet.id), bet);
    }
    EXPECT_GT(bet.transfers.size(), 2U);
}

TEST_P(CommitTest, ABetThatIsNotThereCannotBeUpdated) {
    const Bet bet = gen_.bet(seated());
    EXPECT_EQ(write_bet(bet, bet), poison);
}

TEST_P(CommitTest, FactsOfABetAreFixed) {
    expect_refused_change([](Bet& bet) { bet.content += "x"; });
    expect_refused_change([](Bet& bet) { bet.tombstone = !bet.tombstone; });
    expect_refused_change([](Bet& bet) { bet.provider_bet = domain::ProviderBetId("other"); });
    expect_refused_change([](Bet& bet) { bet.round = domain::RoundId("other"); });
    expect_refused_change([](Bet& bet) { bet.tag_id += 1; });
    expect_refused_change([](Bet& bet) { bet.hold_until.unix_ms += 1; });
}

TEST_P(CommitTest, TermsOfATransferAreFixed) {
    expect_refused_change([](Bet& bet) { bet.transfers.pop_back(); });
    expect_refused_change([](Bet& bet) { std::swap(bet.transfers[0], bet.transfers[1]); });
    expect_refused_change([](Bet& bet) {
        bet.transfers[1].amount = {bet.transfers[1].amount.minor() + 1, bet.currency};
    });
    expect_refused_change([](Bet& bet) { bet.transfers[0].decided_at.unix_ms += 1; });
}

TEST_P(CommitTest, ABetHasOneCurrencyAndNoNegativeAmounts) {
    const auto session = seated();
    Bet bet = bet_with_transfers(session, 1);
    bet.transfers[0].amount = domain::Money(-1, bet.currency);
    EXPECT_EQ(write_bet(bet), poison);
    const bool euro = bet.currency == *domain::Currency::from_code("EUR");
    bet.transfers[0].amount = {1, *domain::Currency::from_code(euro ? "USD" : "EUR")};
    EXPECT_EQ(write_bet(bet), poison);
    bet.transfers[0].amount = {0, bet.currency};
    EXPECT_EQ(write_bet(bet), std::nullopt);
}

TEST_P(CommitTest, WhatWasCommittedSurvivesTheStore) {
    const Bet bet = placed(seated());
    store_.reset();
    store_ = stand_->make_store();
    EXPECT_EQ(look({.bets = {bet.id}}).bets.at(bet.id), bet);
    EXPECT_EQ(store_->chain_head(0).value().seq, seq_);
}

INSTANTIATE_TEST_SUITE_P(Stores, CommitTest, all_stands(), stand_name);

// ---- every field there and back

class RoundTripTest : public Contract {};

TEST_P(RoundTripTest, WhatIsWrittenIsWhatIsRead) {
    for (int round = 0; round < 40; ++round) {
        const auto player = gen_.player();
        const auto mode = round % 4 == 0 ? domain::Mode::demo : domain::Mode::real;
        const auto session = gen_.session(player, mode);
        const Bet first = gen_.bet(session);
        auto writes = batch();
        writes.players = {player};
        writes.sessions = {session};
        writes.bets = {{.bet = first, .before = {}, .next_due = gen_.maybe(gen_.instant())}};
        ASSERT_EQ(write(writes), std::nullopt) << round;

        const Bet second = gen_.moved(first);
        ASSERT_EQ(write_bet(second, first, gen_.maybe(gen_.instant())), std::nullopt) << round;
        const auto snapshot =
            look({.bets = {second.id}, .partner_players = {{player.casino, player.partner_user}}});
        EXPECT_EQ(snapshot.players.at(player.key), player) << round;
        EXPECT_EQ(snapshot.sessions.at(session.id), session) << round;
        EXPECT_EQ(snapshot.bets.at(second.id), second) << round;
    }
}

INSTANTIATE_TEST_SUITE_P(Stores, RoundTripTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
