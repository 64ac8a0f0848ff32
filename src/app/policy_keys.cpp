// SPDX-License-Identifier: Apache-2.0
#include "app/policy_keys.h"

namespace croupier::app {

namespace {

using base::Duration;

struct PolicyTime {
    const char* name;
    Duration& (*field)(domain::CasinoPolicy&);
    DurationRange range;
    const char* help;
};

constexpr Duration ms{1};
constexpr Duration s = 1000 * ms;
constexpr Duration minute = 60 * s;
constexpr Duration hour = 60 * minute;
constexpr Duration day = 24 * hour;

using Policy = domain::CasinoPolicy;

constexpr PolicyTime times[] = {
    {"connect_timeout",
     [](Policy& p) -> Duration& { return p.connect_timeout; },
     {10 * ms, minute},
     "A connection to the casino must stand within this time."},
    {"bet_timeout",
     [](Policy& p) -> Duration& { return p.bet_timeout; },
     {10 * ms, minute},
     "The casino's answer to a stake is awaited no longer."},
    {"win_timeout",
     [](Policy& p) -> Duration& { return p.win_timeout; },
     {10 * ms, 5 * minute},
     "The casino's answer to a payout or return is awaited no longer."},
    {"accept_window",
     [](Policy& p) -> Duration& { return p.accept_window; },
     {10 * ms, hour},
     "Booking accept: without the casino's accept this long after its 200, the call is in doubt."},
    {"late_after",
     [](Policy& p) -> Duration& { return p.late_after; },
     {10 * ms, day},
     "What the casino does not list this long after it was sent was never taken; at least twice "
     "the call's time-out."},
    {"no_list_after",
     [](Policy& p) -> Duration& { return p.no_list_after; },
     {s, 30 * day},
     "A casino that answers without a usable list for this long has what is owed put before a "
     "person."},
    {"denied_after",
     [](Policy& p) -> Duration& { return p.denied_after; },
     {s, 30 * day},
     "Lists that lack what the casino has booked raise an alarm after this time."},
    {"close_after",
     [](Policy& p) -> Duration& { return p.close_after; },
     {0 * ms, hour},
     "A bet of which nothing is left to do is closed at the casino after this time."},
    {"alarm_first",
     [](Policy& p) -> Duration& { return p.alarm_first; },
     {s, day},
     "Money owed that is not booked by then raises an alarm."},
    {"alarm_second",
     [](Policy& p) -> Duration& { return p.alarm_second; },
     {s, 30 * day},
     "Money owed that is not booked by then raises a second alarm."},
    {"refused_owed_every",
     [](Policy& p) -> Duration& { return p.refused_owed_every; },
     {10 * ms, day},
     "Money owed that the casino refuses is tried again this often."},
    {"repeat_first",
     [](Policy& p) -> Duration& { return p.repeat.first; },
     {10 * ms, hour},
     "Money owed: the wait before the first repeat; it doubles with each."},
    {"repeat_most",
     [](Policy& p) -> Duration& { return p.repeat.most; },
     {10 * ms, day},
     "Money owed: the longest wait between repeats."},
    {"repeat_eager_for",
     [](Policy& p) -> Duration& { return p.repeat.eager_for; },
     {s, 30 * day},
     "Money owed: repeats are that frequent for this long."},
    {"repeat_slow",
     [](Policy& p) -> Duration& { return p.repeat.slow; },
     {10 * ms, day},
     "Money owed: the wait between repeats after that, until it is booked."},
    {"token_lifetime",
     [](Policy& p) -> Duration& { return p.token_lifetime; },
     {s, 10 * minute},
     "A signed call is valid for this long (exp)."},
    {"token_backdating",
     [](Policy& p) -> Duration& { return p.token_backdating; },
     {0 * ms, 5 * minute},
     "A signed call is valid from this long before its signing (nbf)."},
};

}  // namespace

Keys policy_keys(domain::CasinoPolicy& policy) {
    Keys keys;
    for (const PolicyTime& time : times) {
        keys.push_back(
            duration_key({"policy", time.name, time.help}, time.field(policy), time.range));
    }
    keys.push_back(whole_key(
        {"policy", "stakes_in_flight",
         "With this many stakes under way at the casino, new ones are refused as overloaded."},
        policy.stakes_in_flight_max, {1, 100'000}));
    return keys;
}

std::vector<PolicyClash> policy_clashes(const domain::CasinoPolicy& policy) {
    std::vector<PolicyClash> found;
    if (policy.alarm_second < policy.alarm_first) {
        found.push_back({"alarm_second", "must not come before alarm_first"});
    }
    if (policy.repeat.most < policy.repeat.first) {
        found.push_back({"repeat_most", "must not be shorter than repeat_first"});
    }
    return found;
}

}  // namespace croupier::app
