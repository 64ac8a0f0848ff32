// SPDX-License-Identifier: Apache-2.0
// Calls whose gateway has given up (see Faults) and that the wallet acts on later all the same: a
// queue behind a gateway, as casinos have them. What waits is in the casino's books, in the
// transaction that spent the call's token, so a restart delays it and loses nothing. Each acts
// once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "sandbox/casino/wallet_store.h"
#include "sandbox/common/lifeline.h"

namespace croupier::sandbox::casino {

struct LateCall {
    std::int64_t number = 0;
    std::string path;  // of the call
    std::string data;  // the request, as JSON text
    base::Instant due;
};

// Loop thread only.
class LateCalls {
public:
    // Is run in the transaction that takes the call out of the books.
    using Act = std::function<db::DbResult<void>(const LateCall&)>;
    // Follows when that transaction is durable.
    using Acted = std::function<void()>;
    LateCalls(base::Loop& loop, WalletStore& store) : loop_(loop), store_(store) {}

    // Takes up what a former process left; call once, before the first add().
    base::Result<void, std::string> resume(Act act, Acted acted);
    // The caller is inside a transaction and calls arm() when it is durable.
    db::DbResult<LateCall> add(std::string path, std::string data, base::Instant due);
    void arm(const LateCall& call);

    [[nodiscard]] std::size_t pending() const { return pending_.size(); }

private:
    void act(std::int64_t number);

    base::Loop& loop_;
    WalletStore& store_;
    Act act_;
    Acted acted_;
    std::map<std::int64_t, LateCall> pending_;
    Lifeline lifeline_;
};

}  // namespace croupier::sandbox::casino
