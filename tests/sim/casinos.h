// SPDX-License-Identifier: Apache-2.0
// The casinos of a life, behind the hub's port: each with a wallet of its own, which knows of the
// hub what the calls say. What a casino has begun goes on when the hub is dead.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/hub_loop.h"
#include "sim/swarm.h"
#include "usecases/bet_desk.h"

namespace croupier::sim {

// How a casino keeps its books.
enum class Style {
    ours,          // keeps TransactionId; a return of an unknown bet leaves a tombstone
    stock,         // books what comes, each time that it comes
    one_of_a_type  // books one transaction of each type a bet
};

struct WalletLine {
    domain::CasinoId casino;
    domain::BetId bet;
    int type;  // as on the wire
    std::int64_t minor;
    std::string booking;  // PartnerTransactionId
    domain::TransactionId transaction;
    base::Instant at;
};

class Casinos final : public usecases::CasinoWallet {
public:
    // The hub's answer to an accept: its error number, 0 when nobody answered.
    using Accept = std::function<void(usecases::AcceptBooking, std::function<void(int)>)>;

    Casinos(test::FakeLoop& world, base::Random& random, Swarm& swarm)
        : world_(world), random_(random), swarm_(swarm) {}

    void add(const domain::CasinoTerms& terms, Style style) { houses_[terms.id] = {terms, style}; }
    // A hub lives: its loop, and the way to its accept.
    void hub_starts(HubLoop& loop, Accept accept);
    // What the dead hub waited for, nobody waits for.
    void hub_died();

    [[nodiscard]] const std::vector<WalletLine>& wallet() const { return wallet_; }
    [[nodiscard]] bool closed(domain::BetId bet) const { return closed_.contains(bet); }
    [[nodiscard]] const std::string& calls() const { return calls_; }
    // Acts and accepts that are still to come.
    [[nodiscard]] bool busy() const { return under_way_ > 0; }

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
    [[nodiscard]] bool takes_stakes(domain::CasinoId) const override { return true; }

private:
    struct House {
        domain::CasinoTerms terms;
        Style style = Style::ours;
    };
    // What a make said.
    struct Order {
        domain::CasinoId casino;
        domain::BetId bet;
        domain::PartnerUserId player;
        domain::TransactionType type;
        domain::Money amount;
        domain::TransactionId transaction;
    };
    // An error number, or the booking; neither: a return of what never was.
    struct Act {
        std::int64_t error = 0;
        std::string booking{};
    };
    Act act(const Order& order, bool late);
    void act_and_tell(const Order& order, bool late, std::function<void(const Act&)> answer);
    [[nodiscard]] domain::CasinoAnswer answer_of(const House& house, const Act& act) const;
    void accept(const Order& order, const Act& act, int attempt);
    void begin(base::Duration delay, base::Task task);
    // The hub hears it, if it is the one that asked.
    void tell(base::Task task);
    void tell_at(base::Instant deadline, base::Task task);

    test::FakeLoop& world_;
    base::Random& random_;
    Swarm& swarm_;
    std::map<domain::CasinoId, House> houses_;
    HubLoop* hub_ = nullptr;
    Accept send_accept_;
    std::uint64_t life_ = 0;
    std::vector<WalletLine> wallet_;
    std::map<domain::BetId, std::vector<std::size_t>> of_bet_;
    std::set<domain::BetId> closed_;
    std::set<domain::BetId> tombstones_;
    std::uint64_t booked_ = 0;
    std::size_t under_way_ = 0;
    std::string calls_;
};

}  // namespace croupier::sim
