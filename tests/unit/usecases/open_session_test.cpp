// SPDX-License-Identifier: Apache-2.0
// The limits that a launch names: decimal text of the game's record, in the session's currency.
#include "usecases/open_session.h"

#include <gtest/gtest.h>

#include "support/fake_loop.h"
#include "support/fake_wallet.h"
#include "support/memory_store.h"
#include "usecases/player_blocks.h"

namespace croupier::usecases {
namespace {

const domain::CasinoId casino(7);
const domain::GameId game(1);

struct LaunchedGames final : ProviderGames {
    void launch(
        const LaunchOrder& order, std::function<void(Outcome<std::string>)> frame_uri) override {
        sessions.push_back(order.session);
        frame_uri(std::string("https://games.test/"));
    }
    std::vector<domain::Session> sessions;
};

class OpenSessionTest : public ::testing::Test {
protected:
    // What a demo launch hears; "opened" when all is well.
    std::string launch(
        const std::string& currency_code, const std::string& least, const std::string& greatest) {
        const auto currency = *domain::Currency::from_code(currency_code);
        auto made = std::make_shared<Directory>();
        made->casinos[casino].terms.id = casino;
        made->casinos[casino].terms.currencies = {currency};
        const domain::ProviderId provider(base::make_uuid4(random));
        made->providers[provider].terms.id = provider;
        domain::GameTerms terms;
        terms.id = game;
        terms.provider = provider;
        terms.has_demo = true;
        terms.min_bet = least;
        terms.max_bet = greatest;
        made->games[game] = terms;
        directory.replace(made);

        OpenSession command;
        command.casino = casino;
        command.game = game;
        command.mode = domain::Mode::demo;
        command.currency_code = currency_code;
        std::string heard = "nothing";
        desk.open(command, [&heard](const Outcome<OpenedSession>& opened) {
            heard = opened.ok() ? "opened" : std::string(domain::to_text(opened.error().code));
        });
        loop.run();
        return heard;
    }
    std::string limits() {
        const domain::Session& session = games.sessions.back();
        return domain::to_text(session.min_bet) + " to " + domain::to_text(session.max_bet);
    }

    test::FakeLoop loop;
    test::FakeWallet wallet{loop};
    test::MemoryDisk disk;
    test::MemoryStore store{disk};
    base::SeededRandom random{1};
    base::LoopExecutor lane{loop};
    DirectorySource directory{std::make_shared<const Directory>()};
    Batcher batcher{{loop, random, lane, store, directory}};
    LaunchedGames games;
    crypto::MasterKey master_key = crypto::MasterKey::for_tests();
    Balances balances{loop, wallet};
    SessionDesk desk{{loop, random, directory, wallet, games, balances, batcher, master_key, {}}};
};

TEST_F(OpenSessionTest, LimitsThatTheCurrencyCanWriteStayAsTheyAre) {
    EXPECT_EQ(launch("EUR", "0.01", "10000"), "opened");
    EXPECT_EQ(limits(), "0.01 to 10000");
    EXPECT_EQ(launch("JPY", "5.00", "10000.0"), "opened");
    EXPECT_EQ(limits(), "5 to 10000");
}

TEST_F(OpenSessionTest, TheLeastStakeIsRoundedUpAndTheGreatestDown) {
    EXPECT_EQ(launch("JPY", "0.01", "10000"), "opened");
    EXPECT_EQ(limits(), "1 to 10000");
    EXPECT_EQ(launch("EUR", "0.101", "99.999"), "opened");
    EXPECT_EQ(limits(), "0.11 to 99.99");
}

TEST_F(OpenSessionTest, WithoutAStakeThatFitsThereIsNoSession) {
    EXPECT_EQ(launch("JPY", "0.01", "0.99"), "game_unavailable");
    EXPECT_EQ(launch("EUR", "a little", "10"), "game_unavailable");
    EXPECT_EQ(launch("EUR", "1", "99999999999999999999"), "game_unavailable");
    EXPECT_TRUE(games.sessions.empty());
    EXPECT_TRUE(disk.books().sessions.empty());
}

// Answered after the block, asked before it: the casino may not have known of it yet.
TEST_F(OpenSessionTest, AUsersAuthThatWasAskedBeforeTheBlockDoesNotEndIt) {
    const AuthenticatedUser user{
        .partner_user = domain::PartnerUserId("u"),
        .refresh_token = crypto::Secret("token"),
        .currency = *domain::Currency::from_code("EUR")};
    const auto vouch = [&](base::Instant asked_at) {
        bool blocked = false;
        Step step;
        step.names.partner_players.push_back({casino, user.partner_user});
        step.decide = [&](View& view) {
            const Vouched vouched{.casino = casino, .user = user, .asked_at = asked_at};
            blocked = domain::is_blocked(note_vouched(view, vouched));
            return Keep::yes;
        };
        step.done = [](auto) {};
        batcher.submit(std::move(step));
        loop.run();
        return blocked;
    };
    const base::Instant before = loop.now();
    EXPECT_FALSE(vouch(before));
    Step block;
    block.names.partner_players.push_back({casino, user.partner_user});
    block.decide = [&](View& view) {
        domain::Player player = *view.player_of({casino, user.partner_user});
        domain::block(player, domain::Blocker::casino, view.now());
        view.put(player);
        return Keep::yes;
    };
    block.done = [](auto) {};
    batcher.submit(std::move(block));
    loop.run();
    EXPECT_TRUE(vouch(before));
    EXPECT_TRUE(vouch(loop.now()));
    loop.advance(base::Duration(1));
    EXPECT_FALSE(vouch(loop.now()));
    ASSERT_EQ(disk.books().player_events.size(), 1U);
    EXPECT_FALSE(disk.books().player_events.front().blocked);
}

}  // namespace
}  // namespace croupier::usecases
