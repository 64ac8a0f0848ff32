// SPDX-License-Identifier: Apache-2.0
// A bet as the provider knows it, and the only ways in which it changes. No I/O: the runner applies
// an event here, makes the result durable, and then acts on it.
//
//   intended   → accepted, refused, in_doubt, or refunding (accepted, but the round is called off)
//   accepted   → payouts owed → paid, for good
//   in_doubt   → refunded, void, stuck, or accepted (to the hub it is a settled pay-in-out)
//   refunding  → refunded, stuck
//   stuck      → in_doubt or refunding again, at the next start
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/money.h"
#include "sandbox/provider/games.h"
#include "sandbox/provider/hub_codes.h"

namespace croupier::sandbox::provider {

enum class BetState {
    intended,   // durable here; the hub may or may not have heard of it
    accepted,   // the hub took the stake
    refused,    // the hub refused it: final, nothing moved
    in_doubt,   // the hub may have taken it: a refund is owed and repeated
    refunding,  // the hub took it, the round was called off: a refund is owed and repeated
    refunded,   // the hub took the refund: no net effect
    void_bet,   // the hub never had it and never will (it keeps a tombstone): nothing moved
    stuck,      // the hub refused the refund: alarm; tried again at the next start
};
inline constexpr std::array all_bet_states = {
    BetState::intended,  BetState::accepted, BetState::refused,  BetState::in_doubt,
    BetState::refunding, BetState::refunded, BetState::void_bet, BetState::stuck};

enum class PayoutState {
    drawn,       // of a pay-in-out whose stake is not answered yet
    owed,        // repeated until the hub has it
    paid,        // durable at the hub
    dropped,     // its stake was refused, void or refunded in doubt: never counted
    taken_back,  // was paid, then its bet was refunded
    stuck,       // the hub refused it: alarm; tried again at the next start
};
inline constexpr std::array all_payout_states = {PayoutState::drawn,      PayoutState::owed,
                                                 PayoutState::paid,       PayoutState::dropped,
                                                 PayoutState::taken_back, PayoutState::stuck};

std::string_view to_text(BetState state);
std::string_view to_text(PayoutState state);
std::string_view to_text(BetKind kind);
std::optional<BetState> parse_bet_state(std::string_view text);
std::optional<PayoutState> parse_payout_state(std::string_view text);
std::optional<BetKind> parse_bet_kind(std::string_view text);

struct Payout {
    std::string key;            // transactionId
    std::string game_round_id;  // the bet's own for the first, one of its own for each free spin
    domain::Money amount;
    std::uint32_t odd_hundredths;
    PayoutState state;
};

struct Bet {
    std::string bet_id;
    std::string session_id;
    std::string game_id;
    std::string game_round_id;
    BetKind kind;
    domain::Money stake;
    BetState state = BetState::intended;
    // The hub said so itself. Only then do stake, payouts and return count in the book.
    bool stake_accepted = false;
    int last_code = 0;  // the hub's last _responseCode about the stake or its refund; 0: none yet
    std::vector<Payout> payouts;
    std::int64_t number = 0;  // the book's, in order of intent; 0: not in the book yet
};

bool may_follow(BetState before, BetState after);

enum class RoundFate { played, called_off };

// The stake's answer. A pay-in brings its payouts along: the outcome becomes durable together with
// the acceptance. A round that is called off pays nothing and owes its stake back.
void accept_stake(Bet& bet, HubCode code, RoundFate fate, std::vector<Payout> payouts_of_pay_in);
void refuse_stake(Bet& bet, HubCode code);
void doubt_stake(Bet& bet, HubCode code);

// The refund's answer, when it is an end: taken, unknown bet, or refused.
void end_refund(Bet& bet, HubCode code);
void end_payout(Payout& payout, PayoutVerdict verdict);

bool refund_is_owed(const Bet& bet);
Payout* next_owed_payout(Bet& bet);
// Nothing more will be sent about it in this run.
bool is_at_rest(const Bet& bet);
// After a restart what was refused for good is tried once more, and an intent whose fate is unknown
// is in doubt.
void take_up_again(Bet& bet);

}  // namespace croupier::sandbox::provider
