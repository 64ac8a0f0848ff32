// SPDX-License-Identifier: Apache-2.0
// What the hub calls at a provider (contract section 4): the list of games and the launch of one.
// Both want the hub's signature. A launch is durable before it is answered and safe to repeat.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "net/router.h"
#include "sandbox/common/faults.h"
#include "sandbox/provider/book_queue.h"
#include "sandbox/provider/signature.h"

namespace croupier::sandbox::provider {

// The array that GET /v1/games answers; pictures are at the provider itself, below that URL.
base::Json games_list(std::string_view base_url);
// An SVG document.
std::string lobby_image(const Game& game);
// The error names the field: "minBet: an amount is wanted".
base::Result<Session, std::string> read_launch(const base::Json& body, const Game& game);

class GamesApi {
public:
    struct Parts {
        base::Loop& loop;
        Book& book;
        BookQueue& queue;
        Faults& faults;
    };
    GamesApi(Parts parts, SignatureChecker checker) : parts_(parts), checker_(std::move(checker)) {}

    // Where players' browsers reach this provider. Known only when the server listens; before that
    // no call can come in.
    void set_base_url(std::string url) { base_url_ = std::move(url); }
    std::vector<net::Route> routes();

private:
    static void image(const std::string& game_id, const net::Reply& reply);
    void list(const net::Request& request, const net::Reply& reply);
    void launch(const std::string& game_id, const net::Request& request, const net::Reply& reply);
    void store(const Session& session, const net::Reply& reply);
    [[nodiscard]] net::Response frame_answer(const Session& session) const;
    bool is_authentic(const net::Request& request, const net::Reply& reply);

    Parts parts_;
    SignatureChecker checker_;
    std::string base_url_;
    Lifeline lifetime_;
};

}  // namespace croupier::sandbox::provider
