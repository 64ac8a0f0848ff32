// SPDX-License-Identifier: Apache-2.0
// The page of a launched game: one self-contained document per session, a balance, bet buttons and
// a line that says what was won. The session id in the address is what a player holds; it says
// nothing to anyone else.
#pragma once

#include <string>
#include <vector>

#include "net/router.h"
#include "sandbox/provider/play.h"

namespace croupier::sandbox::provider {

// `nonce` is what the page's one script and style carry; the answer's Content-Security-Policy names
// it.
std::string frame_page(const Session& session, const Game& game, std::string_view nonce);

class FrameApi {
public:
    struct Parts {
        base::Loop& loop;
        Book& book;
        RoundRunner& runner;
        Play& play;
        HubClient& hub;
        base::Random& random;
    };
    // A page is told "pending" after `patience`: the round goes on without it.
    FrameApi(Parts parts, base::Duration patience) : parts_(parts), patience_(patience) {}

    std::vector<net::Route> routes();

private:
    using Handler =
        void (FrameApi::*)(const Session&, const Game&, const net::Request&, const net::Reply&);
    net::Route route(std::string method, std::string pattern, Handler handler);

    void page(
        const Session& session, const Game& game, const net::Request& request,
        const net::Reply& reply);
    void balance(
        const Session& session, const Game& game, const net::Request& request,
        const net::Reply& reply);
    void play(
        const Session& session, const Game& game, const net::Request& request,
        const net::Reply& reply);

    Parts parts_;
    base::Duration patience_;
};

}  // namespace croupier::sandbox::provider
