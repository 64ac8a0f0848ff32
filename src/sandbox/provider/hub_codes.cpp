// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/hub_codes.h"

#include <array>

#include "base/text.h"

namespace croupier::sandbox::provider {
namespace {

constexpr std::array all_codes = {HubCode::success,          HubCode::session_not_found,
                                  HubCode::player_not_found, HubCode::not_enough_money,
                                  HubCode::bet_not_found,    HubCode::invalid_request,
                                  HubCode::limit_reached,    HubCode::authorization,
                                  HubCode::unknown,          HubCode::accepted_before};

}  // namespace

std::optional<HubCode> parse_hub_code(std::string_view digits) {
    const auto number = base::parse_i64(digits);
    if (!number) return std::nullopt;
    for (const HubCode code : all_codes) {
        if (static_cast<std::int64_t>(code) == *number) return code;
    }
    return std::nullopt;
}

StakeVerdict verdict_on_stake(HubCode code) {
    switch (code) {
    case HubCode::success:
    case HubCode::accepted_before:
        return StakeVerdict::accepted;
    case HubCode::session_not_found:
    case HubCode::player_not_found:
    case HubCode::not_enough_money:
    case HubCode::bet_not_found:
    case HubCode::invalid_request:
    case HubCode::limit_reached:
        return StakeVerdict::refused;
    case HubCode::authorization:
        return StakeVerdict::sign_anew;
    case HubCode::unknown:
        return StakeVerdict::in_doubt;
    }
    return StakeVerdict::in_doubt;
}

// 104 speaks of stakes only: as the answer to a refund or a payout it says nothing that can be
// relied on.
RefundVerdict verdict_on_refund(HubCode code) {
    switch (code) {
    case HubCode::success:
        return RefundVerdict::taken;
    case HubCode::bet_not_found:
        return RefundVerdict::bet_unknown;
    case HubCode::session_not_found:
    case HubCode::player_not_found:
    case HubCode::not_enough_money:
    case HubCode::invalid_request:
    case HubCode::limit_reached:
        return RefundVerdict::refused;
    case HubCode::authorization:
    case HubCode::unknown:
    case HubCode::accepted_before:
        return RefundVerdict::repeat;
    }
    return RefundVerdict::repeat;
}

PayoutVerdict verdict_on_payout(HubCode code) {
    switch (code) {
    case HubCode::success:
        return PayoutVerdict::taken;
    case HubCode::session_not_found:
    case HubCode::player_not_found:
    case HubCode::not_enough_money:
    case HubCode::bet_not_found:
    case HubCode::invalid_request:
    case HubCode::limit_reached:
        return PayoutVerdict::refused;
    case HubCode::authorization:
    case HubCode::unknown:
    case HubCode::accepted_before:
        return PayoutVerdict::repeat;
    }
    return PayoutVerdict::repeat;
}

}  // namespace croupier::sandbox::provider
