// SPDX-License-Identifier: Apache-2.0
// The calls of providers to the hub (contract section 5): signature, replay, codec, desk, answer.
// Loop thread only; lives as long as the batcher that it watches.
#pragma once

#include <string>
#include <vector>

#include "base/log_throttle.h"
#include "base/loop.h"
#include "net/refusal.h"
#include "net/router.h"
#include "provider_api/auth.h"
#include "provider_api/bet_replies.h"
#include "provider_api/codec.h"
#include "provider_api/held_replies.h"
#include "provider_api/replay_window.h"
#include "usecases/batcher.h"
#include "usecases/bet_desk.h"
#include "usecases/directory.h"

namespace croupier::provider_api {

class ProviderApi {
public:
    struct Parts {
        base::Loop& loop;
        usecases::DirectorySource& directory;
        usecases::BetDesk& desk;
        usecases::Balances& balances;
        usecases::Batcher& batcher;
        std::size_t held_replies_max = HeldReplies::replies_max_default;
        std::vector<usecases::SeenRequest> seen{};  // by earlier processes (StoreReader)
    };
    explicit ProviderApi(const Parts& parts);
    ProviderApi(const ProviderApi&) = delete;
    ProviderApi& operator=(const ProviderApi&) = delete;

    [[nodiscard]] std::vector<net::Route> routes();

    // New calls are refused as overloaded; `done` runs when every held reply was given, at the
    // latest when the last hold is over.
    void drain(base::Task done) { held_.drain(std::move(done)); }
    [[nodiscard]] std::size_t held() const { return held_.size(); }

private:
    // A call that passed: its sender is authentic and has not sent it before (or may repeat it).
    struct Admitted {
        CallFrame frame;
        CallTimes times;
    };
    using Serve = void (ProviderApi::*)(Admitted, const std::string& body, const net::Reply&);

    net::Route route(std::string method, std::string call, RepeatRule rule, Serve serve);
    void note_refused(const net::Request& request, const domain::Error& why);
    domain::Outcome<usecases::SeenRequest> admit(
        const AuthenticProvider& provider, const net::Request& request, RepeatRule rule);
    void balance(Admitted call, const std::string& body, const net::Reply& reply);
    void pay_in(Admitted call, const std::string& body, const net::Reply& reply);
    void pay_in_out(Admitted call, const std::string& body, const net::Reply& reply);
    void pay_out(Admitted call, const std::string& body, const net::Reply& reply);
    void refund(Admitted call, const std::string& body, const net::Reply& reply);

    void place(Admitted call, const std::string& body, StakeKind kind, const net::Reply& reply);
    void settle(HeldId id, const usecases::SettleBet& command);
    std::optional<HeldId> hold(const net::Reply& reply, const CallTimes& times);

    Parts parts_;
    base::LogThrottle refusals_;
    ReplayWindow replays_;
    HeldReplies held_;
    BetReplies replies_;
};

// How these paths' callers hear of what is refused before a route is reached.
net::RefusalForm refusal_form();

}  // namespace croupier::provider_api
