// SPDX-License-Identifier: Apache-2.0
// Compares three sets of books that share no code: what the casinos' wallets did, what the hub's
// rows and balances say, and what the provider may believe. It works on plain values, so that no
// rule of the hub's can be in it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace croupier::sim {

// A transaction, by the hub's bet and the wire's type; minor units.
struct Entry {
    std::uint64_t bet;
    int type;
    std::int64_t minor;
};

// What the provider heard of one of its bets, by contract.
struct Belief {
    std::string name;
    std::uint64_t bet = 0;  // 0: the hub knows none of that name
    bool stands = false;    // else the money has to be where it was
    std::int64_t stake = 0;
    std::vector<std::int64_t> payouts{};
};

struct Books {
    std::vector<Entry> wallets;
    std::vector<Entry> hub_booked;
    std::map<std::string, std::int64_t> hub_balances;  // by account's purpose, debits less credits
    std::set<std::uint64_t> closed;                    // at the casino
    std::vector<Belief> beliefs;
    std::vector<std::string> alarms;  // kinds, of the whole life
};

// Every difference in words; none: all agree.
std::vector<std::string> audit(const Books& books);

}  // namespace croupier::sim
