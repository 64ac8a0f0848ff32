// SPDX-License-Identifier: Apache-2.0
// The routes that the hub calls (contract, section 1.4): token checked, data read, wallet asked,
// envelope written.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "crypto/secret.h"
#include "net/router.h"
#include "sandbox/casino/accept_sender.h"
#include "sandbox/casino/call_gate.h"
#include "sandbox/casino/jwks_cache.h"
#include "sandbox/casino/late_calls.h"
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
        LateCalls& late;
        Faults& faults;
    };
    // A gateway value that is not empty must stand in Authorization, verbatim.
    PartnerApi(Parts parts, crypto::Secret gateway) : parts_(parts), gateway_(std::move(gateway)) {}

    std::vector<net::Route> routes();
    // Takes up the calls that a former process was still to act on; call once, before any call.
    base::Result<void, std::string> resume();
    void force(ForcedAnswer forced) { forced_ = forced; }

private:
    // Gives the envelope.
    using Act = std::function<std::string(const base::Json& data)>;

    // What a caller hears: an envelope, or, when the call acts later, what its gateway makes of it.
    struct Heard {
        std::string envelope;
        LateFault gateway = LateFault::none;
    };

    net::Route route(std::string path, Act act);
    void handle(const std::string& path, const net::Request& request, const net::Reply& reply);
    Heard hear(const std::string& path, const base::Result<crypto::Jwt, crypto::JoseFault>& token);
    // Durable when it returns, the token's id with what the token asked for.
    db::DbResult<Heard> act_once(const std::string& path, const base::Json& claims);
    db::DbResult<Heard> act_later(
        const std::string& path, const base::Json& data, LateFault gateway);
    db::DbResult<void> act_late(const LateCall& call);
    void send_accepts();

    std::string users_auth(const base::Json& data);
    std::string users_data(const base::Json& data);
    std::string payments_make(Outcome<MakeCall> call);
    std::string payments_make_list(const base::Json& data);
    std::string payments_info(const base::Json& data);
    std::string payments_close(const base::Json& data);

    Parts parts_;
    crypto::Secret gateway_;
    std::map<std::string, Act> acts_;  // by path
    ForcedAnswer forced_;
    std::vector<Announcement> announcements_;  // of the call in hand, for when it is durable
    std::optional<LateCall> late_;             // the same
    bool is_late_ = false;                     // the call in hand was taken earlier
    Lifeline lifeline_;
};

}  // namespace croupier::sandbox::casino
