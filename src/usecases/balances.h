// SPDX-License-Identifier: Apache-2.0
// What each player has at the casino, as far as the hub was told: for display in answers to
// providers, never for a decision. The hub keeps no player's money. In memory, bounded, loop thread
// only.
//
// A balance is fresh while nothing was booked since the question that it answers was put. Order is
// counted and not timed: two things within one millisecond still come one after the other.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/loop.h"
#include "usecases/ports.h"

namespace croupier::usecases {

struct PlayerRef {
    domain::PlayerKey key;
    domain::CasinoId casino;
    domain::PartnerUserId partner_user;
    std::int64_t tag_id = 0;
    domain::Currency currency;
    bool operator==(const PlayerRef&) const = default;
};
PlayerRef player_of(const domain::Bet& bet);

// By how much a transfer moves the player's balance, seen from a balance that has the booked
// transfers in it. Undoing what was never booked moves nothing.
std::optional<domain::Money> effect_on_balance(
    const domain::Bet& bet, const domain::Transfer& transfer);

class Balances {
public:
    using Done = std::function<void(std::optional<domain::Money>)>;

    Balances(base::Loop& loop, CasinoWallet& wallet, std::size_t players_max = 100'000);

    // The casino told it of itself, just now (users/auth, a refusal).
    void note(const domain::PlayerKey& player, domain::Money balance);
    // Came with the word that books this transfer: true as soon as the booking is committed.
    void note_with(domain::TransactionId transfer, domain::Money balance);
    // A transfer was booked: with what came with it, else the known balance moves by its effect and
    // is fresh no more.
    void booked(
        const domain::PlayerKey& player, domain::TransactionId transfer, domain::Money effect);
    // What came with words that booked nothing is of no use; after each commit.
    void forget_unbooked() { with_word_.clear(); }

    // Fresh or not; in this currency.
    [[nodiscard]] std::optional<domain::Money> known(const PlayerRef& player) const;
    [[nodiscard]] std::optional<domain::Money> fresh(const PlayerRef& player) const;
    // From users/data until the deadline, else the known one, else nothing. Who asks what is being
    // asked already hears the same answer, unless something was booked since the question was put.
    // `done` may run inside the call.
    void ask(const PlayerRef& player, base::Instant deadline, Done done);

private:
    struct Entry {
        std::optional<domain::Money> money{};
        std::uint64_t asked = 0;   // when the question was put that the money answers
        std::uint64_t booked = 0;  // when something was booked last
        std::list<domain::PlayerKey>::iterator place{};
    };
    Entry& entry(const domain::PlayerKey& player);
    struct Waiter {
        base::Instant deadline;
        Done done;
        base::TimerId timer = base::TimerId::none;  // when the question may outlast the deadline
    };
    // A question under way, and all who wait for its answer.
    struct Question {
        PlayerRef player;
        std::uint64_t asked = 0;
        base::Instant deadline;
        std::list<Waiter> waiters{};
    };
    using QuestionPtr = std::shared_ptr<Question>;
    [[nodiscard]] QuestionPtr under_way(const PlayerRef& player) const;
    void put(const QuestionPtr& question);
    void join(const QuestionPtr& question, base::Instant deadline, Done done);
    void end(const QuestionPtr& question, const Outcome<domain::Money>& balance);
    void told(const domain::PlayerKey& player, domain::Money balance, std::uint64_t asked);

    base::Loop& loop_;
    CasinoWallet& wallet_;
    std::size_t players_max_;
    std::uint64_t turn_ = 0;               // counts questions and bookings
    std::list<domain::PlayerKey> by_age_;  // oldest news first
    std::unordered_map<domain::PlayerKey, Entry> entries_;
    std::unordered_map<domain::TransactionId, domain::Money> with_word_;
    std::unordered_map<domain::PlayerKey, QuestionPtr> questions_;  // the latest of each player
};

}  // namespace croupier::usecases
