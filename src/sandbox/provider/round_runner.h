// SPDX-License-Identifier: Apache-2.0
// Drives rounds: intent → stake → outcome → payouts, or the refund. Every step is durable in the
// book before the next one leaves. A round needs no player in front of a page: pages, the
// background player and recovery all come here.
//
//   stake in doubt      refund, repeated until the hub says 1 or 5 (or refuses it for good: an
//   alarm) stake answered 8    signed anew and repeated once, then in doubt payout unanswered
//   repeated until 1, further apart each time
//
// Loop thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/backoff.h"
#include "base/loop.h"
#include "base/random.h"
#include "sandbox/provider/book_queue.h"
#include "sandbox/provider/hub_client.h"

namespace croupier::sandbox::provider {

// How a round stands when it is over for now.
struct RoundResult {
    Bet bet;
    std::string label;                   // what the first prize is called
    std::optional<std::string> balance;  // the hub's latest word on it
};

class RoundRunner {
public:
    struct Parts {
        base::Loop& loop;
        BookQueue& book;
        HubClient& hub;
        base::Random& ids;    // never repeats over restarts
        base::Random& draws;  // outcomes and jitter
    };
    RoundRunner(Parts parts, base::BackoffPolicy retry) : parts_(parts), retry_(retry) {}
    ~RoundRunner();

    using Done = std::function<void(const RoundResult&)>;
    // The stake is one that check_stake (play.h) lets pass; the game is the session's.
    void play(
        const Session& session, const Game& game, domain::Money stake, RoundFate fate, Done done);
    // Finishes what an earlier run left behind.
    void resume(Bet bet);

    [[nodiscard]] std::size_t in_flight() const noexcept { return rounds_.size(); }
    // Runs after each round that has come to rest.
    void on_round_over(base::Task task) { round_over_ = std::move(task); }

private:
    enum class Key : std::uint64_t {};
    struct Round {
        Bet bet;
        const Game* game;
        RoundFate fate;
        Done done;
        std::string label{};
        std::optional<std::string> balance{};
        int stake_attempts = 0;
        std::uint32_t failures = 0;  // of the refund or payout that is being repeated
        base::Instant first_failure{};
        base::Instant not_before{};  // the hub said so
        base::TimerId retry_timer = base::TimerId::none;
    };

    static constexpr int stake_attempts_max = 2;

    void send_stake(Key key);
    void on_stake_answer(Key key, const HubAnswer& answer);
    void continue_round(Key key);
    void send_refund(Key key);
    void on_refund_answer(Key key, const HubAnswer& answer);
    void send_payout(Key key);
    void on_payout_answer(Key key, std::size_t ordinal, const HubAnswer& answer);

    // Makes `after` durable, then the round's own state, then goes on.
    void save(Key key, BetState before, Bet after);
    void repeat_later(Key key, const HubAnswer& answer);
    void abandon(Key key, const db::DbError& error);
    void finish(Key key);

    std::vector<Payout> draw_payouts(Round& round);
    void note(Round& round, const HubAnswer& answer);
    std::string new_id();
    Key add(Round round);
    Round& find(Key key);

    Parts parts_;
    base::BackoffPolicy retry_;
    // By number: the answer to a call or a timer may come when its round is gone, so callbacks hold
    // a key.
    std::map<Key, std::unique_ptr<Round>> rounds_;
    std::uint64_t last_key_ = 0;
    base::Task round_over_;
    Lifeline lifetime_;
};

}  // namespace croupier::sandbox::provider
