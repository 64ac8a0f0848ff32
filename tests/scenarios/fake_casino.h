// SPDX-License-Identifier: Apache-2.0
// A casino for scenarios, at the port: it books like one of ours or like a stock one, and each
// answer can be scripted to be lost, late, wrong or never sent.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "usecases/bet_desk.h"

namespace croupier::scenarios {

// What befalls one call of a kind ("make stake", "info", "close" …).
enum class Fate {
    acts,     // does it and answers
    refuses,  // answers an error number
    silent,   // does nothing and never answers
    loses,    // does it and never answers
    garbage,  // does it and answers what is no answer
    unsent,   // the call never leaves the hub
    deaf,     // does nothing and answers what is no answer
    late,     // answers what is no answer, and does it later
    tardy,    // never answers, and does it later
    empty     // info only: an empty list
};
struct Script {
    Fate fate = Fate::acts;
    std::int64_t error = 0;
    std::string booking;     // PartnerTransactionId to answer with, instead of a new one
    base::Duration later{};  // late, tardy: when it acts, from the call's coming
};

struct CasinoBooking {
    domain::TransactionId transaction;
    std::string partner_transaction;
    domain::TransactionType type;
    domain::Money amount;
    base::Instant at{};
};
struct CasinoBet {
    bool closed = false;
    bool tombstone = false;
    std::vector<CasinoBooking> bookings;
};

class FakeCasino final : public usecases::CasinoWallet {
public:
    explicit FakeCasino(base::Loop& loop) : loop_(loop) {}

    domain::CasinoTerms terms;
    bool stock = false;          // knows neither TransactionId nor tombstones
    bool one_of_a_type = false;  // books one transaction of each type a bet
    bool lists_nothing = false;  // every list of bookings that it gives is empty
    bool accepts_itself = true;  // booking `accept`: the accept follows the answer at once
    std::map<std::string, std::deque<Script>> scripts;
    std::map<domain::BetId, CasinoBet> bets;
    std::vector<std::string> calls;  // as they came: "make -1 10", "close", …
    std::function<void(const domain::Bet&, std::size_t, const std::string&)> send_accept;

    void make(const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done)
        override;
    void info(const domain::Bet& bet, base::Instant deadline, InfoDone done) override;
    void close(
        const domain::Bet& bet, const domain::NextCall& call, base::Instant deadline,
        std::function<void(domain::CloseVerdict)> done) override;
    void authenticate(
        domain::CasinoId casino, const crypto::Secret& token, std::int64_t tag,
        std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) override;
    void balance(
        const BalanceQuery& query, base::Instant deadline,
        std::function<void(domain::Outcome<domain::Money>)> done) override;
    [[nodiscard]] bool takes_stakes(domain::CasinoId) const override { return !crowded; }
    bool crowded = false;
    std::optional<domain::Money> max_stake;  // what users/auth says

    // Its lists show what it had booked this long before.
    base::Duration lag{};
    // What it will do late outlives a death of the hub: the world calls this after each.
    void go_on();

    // The casino books by itself, as after a call that was thought lost.
    std::string book(const domain::Bet& bet, std::size_t ordinal);

private:
    Script next(const std::string& kind);
    // The error number, or 0 when it was booked (or was a repeat).
    std::int64_t act(const domain::Bet& bet, std::size_t ordinal, std::string& partner_transaction);
    void answer_at(base::Instant when, base::Task task);
    struct Act {
        base::Instant when;
        domain::Bet bet;
        std::size_t ordinal;
    };
    void act_later(const Act& act);
    std::vector<Act> to_do_;
    std::uint64_t booked_ = 0;
    base::Loop& loop_;
};

}  // namespace croupier::scenarios
