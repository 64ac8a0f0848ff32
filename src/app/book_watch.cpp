// SPDX-License-Identifier: Apache-2.0
#include "app/book_watch.h"

#include <iterator>

namespace croupier::app {

BookWatch::BookWatch(Sources sources)
    : parties_{
          Party{.read = std::move(sources.hub)}, Party{.read = std::move(sources.casino)},
          Party{.read = std::move(sources.provider)}} {}

base::Result<BookWatch::Found, std::string> BookWatch::compare() {
    std::array<Book, 3> books;
    Found found;
    for (std::size_t at = 0; at < books.size(); ++at) {
        Party& party = parties_[at];
        CROUPIER_TRY(books[at], party.read(party.agreed_upto));
        found.sums[at] = party.agreed;
        found.sums[at].name = books[at].name;
        for (const auto& [currency, moved] : books[at].totals())
            found.sums[at].by_currency[currency].add(moved);
    }
    found.bets = bets_agreed_ + books[0].bets.size();
    found.differences = differences_with_casino(books[0], books[1]);
    auto more = differences_with_provider(by_provider_bet(books[0]), books[2]);
    found.differences.insert(
        found.differences.end(), std::make_move_iterator(more.begin()),
        std::make_move_iterator(more.end()));
    if (!found.differences.empty()) return found;
    for (std::size_t at = 0; at < books.size(); ++at) {
        parties_[at].agreed_upto = std::max(parties_[at].agreed_upto, books[at].last);
        parties_[at].agreed = found.sums[at];
    }
    bets_agreed_ = found.bets;
    return found;
}

void BookWatch::begin_anew() {
    for (Party& party : parties_) {
        party.agreed_upto = 0;
        party.agreed = {};
    }
    bets_agreed_ = 0;
}

}  // namespace croupier::app
