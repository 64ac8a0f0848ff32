// SPDX-License-Identifier: Apache-2.0
// The hub's response codes (contract section 3) and what each means for a stake, a refund and a
// payout. One exhaustive switch each: a new code does not compile until every meaning is decided.
#pragma once

#include <optional>
#include <string_view>

namespace croupier::sandbox::provider {

enum class HubCode {
    success = 1,
    session_not_found = 2,
    player_not_found = 3,
    not_enough_money = 4,
    bet_not_found = 5,
    invalid_request = 6,
    limit_reached = 7,
    authorization = 8,
    unknown = 99,  // also: no answer, an unreadable one, a code that is not in this list
    accepted_before = 104,
};
std::optional<HubCode> parse_hub_code(std::string_view digits);

enum class StakeVerdict { accepted, refused, sign_anew, in_doubt };
enum class RefundVerdict { taken, bet_unknown, refused, repeat };
enum class PayoutVerdict { taken, refused, repeat };

StakeVerdict verdict_on_stake(HubCode code);
RefundVerdict verdict_on_refund(HubCode code);
PayoutVerdict verdict_on_payout(HubCode code);

}  // namespace croupier::sandbox::provider
