// SPDX-License-Identifier: Apache-2.0
// The routes that the hub calls (contract, section 1.4): token checked, data read, wallet asked,
// envelope written.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/loop.h"
#include "crypto/secret.h"
#include "net/router.h"
#include "sandbox/casino/accept_sender.h"
#include "sandbox/casino/call_gate.h"
#include "sandbox/casino/jwks_cache.h"
#include "sandbox/casino/wallet.h"
#include "sandbox/common/faults.h"
#include "sandbox/common/lifeline.h"

namespace croupier::sandbox::casino {

// Answers that the control API has ordered: the next `count` calls of any path get this code and do
// nothing.
struct ForcedAnswer {
    Code code = Code::general;
    std::int64_t count = 0;
};

// Loop thread only.
class PartnerApi {
public:
    struct Parts {
        base::Loop& loop;
        JwksCache& keys;
        CallGate& gate;
        WalletStore& store;
        Wallet& wallet;
        AcceptSender& accepts;
        Faults& faults;
    };
    // A gateway value that is not empty must stand in Authorization, verbatim.
    PartnerApi(Parts parts, crypto::Secret gateway) : parts_(parts), gateway_(std::move(gateway)) {}

    std::vector<net::Route> routes();
    void force(ForcedAnswer forced) { forced_ = forced; }

private:
    // Gives the envelope.
    using Act = std::function<std::string(const base::Json& data)>;

    net::Route route(std::string path, Act act);
    void handle(const Act& act, const net::Request& request, const net::Reply& reply);
    std::string answer(const Act& act, const base::Result<crypto::Jwt, crypto::JoseFault>& token);
    // Durable when it returns, the token's id with what the token asked for.
    db::DbResult<std::string> act_once(const Act& act, const base::Json& claims);

    std::string users_auth(const base::Json& data);
    std::string users_data(const base::Json& data);
    std::string payments_make(const Outcome<MakeCall>& call);
    std::string payments_make_list(const base::Json& data);
    std::string payments_info(const base::Json& data);
    std::string payments_close(const base::Json& data);

    Parts parts_;
    crypto::Secret gateway_;
    ForcedAnswer forced_;
    std::vector<Announcement> announcements_;  // of the call in hand, for when it is durable
    Lifeline lifeline_;
};

}  // namespace croupier::sandbox::casino
