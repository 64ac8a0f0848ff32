// SPDX-License-Identifier: Apache-2.0
// The desk at which bets are placed, settled and returned: each call becomes one durable step
// (place_bet.cpp, settle_bet.cpp, refund_bet.cpp, accept_booking.cpp) and answers after its commit.
// What the casino says later arrives as a change of the bet; whoever holds a provider's reply
// watches for it. Loop thread only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "usecases/balances.h"
#include "usecases/batcher.h"
#include "usecases/directory.h"

namespace croupier::usecases {

struct PlaceBet {
    domain::ProviderId provider;
    domain::SessionId session;
    domain::ProviderBetId bet;
    domain::RoundId round;
    bool instant = false;  // pay-in-out
    std::string stake{};   // decimal text as sent; read in the session's currency
    std::string win{};     // instant only
    bool well_formed =
        true;  // false: a field besides betId cannot be right; stored as refused, invalid_request
    base::Instant arrived{};
    std::string evidence{};  // the request's bytes
    std::optional<SeenRequest> request{};
};

// How a stake stands for one who asks.
struct Placed {
    enum class How { accepted, repeated, waiting };
    How how = How::waiting;
    domain::BetId bet;
    PlayerRef player;
    base::Instant hold_until{};
    std::optional<domain::Money> purse{};  // demo: the balance
};

struct SettleBet {
    domain::ProviderId provider;
    domain::SessionId session;
    domain::ProviderBetId bet;
    std::string transaction{};  // transactionId; "" when not given
    domain::RoundId round;
    std::string win{};  // decimal text as sent
    base::Instant arrived{};
    std::string evidence{};
    std::optional<SeenRequest> request{};
};
struct RefundBet {
    domain::ProviderId provider;
    domain::SessionId session;
    domain::ProviderBetId bet;
    base::Instant arrived{};
    std::string evidence{};
    std::optional<SeenRequest> request{};
};

struct Settled {
    domain::BetId bet;
    // What this call asked for, as far as the casino has not booked it yet.
    std::vector<domain::TransactionId> awaited{};
    std::optional<domain::Bet> seen{};  // by a call that wrote nothing and awaits something
    PlayerRef player;
    base::Instant wait_until{};            // for a fresh balance: arrival + hold_win
    std::optional<domain::Money> purse{};  // demo: the balance
    // A payout that found its stake in flight: nothing was stored. Ask again when the bet changes;
    // at hold_until of the stake the answer is outcome_unknown.
    bool stake_in_flight = false;
    base::Instant hold_until{};
};

struct SessionView {
    PlayerRef player;
    domain::Session session;
};

// The casino's accept, matched by the contract's section 2.
struct AcceptBooking {
    domain::CasinoId casino;  // of the bearer
    domain::BetId bet;
    bool cashback = false;  // the hub pays none, so this matches nothing
    domain::PartnerUserId partner_user;
    domain::TransactionType type = domain::TransactionType::stake;
    std::string amount{};  // decimal text as sent
    std::optional<domain::TransactionId> transaction{};
    domain::PartnerTransactionId partner_transaction{};
    bool success = false;
    bool closed = false;  // 900105
    std::optional<domain::ErrorCode>
        refusal;            // what its ErrorCode means; nothing: it means "in doubt"
    std::string balance{};  // decimal text; "" when absent
    std::string evidence{};
};

// A bet after a commit that wrote it.
using BetWatcher = std::function<void(const domain::Bet&)>;

struct Nothing {};

class BetDesk {
public:
    struct Parts {
        base::Loop& loop;
        base::Random& random;
        DirectorySource& directory;
        CasinoWallet& wallet;
        Balances& balances;
        Batcher& batcher;
        domain::SessionPolicy session_policy;
    };
    explicit BetDesk(const Parts& parts) : parts_(parts) {}

    template <class T>
    using Done = std::function<void(Outcome<T>)>;
    void place(PlaceBet command, Done<Placed> done);
    void settle(SettleBet command, Done<Settled> done);
    void refund(RefundBet command, Done<Settled> done);
    void accept(AcceptBooking command, Done<Nothing> done);
    // A live session of this provider, or session_not_found. Keeps the session awake.
    void view_session(
        domain::ProviderId provider, domain::SessionId session, Done<SessionView> done);

private:
    Parts parts_;
};

// What a held reply about the stake hears now; nothing while the stake is in flight. `first`: the
// call that placed the bet hears `accepted`, one that joined the wait hears `repeated`. In doubt or
// void: outcome_unknown.
std::optional<Outcome<Placed::How>> stake_verdict(const domain::Bet& bet, bool first);

}  // namespace croupier::usecases
