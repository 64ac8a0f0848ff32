// SPDX-License-Identifier: Apache-2.0
// What a demo, a test or an integrator's person may ask of the casino itself, under /sandbox/.
//
//   POST /sandbox/players {currency, balance?, partnerUserId?, blocked?, stakeMax?, language?,
//   country?, isTest?} GET  /sandbox/players?after=&limit=      GET /sandbox/players/{id} POST
//   /sandbox/players/{id} {blocked?, deposit?, stakeMax?, promoCode?, promoUses?} POST
//   /sandbox/players/{id}/token         a fresh refresh token POST /sandbox/launch {partnerUserId,
//   gameId, mode?, currency?, language?, returnUrl?, viewType?} GET  /sandbox/games the hub's
//   catalogue, as this casino is shown it GET  /sandbox/book                       GET
//   /sandbox/bets?after=&limit= POST /sandbox/answers {errorCode, count?} the next calls of the hub
//   hear this code and nothing happens
#pragma once

#include <vector>

#include "base/loop.h"
#include "crypto/secret.h"
#include "net/router.h"
#include "sandbox/casino/accept_sender.h"
#include "sandbox/casino/desk.h"
#include "sandbox/casino/hub_client.h"
#include "sandbox/casino/partner_api.h"
#include "sandbox/common/lifeline.h"

namespace croupier::sandbox::casino {

// Loop thread only.
class ControlApi {
public:
    struct Parts {
        base::Loop& loop;
        Desk& desk;
        Wallet& wallet;
        HubClient& hub;
        AcceptSender& accepts;
        LateCalls& late;
        PartnerApi& partner_api;
    };
    ControlApi(Parts parts, crypto::Secret token) : parts_(parts), token_(std::move(token)) {}

    std::vector<net::Route> routes();

private:
    // A sentence alone is a 400.
    struct Refusal {
        Refusal(std::string why, int http_status = 400)
            : sentence(std::move(why)), status(http_status) {}
        std::string sentence;
        int status;
    };
    using Answer = base::Result<base::Json, Refusal>;
    using Act = Answer (ControlApi::*)(
        const net::PathParameters&, const net::Request&, const base::Json& body);

    net::Route route(std::string method, std::string pattern, Act act);
    Answer create_player(const net::PathParameters&, const net::Request&, const base::Json& body);
    Answer list_players(const net::PathParameters&, const net::Request& request, const base::Json&);
    Answer show_player(const net::PathParameters& path, const net::Request&, const base::Json&);
    Answer change_player(
        const net::PathParameters& path, const net::Request&, const base::Json& body);
    Answer issue_token(const net::PathParameters& path, const net::Request&, const base::Json&);
    Answer show_book(const net::PathParameters&, const net::Request&, const base::Json&);
    Answer list_bets(const net::PathParameters&, const net::Request& request, const base::Json&);
    Answer force_answers(const net::PathParameters&, const net::Request&, const base::Json& body);
    base::Result<PlayerRow, Refusal> known_player(const std::string& id);
    // The body of the hub's launch call.
    Answer launch_body(const base::Json& body);
    void launch(const base::Json& body, const net::Reply& reply);
    void show_games(const net::Request& request, const net::Reply& reply);

    Parts parts_;
    crypto::Secret token_;
};

}  // namespace croupier::sandbox::casino
