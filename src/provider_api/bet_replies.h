// SPDX-License-Identifier: Apache-2.0
// What a provider's call waits for after its commit, and what it then hears (contract sections 5
// and 5.1): a stake for the casino's word, until its hold is over; a payout or refund for a fresh
// balance and for nothing else; a payout whose stake is in flight for the stake. The lack of a
// balance never turns a success into anything else. Loop thread only.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "provider_api/held_replies.h"
#include "usecases/balances.h"
#include "usecases/bet_desk.h"

namespace croupier::provider_api {

// When a call came, and when it has to be answered.
struct CallTimes {
    base::Instant arrived;
    base::Instant until;
};

class BetReplies {
public:
    // The desk ends every wait itself; only when a commit hangs does a call end this much later, as
    // unknown.
    static constexpr base::Duration grace{500};

    BetReplies(base::Loop& loop, HeldReplies& held, usecases::Balances& balances)
        : loop_(loop), held_(held), balances_(balances) {}

    // What the desk said about the call behind a held reply. `ask_again` puts the same command to
    // the desk once more.
    void placed(
        HeldId id, const CallTimes& times, const domain::Outcome<usecases::Placed>& outcome);
    void settled(
        HeldId id, const domain::Outcome<usecases::Settled>& outcome, base::Task ask_again);
    void viewed(
        HeldId id, const CallTimes& times, const domain::Outcome<usecases::SessionView>& outcome);

private:
    void hold_stake(HeldId id, const usecases::Placed& placed);
    void stake_decided(
        HeldId id, const usecases::Placed& placed, const domain::Bet& bet,
        const domain::Outcome<usecases::Placed::How>& verdict);
    void hold_until_out_of_flight(
        HeldId id, const usecases::Settled& settled, base::Task ask_again);
    // An answer that waits for transfers to be booked, only to show a balance with them in it.
    struct Awaiting {
        ResponseCode code;
        domain::BetId bet;
        std::vector<domain::TransactionId> transfers;
        std::optional<domain::Money> missing;  // in the balance, as far as is known
        usecases::PlayerRef player;
        base::Instant until;
    };
    void hold_until_booked(HeldId id, const Awaiting& awaiting);
    void refuse(HeldId id, domain::ErrorCode code);
    void refuse(HeldId id, domain::ErrorCode code, const usecases::PlayerRef& player);
    // After a booking: with the balance that came with it, else as below.
    void succeed(
        HeldId id, ResponseCode code, const usecases::PlayerRef& player, base::Instant deadline);
    // After a repeat: with what users/data tells by the deadline, else the known balance.
    void succeed_with_news(
        HeldId id, ResponseCode code, const usecases::PlayerRef& player, base::Instant deadline);

    base::Loop& loop_;
    HeldReplies& held_;
    usecases::Balances& balances_;
    // Stakes in flight whose first caller is held: who comes later joins that wait.
    std::set<domain::BetId> first_held_;
};

}  // namespace croupier::provider_api
