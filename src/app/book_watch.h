// SPDX-License-Identifier: Apache-2.0
// Compares the three books again and again without reading all of them each time: what has agreed
// is summed up and left, and the next comparison begins behind it.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "app/books.h"

namespace croupier::app {

class BookWatch {
public:
    // A party's bets behind a point of its own counting (see Book::last); 0: all.
    using Read = std::function<base::Result<Book, std::string>(std::int64_t after)>;
    struct Sources {
        Read hub;
        Read casino;
        Read provider;
    };
    explicit BookWatch(Sources sources);

    struct Sums {
        std::string name;
        std::map<domain::Currency, Movements> by_currency;
    };
    struct Found {
        std::array<Sums, 3> sums;  // of all bets, those that agreed before too
        std::uint64_t bets = 0;    // in the hub's book
        std::vector<std::string> differences;
    };
    // What came since the books last agreed, or everything. The error is a sentence.
    base::Result<Found, std::string> compare();
    // The next comparison reads everything: a bet that agreed may have changed since.
    void begin_anew();

private:
    struct Party {
        Read read;
        std::int64_t agreed_upto = 0;
        Sums agreed{};
    };
    std::array<Party, 3> parties_;  // hub, casino, provider
    std::uint64_t bets_agreed_ = 0;
};

}  // namespace croupier::app
