// SPDX-License-Identifier: Apache-2.0
// What was agreed with each counterparty, as data: the time-out and repeat policy of the contract's
// section 8, the kind of booking, the switches. Secrets are not terms; they live in
// usecases/directory.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/backoff.h"
#include "base/clock.h"
#include "domain/error.h"
#include "domain/ids.h"
#include "domain/money.h"

namespace croupier::domain {

enum class Booking {
    accept,  // make's 200 means received; the casino's accept call books (documented flow)
    answer   // make's answer is final
};

// What makes a repeated call harmless at this casino.
enum class RepeatKey {
    info,         // nothing: payments/info is read before each repeat (safe with stock casinos)
    transaction,  // it keeps our TransactionId
    bet_type      // it takes one transaction of each type a bet
};

struct CasinoPolicy {
    base::Duration connect_timeout{1000};
    base::Duration bet_timeout{5000};
    base::Duration win_timeout{10'000};
    base::Duration accept_window{30'000};  // after make's 200, without an accept: in doubt
    // "Not listed" proves nothing about what was sent less than this before the list was asked: a
    // wallet may act after its gateway has given up. Never taken below twice the call's time-out.
    base::Duration late_after{60'000};
    base::Duration no_list_after{3600'000};    // answers, but no list for so long: a person looks
    base::Duration denied_after{15 * 60'000};  // stale lists for so long: alarm
    base::Duration close_after{2000};
    base::Duration alarm_first{5 * 60'000};
    base::Duration alarm_second{3600'000};
    base::Duration refused_owed_every{
        15 * 60'000};  // money owed that the casino refuses is tried this often
    base::BackoffPolicy repeat;
    base::Duration token_lifetime{10'000};  // exp - nbf
    base::Duration token_backdating{2000};  // nbf = signing time - this
    std::uint32_t stakes_in_flight_max =
        256;  // above: new stakes of this casino are refused as overloaded
    bool operator==(const CasinoPolicy&) const = default;
};

struct CasinoTerms {
    CasinoId id;
    std::string name;
    std::string api_url;                // base of its calls, without a trailing slash
    std::string gateway_authorization;  // sent verbatim as Authorization when not empty
    std::vector<Currency> currencies;
    Booking booking = Booking::accept;
    RepeatKey repeat_key = RepeatKey::info;
    std::string signing = "RS256";  // crypto::SigningAlgorithm as text
    bool sends_tax = false;
    bool enabled = true;                   // off: no launches, no stakes; money owed flows on
    std::map<int, ErrorCode> extra_codes;  // its own ErrorCode numbers, beyond the contract's table
    std::uint32_t unknown_bet_code = 0;    // its ErrorCode that says in info: no such bet; 0: none
    CasinoPolicy policy;
    bool operator==(const CasinoTerms&) const = default;
};

enum class PayoutKeyRule { round, round_amount };

struct ProviderTerms {
    ProviderId id;
    std::string name;
    std::string api_url;
    bool enabled = true;
    base::Duration hold{6000};  // a stake's reply is held no longer
    base::Duration hold_win{
        2000};  // a payout's or refund's reply waits no longer for a fresh balance
    base::Duration timestamp_skew{30'000};
    base::Duration replay_window{60'000};
    base::Duration call_timeout{10'000};  // launch, games
    PayoutKeyRule payout_key = PayoutKeyRule::round;
    bool refund_after_payout = false;
    bool zero_stakes = false;                // free rounds
    std::optional<Money> max_win;            // above: paid, with an alarm
    std::vector<std::string> launch_fields;  // optional launch fields that it wants
    bool operator==(const ProviderTerms&) const = default;
};

struct GameTerms {
    GameId id;
    ProviderId provider;
    ProviderGameId provider_game;
    std::string name;
    std::string category;
    std::string image_url;
    bool has_demo = false;
    bool live = false;
    bool enabled = true;
    std::string min_bet = "0.01";  // decimal text, in the session's currency
    std::string max_bet = "10000";
    bool operator==(const GameTerms&) const = default;
};

struct SessionPolicy {
    base::Duration longest{12 * 3600'000};
    base::Duration idle{3600'000};
    std::string demo_purse = "5000";  // decimal text, in the session's currency
};

}  // namespace croupier::domain
