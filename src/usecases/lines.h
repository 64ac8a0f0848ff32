// SPDX-License-Identifier: Apache-2.0
// The lines in which calls to a casino wait for a place: money owed, questions and closes each for
// themselves, so that none can hold up another. A stake waits in none: it is refused before it is
// stored. First come, first served. A place is handed to the first of a line before that bet is
// woken, so that a hundred places that become free wake a hundred bets and not every bet in line.
// Loop thread only.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/next_call.h"

namespace croupier::usecases {

enum class LineKind { money, question, closing };
std::string_view to_text(LineKind kind);

class Lines {
public:
    // Places of one casino.
    struct Bounds {
        std::size_t money = 64;
        std::size_t question = 32;
        std::size_t closing = 32;
    };
    // `wake` is told which bet has been handed a place: it looks at that bet anew, and then either
    // uses the place (enter) or gives it on (leave). It may run inside leave() and enter().
    using Wake = std::function<void(domain::BetId)>;
    Lines(Bounds bounds, Wake wake) : bounds_(bounds), wake_(std::move(wake)) {}

    // True: the bet has a place in this line, handed to it before or free now. False: it stands at
    // the end of the line and hears from `wake`. A place in another line is given on. Repeats
    // change nothing.
    bool enter(domain::CasinoId casino, LineKind kind, domain::BetId bet);
    // The bet needs its place no more, or does not want to wait; the next in line is handed the
    // place. Nothing if it has none.
    void leave(domain::BetId bet);
    [[nodiscard]] bool waits(domain::BetId bet) const;

    struct Figures {
        domain::CasinoId casino;
        LineKind kind;
        std::size_t taken = 0;    // places, also those of woken bets
        std::size_t waiting = 0;  // bets
    };
    // Of every line that was ever used.
    [[nodiscard]] std::vector<Figures> figures() const;
    [[nodiscard]] std::size_t waiting() const { return waiting_; }

private:
    using Name = std::pair<domain::CasinoId, LineKind>;
    struct Line {
        std::size_t taken = 0;
        std::size_t waiting = 0;
        std::deque<domain::BetId> order;
    };
    struct Stand {
        Name line;
        bool has_place = false;
    };
    [[nodiscard]] std::size_t bound(LineKind kind) const;
    void hand_on(const Name& name);

    Bounds bounds_;
    Wake wake_;
    std::map<Name, Line> lines_;
    std::unordered_map<domain::BetId, Stand> stands_;
    std::size_t waiting_ = 0;
};

}  // namespace croupier::usecases
