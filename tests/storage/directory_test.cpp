// SPDX-License-Identifier: Apache-2.0
// Casinos, providers, games and keys: added once, set when there, counted by a version; and what a
// provider's list of games does to ours.
#include <algorithm>

#include "storage/contract.h"

namespace croupier::test {
namespace {

using domain::GameTerms;
using usecases::DirectoryFault;

class DirectoryTest : public Contract {
protected:
    usecases::DirectoryRows read() { return directory_->read().value(); }
    std::int64_t version() { return directory_->version().value(); }
    template <class T>
    static std::optional<DirectoryFault> fault(
        const base::Result<T, usecases::DirectoryError>& done) {
        return done.ok() ? std::nullopt : std::optional(done.error().fault);
    }
    usecases::CasinoRow casino() { return {gen_.casino_terms(), gen_.text(64)}; }
    usecases::ProviderRow provider() { return {gen_.provider_terms(), gen_.text(200)}; }
    domain::ProviderId added_provider() {
        const auto row = provider();
        EXPECT_TRUE(directory_->add_provider(row).ok());
        return row.terms.id;
    }
    std::string sync(domain::ProviderId provider, const std::vector<GameTerms>& listed) {
        const auto done = directory_->sync_games(provider, listed);
        if (!done.ok()) return "refused";
        return "+" + std::to_string(done.value().added) + " ~" +
               std::to_string(done.value().changed) + " -" + std::to_string(done.value().disabled);
    }
    GameTerms game(std::uint64_t id) {
        const auto games = read().games;
        const auto found = std::find_if(games.begin(), games.end(), [&](const GameTerms& game) {
            return game.id == domain::GameId(id);
        });
        CROUPIER_CHECK(found != games.end());
        return *found;
    }

    std::unique_ptr<usecases::DirectoryStore> directory_ = stand_->make_directory();
};

TEST_P(DirectoryTest, BeginsEmpty) {
    const auto rows = read();
    EXPECT_TRUE(rows.casinos.empty());
    EXPECT_TRUE(rows.providers.empty());
    EXPECT_TRUE(rows.games.empty());
    EXPECT_TRUE(rows.keys.empty());
    EXPECT_EQ(rows.version, version());
}

TEST_P(DirectoryTest, WhatIsWrittenIsWhatIsRead) {
    for (int round = 0; round < 20; ++round) {
        auto casino_row = casino();
        auto provider_row = provider();
        auto key = gen_.key_row();
        ASSERT_TRUE(directory_->add_casino(casino_row).ok());
        ASSERT_TRUE(directory_->add_provider(provider_row).ok());
        ASSERT_TRUE(directory_->add_key(key).ok());
        const auto id = casino_row.terms.id;
        const auto provider_id = provider_row.terms.id;
        const auto kid = key.kid;
        for (int set = 0; set < 2; ++set) {
            const auto rows = read();
            EXPECT_TRUE(std::count(rows.casinos.begin(), rows.casinos.end(), casino_row) == 1);
            EXPECT_TRUE(
                std::count(rows.providers.begin(), rows.providers.end(), provider_row) == 1);
            EXPECT_TRUE(std::count(rows.keys.begin(), rows.keys.end(), key) == 1);
            casino_row = casino();
            casino_row.terms.id = id;
            provider_row = provider();
            provider_row.terms.id = provider_id;
            key = gen_.key_row();
            key.kid = kid;
            ASSERT_TRUE(directory_->set_casino(casino_row).ok());
            ASSERT_TRUE(directory_->set_provider(provider_row).ok());
            ASSERT_TRUE(directory_->set_key(key).ok());
        }
    }
    EXPECT_EQ(read().casinos.size(), 20U);
}

TEST_P(DirectoryTest, KeysAreOldestFirst) {
    for (int key = 0; key < 5; ++key)
        ASSERT_TRUE(directory_->add_key(gen_.key_row()).ok());
    const auto keys = read().keys;
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
        return a.created_at < b.created_at;
    }));
}

TEST_P(DirectoryTest, AddingTwiceAndSettingNothingAreRefusedAndNotCounted) {
    const auto casino_row = casino();
    const auto provider_row = provider();
    const auto key = gen_.key_row();
    auto game = gen_.game_terms(provider_row.terms.id);
    game.id = domain::GameId(1);
    const auto before = version();
    EXPECT_EQ(fault(directory_->set_casino(casino_row)), DirectoryFault::not_found);
    EXPECT_EQ(fault(directory_->set_provider(provider_row)), DirectoryFault::not_found);
    EXPECT_EQ(fault(directory_->set_key(key)), DirectoryFault::not_found);
    EXPECT_EQ(fault(directory_->set_game(game)), DirectoryFault::not_found);
    EXPECT_EQ(
        fault(directory_->sync_games(provider_row.terms.id, {game})), DirectoryFault::not_found);
    EXPECT_EQ(version(), before);
    ASSERT_TRUE(directory_->add_casino(casino_row).ok());
    ASSERT_TRUE(directory_->add_provider(provider_row).ok());
    ASSERT_TRUE(directory_->add_key(key).ok());
    EXPECT_EQ(version(), before + 3);
    EXPECT_EQ(fault(directory_->add_casino(casino_row)), DirectoryFault::exists);
    EXPECT_EQ(fault(directory_->add_provider(provider_row)), DirectoryFault::exists);
    EXPECT_EQ(fault(directory_->add_key(key)), DirectoryFault::exists);
    EXPECT_EQ(version(), before + 3);
}

TEST_P(DirectoryTest, EveryWriteCountsAndOthersSeeIt) {
    auto other = stand_->make_directory();
    const auto row = casino();
    for (int write = 0; write < 3; ++write) {
        const auto before = version();
        ASSERT_TRUE((write == 0 ? other->add_casino(row) : other->set_casino(row)).ok());
        EXPECT_EQ(version(), before + 1);
        EXPECT_EQ(read().version, before + 1);
    }
}

TEST_P(DirectoryTest, AListMakesGamesInItsOrder) {
    const auto first = added_provider();
    const auto second = added_provider();
    auto listed = std::vector{gen_.game_terms(first), gen_.game_terms(first)};
    listed[0].id = domain::GameId(77);  // ignored
    const auto before = version();
    EXPECT_EQ(sync(first, listed), "+2 ~0 -0");
    EXPECT_EQ(version(), before + 1);
    EXPECT_EQ(sync(second, {listed[0]}), "+1 ~0 -0");  // another's game of the same name
    listed[0].id = domain::GameId(1);
    listed[1].id = domain::GameId(2);
    EXPECT_EQ(game(1), listed[0]);
    EXPECT_EQ(game(2), listed[1]);
    EXPECT_EQ(game(3).provider, second);
    EXPECT_EQ(game(3).provider_game, listed[0].provider_game);
}

TEST_P(DirectoryTest, AListThatChangesNothingIsNoWrite) {
    const auto provider = added_provider();
    const auto listed = std::vector{gen_.game_terms(provider), gen_.game_terms(provider)};
    sync(provider, listed);
    const auto before = version();
    EXPECT_EQ(sync(provider, listed), "+0 ~0 -0");
    EXPECT_EQ(version(), before);
}

TEST_P(DirectoryTest, AListRenamesAndLeavesLimits) {
    const auto provider = added_provider();
    auto listed = gen_.game_terms(provider);
    sync(provider, {listed});
    auto ours = game(1);
    ours.max_bet = "12345";
    ASSERT_TRUE(directory_->set_game(ours).ok());
    listed.name = "Renamed";
    listed.live = !listed.live;
    EXPECT_EQ(sync(provider, {listed}), "+0 ~1 -0");
    EXPECT_EQ(game(1).name, "Renamed");
    EXPECT_EQ(game(1).live, listed.live);
    EXPECT_EQ(game(1).max_bet, "12345");
}

TEST_P(DirectoryTest, AGameThatIsNotListedIsOffUntilItIsListedAgain) {
    const auto provider = added_provider();
    const auto kept = gen_.game_terms(provider);
    const auto lost = gen_.game_terms(provider);
    sync(provider, {kept, lost});
    EXPECT_EQ(sync(provider, {kept}), "+0 ~0 -1");
    EXPECT_TRUE(game(1).enabled);
    EXPECT_FALSE(game(2).enabled);
    EXPECT_EQ(sync(provider, {kept}), "+0 ~0 -0");
    EXPECT_EQ(sync(provider, {kept, lost}), "+0 ~1 -0");
    EXPECT_TRUE(game(2).enabled);
}

TEST_P(DirectoryTest, TheOperatorsSwitchSurvivesLists) {
    const auto provider = added_provider();
    const auto listed = gen_.game_terms(provider);
    sync(provider, {listed});
    auto ours = game(1);
    ours.enabled = false;
    ASSERT_TRUE(directory_->set_game(ours).ok());
    EXPECT_EQ(sync(provider, {listed}), "+0 ~0 -0");
    EXPECT_FALSE(game(1).enabled);
    sync(provider, {});
    sync(provider, {listed});
    EXPECT_FALSE(game(1).enabled);
    // Switched on by the operator although it is not listed.
    sync(provider, {});
    ours.enabled = true;
    ASSERT_TRUE(directory_->set_game(ours).ok());
    EXPECT_TRUE(game(1).enabled);
}

TEST_P(DirectoryTest, SettingAGameLeavesWhoseItIs) {
    const auto provider = added_provider();
    const auto listed = gen_.game_terms(provider);
    sync(provider, {listed});
    auto ours = game(1);
    ours.provider = added_provider();
    ours.provider_game = domain::ProviderGameId("other");
    ours.category = "crash";
    const auto before = version();
    ASSERT_TRUE(directory_->set_game(ours).ok());
    EXPECT_EQ(version(), before + 1);
    EXPECT_EQ(game(1).provider, provider);
    EXPECT_EQ(game(1).provider_game, listed.provider_game);
    EXPECT_EQ(game(1).category, "crash");
}

INSTANTIATE_TEST_SUITE_P(Stores, DirectoryTest, all_stands(), stand_name);

}  // namespace
}  // namespace croupier::test
