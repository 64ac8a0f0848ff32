// SPDX-License-Identifier: Apache-2.0
// A hub in memory, straight from the contract's table of what a call finds and what it hears: no
// casino behind it, no durability. It is the second book that the provider's own is compared with.
// Loop thread only.
#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "net/router.h"
#include "sandbox/provider/signature.h"

namespace croupier::sandbox::provider::test {

class ModelHub {
public:
    enum class State { booked, refused, tombstone };
    struct HubBet {
        State state;
        std::string content;  // of the call that made it
        bool returned = false;
        bool in_out = false;
        std::map<std::string, std::string> payouts;  // key → amount
    };

    explicit ModelHub(Signer signer) : signer_(std::move(signer)) {}

    // One bet in so many is refused for want of money; 0: none.
    std::size_t refuse_one_in = 0;
    std::map<std::string, HubBet> bets;

    net::Response answer(const net::PathParameters& path, const net::Request& request) {
        if (!is_authentic(request)) return respond(401, 8);
        const auto verb = path.find("verb");
        if (verb == path.end()) return respond(200, 1);
        const auto body = base::parse_json(request.body);
        if (!body.ok()) return respond(400, 6);
        return respond(200, act(verb->second, body.value(), request.body));
    }

private:
    static net::Response respond(int status, int code) {
        return net::Response::json(
            status,
            "{\"_responseCode\":" + std::to_string(code) + R"(,"balance":99.5,"currency":"EUR"})");
    }

    bool is_authentic(const net::Request& request) const {
        const auto value = [&](std::string_view name) {
            return std::string(request.header(name).value_or(""));
        };
        const SignatureHeaders headers{
            value("X-Counterparty-Id"), value("X-Timestamp"), value("X-Request-Id"), {}};
        return value("X-Sign") == signer_.sign_of(request.body, headers);
    }

    int act(const std::string& verb, const base::Json& body, const std::string& content) {
        const std::string bet_id = body.find("betId")->as_string();
        const auto found = bets.find(bet_id);
        HubBet* bet = found == bets.end() ? nullptr : &found->second;
        if (verb == "refund") return refund(bet_id, bet);
        if (verb == "pay-out") return pay_out(bet, body);
        if (bet != nullptr) return stake_again(*bet, content);
        HubBet fresh{State::booked, content, false, verb == "pay-in-out", {}};
        if (refuse_one_in != 0 && ++stakes_ % refuse_one_in == 0) fresh.state = State::refused;
        if (fresh.in_out && fresh.state == State::booked) {
            fresh.payouts["in-out"] = body.find("winAmount")->number_text();
        }
        const int code = fresh.state == State::booked ? 1 : 4;
        bets.emplace(bet_id, std::move(fresh));
        return code;
    }

    static int stake_again(const HubBet& bet, const std::string& content) {
        if (bet.state == State::tombstone || bet.returned || bet.content != content) return 6;
        return bet.state == State::booked ? 104 : 4;
    }

    static int pay_out(HubBet* bet, const base::Json& body) {
        if (bet == nullptr || bet->state == State::refused) return 5;
        if (bet->state == State::tombstone || bet->returned) return 6;
        const std::string amount = body.find("winAmount")->number_text();
        const auto [at, fresh] =
            bet->payouts.emplace(body.find("transactionId")->as_string(), amount);
        return fresh || at->second == amount ? 1 : 6;
    }

    int refund(const std::string& bet_id, HubBet* bet) {
        if (bet == nullptr) bets.emplace(bet_id, HubBet{State::tombstone, {}, false, false, {}});
        if (bet == nullptr || bet->state == State::tombstone) return 5;
        if (bet->state == State::refused) return 1;
        if (!bet->in_out && !bet->payouts.empty()) return 6;
        bet->returned = true;
        return 1;
    }

    Signer signer_;
    std::size_t stakes_ = 0;
};

}  // namespace croupier::sandbox::provider::test
