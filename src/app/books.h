// SPDX-License-Identifier: Apache-2.0
// Three books of the same bets, kept by three parties that share no memory: what the hub has
// booked, what the casino moved, what the provider played. Compared bet by bet; either they agree
// or every difference is named.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "usecases/ports.h"

namespace croupier::app {

// Count and sum of one kind of movement, in minor units.
struct Line {
    std::int64_t count = 0;
    std::int64_t sum = 0;
    bool operator==(const Line&) const = default;
    void add(std::int64_t amount) {
        ++count;
        sum += amount;
    }
};

struct Movements {
    Line stakes;
    Line payouts;
    Line returns;  // of stakes
    Line payout_returns;
    bool operator==(const Movements&) const = default;
    // What the house has kept of it.
    [[nodiscard]] std::int64_t net() const {
        return stakes.sum - returns.sum - payouts.sum + payout_returns.sum;
    }
    void add(const Movements& other);
};

struct BookedBet {
    std::string label;  // for a person: the provider's bet id where it is known
    domain::Currency currency;
    Movements moved;
    bool settled = true;  // nothing of it is under way
    // Provider's book: did the bet count in the end? Others: nothing to say.
    std::optional<bool> stands;
};

struct Book {
    std::string name;
    std::map<std::string, BookedBet> bets = {};  // by the id that it shares with the hub's book
    std::int64_t last = 0;  // how far it was read: its last bet's number; the hub's: Unix ms
    [[nodiscard]] std::map<domain::Currency, Movements> totals() const;
};

// What became of all bets with real money: bets = booked + none_moved + tombstones once all is at
// rest.
struct BetFates {
    std::int64_t bets = 0;
    std::int64_t booked = 0;      // the stake was, whatever followed
    std::int64_t none_moved = 0;  // the stake is void or was refused
    std::int64_t tombstones = 0;
    std::int64_t doubted = 0;  // of all these: whose stake was in doubt at some time
};
base::Result<BetFates, std::string> fates_of_bets(usecases::StoreReader& reader);

// A member that is text or a number, as text; "" when it is neither or not there.
std::string text_member(const base::Json& object, std::string_view name);

// The hub's, by BetId in decimal. Demo sessions and tombstones move nothing and are left out.
base::Result<Book, std::string> hub_book(usecases::StoreReader& reader);
// Of that the bets on which anything was decided since. (BetIds do not follow time.)
base::Result<Book, std::string> hub_book_since(
    usecases::StoreReader& reader, domain::CasinoId casino, base::Instant since);
// The same bets by the provider's bet id.
Book by_provider_bet(const Book& hub);
// One page of GET /sandbox/bets of the sandboxes; answers the cursor of the next page, if any.
base::Result<std::optional<std::int64_t>, std::string> add_casino_page(
    Book& book, const base::Json& page);
base::Result<std::optional<std::int64_t>, std::string> add_provider_page(
    Book& book, const base::Json& page);

// Every difference in a sentence; none: the books agree.
std::vector<std::string> differences_with_casino(const Book& hub, const Book& casino);
std::vector<std::string> differences_with_provider(const Book& hub, const Book& provider);
// The ledger's balances against what the bets say, and nothing left on the way or in doubt.
base::Result<std::vector<std::string>, std::string> differences_in_ledger(
    usecases::StoreReader& reader);

}  // namespace croupier::app
