// SPDX-License-Identifier: Apache-2.0
// Is a token, whose signature holds, meant for us, now, and for the first time? The ids of tokens
// that passed are in the casino's books until their tokens have expired, so a restart forgets none.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "sandbox/casino/wallet_store.h"

namespace croupier::sandbox::casino {

class CallGate {
public:
    CallGate(WalletStore& store, std::int64_t client_id, base::Duration skew)
        : store_(store), client_id_("PartnerClient-" + std::to_string(client_id)), skew_(skew) {}

    // Inside the transaction of what the token asks for: its id is used up with it. The inner error
    // is a sentence for the log.
    using Admission = base::Result<void, std::string>;
    db::DbResult<Admission> admit(const base::Json& claims, base::Instant now);

private:
    WalletStore& store_;
    std::string client_id_;
    base::Duration skew_;
};

}  // namespace croupier::sandbox::casino
