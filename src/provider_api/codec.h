// SPDX-License-Identifier: Apache-2.0
// The bodies of contract section 5: requests become commands, outcomes become answers. Amounts keep
// the text of their token; the use case reads it in the session's currency.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/http.h"
#include "provider_api/errors.h"
#include "usecases/bet_desk.h"

namespace croupier::provider_api {

// What a call says besides its body.
struct CallFrame {
    domain::ProviderId provider;
    domain::SessionId session;  // of the path
    base::Instant arrived;
    std::string evidence;
    std::optional<usecases::SeenRequest> request{};
};

// The error is the answer: a body that gives no command.
template <class T>
using Read = base::Result<T, Verdict>;

enum class StakeKind { pay_in, pay_in_out };

// A stake whose betId can be read always becomes a command: if something else is wrong, with
// well_formed = false, so that its refusal is stored and final like any other.
Read<usecases::PlaceBet> read_stake(std::string_view body, StakeKind kind, CallFrame frame);
Read<usecases::SettleBet> read_payout(std::string_view body, CallFrame frame);
Read<usecases::RefundBet> read_refund(std::string_view body, CallFrame frame);

struct Answer {
    Verdict verdict;
    std::optional<domain::Currency> currency;
    std::optional<domain::Money> balance;
};
net::Response to_response(const Answer& answer);

}  // namespace croupier::provider_api
