// SPDX-License-Identifier: Apache-2.0
// The control API under /sandbox/: start play, read the book, switch faults, fire one raw signed
// call. It is for tests, demos and integrators, never for a counterparty.
#pragma once

#include <vector>

#include "crypto/secret.h"
#include "net/router.h"
#include "sandbox/common/control.h"
#include "sandbox/provider/play.h"

namespace croupier::sandbox::provider {

class ControlApi {
public:
    struct Parts {
        Book& book;
        Play& play;
        HubClient& hub;
        Faults& faults;
    };
    ControlApi(Parts parts, crypto::Secret token) : parts_(parts), token_(std::move(token)) {}

    std::vector<net::Route> routes();

private:
    void play(const base::Json& body, const net::Reply& reply);
    void status(const net::Reply& reply);
    void totals(const net::Reply& reply);
    void bets(const net::Request& request, const net::Reply& reply);
    void call(const base::Json& body, const net::Reply& reply);
    base::Result<PlayOrder, net::Response> read_order(const base::Json& body);

    Parts parts_;
    crypto::Secret token_;
};

}  // namespace croupier::sandbox::provider
