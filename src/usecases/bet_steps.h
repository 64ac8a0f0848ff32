// SPDX-License-Identifier: Apache-2.0
// What the steps of the bet desk share. Private to usecases.
#pragma once

#include <memory>

#include "usecases/bet_desk.h"

namespace croupier::usecases {

// No single amount is larger, in the currency's smallest unit: sums of many must not overflow a
// 64-bit balance. A payout is money owed and bounded by nothing else: a billion of a coin with
// eight digits goes through.
inline constexpr std::int64_t stake_minor_max = 1'000'000'000'000'000;
inline constexpr std::int64_t payout_minor_max = 100'000'000'000'000'000;

// The session named by a provider's call, with what hangs on it.
struct CallSite {
    const domain::Session* session;
    const domain::Player* player;  // null in demo
    const ProviderEntry* provider;
    const CasinoEntry* casino;
};
// session_not_found when the session is unknown, another provider's, or its partners' records are
// gone.
Outcome<CallSite> find_site(
    const View& view, domain::ProviderId provider, domain::SessionId session);

// Decided money owed flows by the casino's terms.
domain::MoveContext moves_of(View& view, const CasinoEntry& casino);

// A provider's call keeps its session awake, whatever it hears; a session that has ended stays so.
// Written seldom: a session ends up to a sixtieth of its idle time early.
struct Caller {
    domain::ProviderId provider;
    domain::SessionId session;
};
Keep keep_awake(View& view, const Caller& caller, const domain::SessionPolicy& policy, Keep keep);

// A bet of this session under a new id, with everything that follows from the session alone.
domain::Bet bet_of_session(const CallSite& site, const domain::ProviderBetId& name, View& view);

// A win above the provider's limit is paid, with an alarm.
void alarm_big_win(domain::BetChange& change, const CallSite& site, domain::Money win);

// A demo bet is settled with itself: the purse in the session is the wallet. Books the transfers
// from this place on; nothing when the purse would overflow.
std::optional<domain::Money> settle_demo(
    domain::BetChange& change, const CallSite& site, View& view, std::size_t first_ordinal);

// Does a transfer of another bet of this casino carry the booking? The step named it.
bool booked_by_another_bet(
    const View& view, const domain::Bet& bet, const domain::PartnerTransactionId& booking);

Step new_step(
    std::string what, std::string evidence, std::optional<SeenRequest> request = std::nullopt);

// The answer of a step, carried from the lane to the loop. A decision that runs again overwrites
// it.
template <class T>
using Carried = std::shared_ptr<std::optional<Outcome<T>>>;

template <class T>
std::function<void(std::optional<domain::ErrorCode>)> deliver(
    Carried<T> answer, BetDesk::Done<T> done) {
    return [answer = std::move(answer),
            done = std::move(done)](std::optional<domain::ErrorCode> failed) {
        if (failed) return done(domain::refuse(*failed));
        done(std::move(**answer));
    };
}

}  // namespace croupier::usecases
