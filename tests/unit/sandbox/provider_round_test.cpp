// SPDX-License-Identifier: Apache-2.0
// Rounds against a hub that answers from a script, in virtual time, on a real book: the retry rules
// of the contract, one test each, and what a restart makes of an interrupted round.
#include "sandbox/provider/round_runner.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "support/fake_http.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

namespace croupier::sandbox::provider {
namespace {

using croupier::test::FakeHttp;
using croupier::test::FakeLoop;

constexpr base::Duration reply_timeout{7000};

domain::Money eur(std::int64_t minor) {
    return {minor, domain::Currency::from_code("EUR").value()};
}

Session session_of(std::string_view game_id) {
    return {
        "8f14e45f-ceea-467f-9575-6a3b8c0e1d2f",
        std::string(game_id),
        "player-1",
        "en",
        GameMode::real,
        eur(10),
        eur(10'000)};
}

// What the hub does about one call; nothing: silence until the time-out.
using Answer = std::optional<net::HttpResult>;
Answer code(int response_code) {
    const int status = response_code == 8 ? 401 : 200;
    return net::Response::json(
        status, "{\"_responseCode\":" + std::to_string(response_code) + R"(,"balance":12.5})");
}
Answer raw(int status, std::string body) { return net::Response::json(status, std::move(body)); }
Answer refused_connection() {
    return net::HttpResult(base::fail(net::HttpError{net::HttpFault::not_sent, "refused"}));
}
const Answer silence;

std::string verb_of(const net::OutgoingRequest& request) {
    return request.url.substr(request.url.rfind('/') + 1);
}

class ProviderRound : public testing::Test {
protected:
    ProviderRound() {
        http_.script([this](const net::OutgoingRequest& request) { return answer(request); });
        start();
    }

    void start() {
        book_.emplace(Book::open(folder_.file("provider.db"), loop_.now()).value());
        queue_.emplace(loop_, *book_, base::Duration(1000));
        hub_.emplace(
            HubClient::Parts{loop_, http_, ids_, faults_},
            Signer("0b8a6c1e-4f6d-4b8e-9a51-3f0d2c7e9b10", crypto::Secret("sandbox secret")),
            "http://hub", reply_timeout);
        runner_.emplace(
            RoundRunner::Parts{loop_, *queue_, *hub_, ids_, draws_}, base::BackoffPolicy{});
    }
    // As a crash would: nothing is finished, what is in memory is gone.
    void restart() {
        runner_.reset();
        queue_.reset();
        hub_.reset();
        book_.reset();
        start();
        auto unfinished = book_->unfinished().value();
        for (Bet& bet : unfinished)
            runner_->resume(std::move(bet));
    }

    Answer answer(const net::OutgoingRequest& request) {
        if (on_call_) on_call_();
        auto& left = script_[verb_of(request)];
        if (left.empty()) return code(1);
        Answer next = left.front();
        left.pop_front();
        return next;
    }

    void begin(std::string_view game_id, RoundFate fate = RoundFate::played) {
        const Session session = session_of(game_id);
        if (!book_->find_session(session.session_id).value()) {
            ASSERT_TRUE(book_->add_session(session, loop_.now()).ok());
        }
        runner_->play(session, *find_game(game_id), eur(150), fate, [this](const RoundResult& r) {
            result_ = r;
        });
    }
    // Plays one round to its end within a day and gives the bet as the book has it.
    Bet play(std::string_view game_id, RoundFate fate = RoundFate::played) {
        begin(game_id, fate);
        loop_.advance(base::Duration(24 * 3600 * 1000));
        EXPECT_EQ(runner_->in_flight(), 0U);
        return only_bet();
    }
    Bet only_bet() {
        const auto bets = book_->bets_after(0, 10).value();
        EXPECT_EQ(bets.size(), 1U);
        return bets.front();
    }
    std::vector<std::string> verbs() const {
        std::vector<std::string> names;
        for (const FakeHttp::Call& call : http_.calls())
            names.push_back(verb_of(call.request));
        return names;
    }
    std::string text_of(std::size_t call, std::string_view field) const {
        const auto body = base::parse_json(http_.calls()[call].request.body).value();
        const base::Json* value = body.find(field);
        if (value == nullptr) return "(missing)";
        return value->is(base::Json::Kind::number) ? value->number_text() : value->as_string();
    }

    using Verbs = std::vector<std::string>;
    croupier::test::TempFolder folder_;
    FakeLoop loop_;
    FakeHttp http_{loop_};
    base::SeededRandom ids_{1};
    base::SeededRandom draws_{2};
    Faults faults_{3};
    std::map<std::string, std::deque<Answer>> script_;
    std::function<void()> on_call_;
    std::optional<RoundResult> result_;
    std::optional<Book> book_;
    std::optional<BookQueue> queue_;
    std::optional<HubClient> hub_;
    std::optional<RoundRunner> runner_;
};

TEST_F(ProviderRound, AnInstantRoundIsOneCall) {
    const Bet bet = play("copper-scratch");
    EXPECT_EQ(bet.state, BetState::accepted);
    EXPECT_EQ(verbs(), Verbs{"pay-in-out"});
    EXPECT_EQ(
        http_.calls()[0].request.url,
        "http://hub/v1/sessions/" + bet.session_id + "/bets/pay-in-out");
    EXPECT_EQ(text_of(0, "betId"), bet.bet_id);
    EXPECT_EQ(text_of(0, "betAmount"), "1.5");
    EXPECT_EQ(text_of(0, "winAmount"), domain::to_text(bet.payouts.front().amount));
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
    ASSERT_TRUE(result_);
    EXPECT_EQ(result_->balance, "12.5");
}

TEST_F(ProviderRound, ATwoStepRoundPaysOutWithItsOwnKey) {
    const Bet bet = play("river-wheel");
    EXPECT_EQ(verbs(), (Verbs{"pay-in", "pay-out"}));
    EXPECT_EQ(text_of(0, "sessionId"), bet.session_id);
    EXPECT_EQ(text_of(1, "transactionId"), bet.payouts.front().key);
    EXPECT_EQ(text_of(1, "gameRoundId"), bet.game_round_id);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
}

TEST_F(ProviderRound, FreeSpinsArePaidOneByOneWithRoundsOfTheirOwn) {
    // Rounds until one of them brings free spins that win.
    std::optional<Bet> rich;
    for (int round = 0; round < 500 && !rich; ++round) {
        begin("lantern-spins");
        loop_.run();
        if (result_->bet.payouts.size() >= 3) rich = result_->bet;
    }
    ASSERT_TRUE(rich);
    std::set<std::string> keys;
    std::set<std::string> rounds;
    for (const Payout& payout : rich->payouts) {
        EXPECT_EQ(payout.state, PayoutState::paid);
        keys.insert(payout.key);
        rounds.insert(payout.game_round_id);
    }
    EXPECT_EQ(keys.size(), rich->payouts.size());
    EXPECT_EQ(rounds.size(), rich->payouts.size());
}

TEST_F(ProviderRound, TheIntentIsDurableBeforeTheHubHearsOfIt) {
    int looks = 0;
    on_call_ = [&] {
        Book other = Book::open(folder_.file("provider.db"), loop_.now()).value();
        if (++looks == 1) {
            EXPECT_EQ(other.bets_after(0, 1).value().front().state, BetState::intended);
        } else {
            const Bet bet = other.bets_after(0, 1).value().front();
            EXPECT_EQ(bet.state, BetState::accepted);
            EXPECT_EQ(bet.payouts.front().state, PayoutState::owed);
        }
    };
    play("river-wheel");
    EXPECT_EQ(looks, 2);
}

TEST_F(ProviderRound, FinalCodesRefuseTheStakeAndSendNothingMore) {
    for (const int refusal : {2, 3, 4, 5, 6, 7}) {
        script_["pay-in-out"] = {code(refusal)};
        begin("copper-scratch");
        loop_.run();
        ASSERT_TRUE(result_);
        EXPECT_EQ(result_->bet.state, BetState::refused);
        EXPECT_EQ(result_->bet.last_code, refusal);
    }
    EXPECT_EQ(http_.calls().size(), 6U);
}

TEST_F(ProviderRound, AcceptedBeforeIsSuccess) {
    script_["pay-in"] = {code(104)};
    EXPECT_EQ(play("river-wheel").state, BetState::accepted);
}

TEST_F(ProviderRound, EveryDoubtfulAnswerIsRefunded) {
    const std::pair<const char*, Answer> doubts[] = {
        {"silence", silence},
        {"99", code(99)},
        {"503", raw(503, R"({"_responseCode":99})")},
        {"no connection", refused_connection()},
        {"html", raw(200, "<html>oops")},
        {"no code", raw(200, "{}")},
        {"unknown code", raw(200, R"({"_responseCode":42})")},
        {"success under 500", raw(500, R"({"_responseCode":1})")},
        {"code as text", raw(200, R"({"_responseCode":"1"})")}};
    for (const char* game_id : {"copper-scratch", "river-wheel"}) {
        for (const auto& [name, doubt] : doubts) {
            script_["pay-in"] = {doubt};
            script_["pay-in-out"] = {doubt};
            const std::size_t before = http_.calls().size();
            result_.reset();
            begin(game_id);
            loop_.advance(reply_timeout);
            ASSERT_TRUE(result_) << name;
            EXPECT_EQ(result_->bet.state, BetState::refunded) << name;
            EXPECT_FALSE(result_->bet.stake_accepted) << name;
            ASSERT_EQ(http_.calls().size(), before + 2) << name;
            EXPECT_EQ(verbs().back(), "refund") << name;
            EXPECT_EQ(text_of(before + 1, "betId"), result_->bet.bet_id);
        }
    }
}

TEST_F(ProviderRound, ARefundIsRepeatedUntilTheHubHasIt) {
    script_["pay-in"] = {silence};
    script_["refund"] = {silence, code(99), raw(200, "oops"), code(8), refused_connection(),
                         code(1)};
    const Bet bet = play("river-wheel");
    EXPECT_EQ(bet.state, BetState::refunded);
    EXPECT_EQ(
        verbs(), (Verbs{"pay-in", "refund", "refund", "refund", "refund", "refund", "refund"}));
    // Further apart each time; up to a tenth is taken off at random.
    for (std::size_t call = 3; call < 6; ++call) {
        const auto wait = http_.calls()[call].sent_at - http_.calls()[call - 1].sent_at;
        const auto next = http_.calls()[call + 1].sent_at - http_.calls()[call].sent_at;
        EXPECT_GT(next, wait);
    }
    // Each attempt is a request of its own.
    std::set<std::string> request_ids;
    for (const auto& call : http_.calls())
        request_ids.insert(call.header("X-Request-Id"));
    EXPECT_EQ(request_ids.size(), http_.calls().size());
}

TEST_F(ProviderRound, ABetThatTheHubNeverSawIsVoid) {
    script_["pay-in-out"] = {silence};
    script_["refund"] = {code(5)};
    const Bet bet = play("copper-scratch");
    EXPECT_EQ(bet.state, BetState::void_bet);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::dropped);
}

TEST_F(ProviderRound, AnAuthorizationErrorIsSignedAnewOnce) {
    script_["pay-in"] = {code(8)};
    EXPECT_EQ(play("river-wheel").state, BetState::accepted);
    EXPECT_EQ(verbs(), (Verbs{"pay-in", "pay-in", "pay-out"}));
    EXPECT_EQ(text_of(0, "betId"), text_of(1, "betId"));
    EXPECT_NE(http_.calls()[0].header("X-Request-Id"), http_.calls()[1].header("X-Request-Id"));
}

TEST_F(ProviderRound, ASecondAuthorizationErrorIsDoubt) {
    script_["pay-in"] = {code(8), code(8)};
    script_["refund"] = {code(5)};
    EXPECT_EQ(play("river-wheel").state, BetState::void_bet);
    EXPECT_EQ(verbs(), (Verbs{"pay-in", "pay-in", "refund"}));
}

TEST_F(ProviderRound, APayoutIsRepeatedUntilItIsTaken) {
    script_["pay-out"] = {silence, code(99), raw(503, "busy"), code(104), code(1)};
    const Bet bet = play("river-wheel");
    EXPECT_EQ(bet.payouts.front().state, PayoutState::paid);
    ASSERT_EQ(verbs().size(), 6U);
    for (std::size_t call = 2; call < 6; ++call) {
        EXPECT_EQ(http_.calls()[call].request.body, http_.calls()[1].request.body);
    }
}

TEST_F(ProviderRound, A503IsNotCalledAgainBeforeItsRetryAfter) {
    const auto busy = [] {
        auto response = net::Response::json(503, R"({"_responseCode":99})");
        response.headers.push_back({"Retry-After", "90"});
        return Answer(net::HttpResult(response));
    };
    script_["pay-in"] = {busy()};
    script_["refund"] = {busy(), code(1)};
    EXPECT_EQ(play("river-wheel").state, BetState::refunded);
    ASSERT_EQ(verbs(), (Verbs{"pay-in", "refund", "refund"}));
    for (std::size_t call = 1; call < 3; ++call) {
        const auto wait = http_.calls()[call].sent_at - http_.calls()[call - 1].sent_at;
        EXPECT_GE(wait, base::Duration(90'000));
        EXPECT_LT(wait, base::Duration(95'000));
    }
}

TEST_F(ProviderRound, ARefusedPayoutIsStuckAndAlarmed) {
    script_["pay-out"] = {code(6)};
    const Bet bet = play("river-wheel");
    EXPECT_EQ(bet.state, BetState::accepted);
    EXPECT_EQ(bet.payouts.front().state, PayoutState::stuck);
    const auto counts = book_->count_by_state().value();
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts.front().state, BetState::stuck);
}

TEST_F(ProviderRound, ACalledOffRoundGivesItsStakeBack) {
    const Bet bet = play("river-wheel", RoundFate::called_off);
    EXPECT_EQ(verbs(), (Verbs{"pay-in", "refund"}));
    EXPECT_EQ(bet.state, BetState::refunded);
    EXPECT_TRUE(bet.stake_accepted);
    EXPECT_TRUE(bet.payouts.empty());
}

TEST_F(ProviderRound, ACalledOffInstantRoundTakesItsPayoutBack) {
    const Bet bet = play("copper-scratch", RoundFate::called_off);
    EXPECT_EQ(verbs(), (Verbs{"pay-in-out", "refund"}));
    EXPECT_EQ(bet.payouts.front().state, PayoutState::taken_back);
}

TEST_F(ProviderRound, ARestartRefundsAnIntentWhoseAnswerNeverCame) {
    script_["pay-in"] = {silence};
    begin("river-wheel");
    loop_.run();
    ASSERT_EQ(verbs(), Verbs{"pay-in"});
    ASSERT_EQ(only_bet().state, BetState::intended);
    restart();
    loop_.run();
    EXPECT_EQ(verbs(), (Verbs{"pay-in", "refund"}));
    EXPECT_EQ(only_bet().state, BetState::refunded);
    // The answer of the first life, late, finds nobody.
    loop_.advance(reply_timeout);
    EXPECT_EQ(only_bet().state, BetState::refunded);
    EXPECT_FALSE(result_);
}

TEST_F(ProviderRound, ARestartGoesOnWithTheSamePayout) {
    script_["pay-out"] = {silence};
    begin("river-wheel");
    loop_.run();
    ASSERT_EQ(only_bet().payouts.front().state, PayoutState::owed);
    restart();
    loop_.run();
    EXPECT_EQ(only_bet().payouts.front().state, PayoutState::paid);
    ASSERT_EQ(verbs(), (Verbs{"pay-in", "pay-out", "pay-out"}));
    EXPECT_EQ(http_.calls()[1].request.body, http_.calls()[2].request.body);
}

TEST_F(ProviderRound, ARestartTriesWhatWasStuckOnceMore) {
    script_["pay-in"] = {silence};
    script_["refund"] = {code(2)};
    EXPECT_EQ(play("river-wheel").state, BetState::stuck);
    restart();
    loop_.run();
    EXPECT_EQ(only_bet().state, BetState::refunded);
}

TEST_F(ProviderRound, ADoubledCallCarriesTheSameRequestId) {
    faults_.set(Fault::doubled, 1000);
    EXPECT_EQ(play("copper-scratch").state, BetState::accepted);
    ASSERT_EQ(verbs(), (Verbs{"pay-in-out", "pay-in-out"}));
    EXPECT_EQ(http_.calls()[0].header("X-Request-Id"), http_.calls()[1].header("X-Request-Id"));
}

TEST_F(ProviderRound, AWrongSignatureIsWrong) {
    faults_.set(Fault::wrong_signature, 1000);
    play("copper-scratch");
    const FakeHttp::Call& call = http_.calls().front();
    const Signer signer("0b8a6c1e-4f6d-4b8e-9a51-3f0d2c7e9b10", crypto::Secret("sandbox secret"));
    const SignatureHeaders headers{
        call.header("X-Counterparty-Id"),
        call.header("X-Timestamp"),
        call.header("X-Request-Id"),
        {}};
    EXPECT_NE(call.header("X-Sign"), signer.sign_of(call.request.body, headers));
}

TEST_F(ProviderRound, ManyRoundsAtOnceShareCommitsAndAllEnd) {
    constexpr int rounds = 300;
    int over = 0;
    runner_->on_round_over([&] { ++over; });
    for (int round = 0; round < rounds; ++round)
        begin("river-wheel");
    EXPECT_EQ(runner_->in_flight(), std::size_t{rounds});
    loop_.run();
    EXPECT_EQ(over, rounds);
    const auto totals = book_->totals().value();
    EXPECT_EQ(totals.front().stakes.count, rounds);
    EXPECT_EQ(totals.front().stakes.sum_minor, rounds * 150);
    EXPECT_EQ(totals.front().payouts.count, rounds);
}

}  // namespace
}  // namespace croupier::sandbox::provider
