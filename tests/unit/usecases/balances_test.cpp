// SPDX-License-Identifier: Apache-2.0
// Questions about a balance that are under way are asked once for all who want to know.
#include "usecases/balances.h"

#include <gtest/gtest.h>

#include "support/fake_loop.h"

namespace croupier::usecases {
namespace {

using base::Duration;
using domain::Money;

domain::Currency euro() { return *domain::Currency::from_code("EUR"); }

// Answers when the test says so.
struct SlowWallet final : CasinoWallet {
    struct Asked {
        base::Instant deadline;
        std::function<void(Outcome<Money>)> done;
    };
    void make(const domain::Bet&, std::size_t, base::Instant, MakeDone) override {}
    void info(const domain::Bet&, base::Instant, InfoDone) override {}
    void close(
        const domain::Bet&, const domain::NextCall&, base::Instant,
        std::function<void(domain::CloseVerdict)>) override {}
    void authenticate(
        domain::CasinoId, const crypto::Secret&, std::int64_t,
        std::function<void(Outcome<AuthenticatedUser>)>) override {}
    void balance(
        const BalanceQuery&, base::Instant deadline,
        std::function<void(Outcome<Money>)> done) override {
        asked.push_back({deadline, std::move(done)});
    }
    [[nodiscard]] bool takes_stakes(domain::CasinoId) const override { return true; }
    std::vector<Asked> asked;
};

class BalancesTest : public ::testing::Test {
protected:
    void ask(const PlayerRef& who, Duration within = Duration(5000)) {
        balances.ask(who, loop.now() + within, [this](std::optional<Money> money) {
            heard.push_back(money ? domain::to_text(*money) : "nothing");
        });
    }
    void answer(std::size_t question, std::int64_t cents) {
        wallet.asked[question].done(Money(cents, euro()));
    }
    void fail(std::size_t question) {
        wallet.asked[question].done(domain::refuse(domain::ErrorCode::counterparty_failed));
    }
    PlayerRef player(const char* name) {
        return {
            {domain::Slot(1), domain::PlayerId(base::make_uuid4(random))},
            domain::CasinoId(7),
            domain::PartnerUserId(name),
            0,
            euro()};
    }

    test::FakeLoop loop;
    base::SeededRandom random{1};
    SlowWallet wallet;
    Balances balances{loop, wallet};
    PlayerRef anna = player("anna");
    std::vector<std::string> heard;
};

TEST_F(BalancesTest, EqualQuestionsUnderWayAreOne) {
    for (int count = 0; count < 100; ++count)
        ask(anna);
    ask(player("bert"));
    ASSERT_EQ(wallet.asked.size(), 2U);
    answer(0, 1000);
    EXPECT_EQ(heard, std::vector<std::string>(100, "10"));
    ask(anna);
    EXPECT_EQ(wallet.asked.size(), 3U) << "an answered question is over";
}

TEST_F(BalancesTest, ABookingSinceTheQuestionAsksAnew) {
    ask(anna);
    balances.booked(anna.key, domain::TransactionId(base::make_uuid4(random)), Money(500, euro()));
    ask(anna);
    ask(anna);
    ASSERT_EQ(wallet.asked.size(), 2U);
    answer(1, 1500);
    EXPECT_EQ(heard, (std::vector<std::string>{"15", "15"}));
    answer(0, 1000);  // the older answer, later
    EXPECT_EQ(domain::to_text(*balances.known(anna)), "15");
}

TEST_F(BalancesTest, EachWaitsToItsOwnDeadline) {
    ask(anna, Duration(5000));
    ask(anna, Duration(1000));
    loop.advance(Duration(3000));
    EXPECT_EQ(heard, std::vector<std::string>{"nothing"});
    ask(anna, Duration(5000));  // until 8 s
    loop.advance(Duration(2000));
    fail(0);  // the first one's time is over
    EXPECT_EQ(heard, (std::vector<std::string>{"nothing", "nothing"}));
    ASSERT_EQ(wallet.asked.size(), 2U) << "who has more time asks on";
    EXPECT_EQ(wallet.asked[1].deadline, loop.now() + Duration(3000));
    answer(1, 100);
    EXPECT_EQ(heard.back(), "1");
    EXPECT_EQ(loop.timers(), 0U);
}

TEST_F(BalancesTest, ACasinosNoIsForAll) {
    ask(anna);
    ask(anna, Duration(9000));
    fail(0);
    EXPECT_EQ(heard, (std::vector<std::string>{"nothing", "nothing"}));
    EXPECT_EQ(wallet.asked.size(), 1U);
}

}  // namespace
}  // namespace croupier::usecases
