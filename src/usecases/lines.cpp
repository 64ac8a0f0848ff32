// SPDX-License-Identifier: Apache-2.0
#include "usecases/lines.h"

#include <algorithm>

namespace croupier::usecases {

using domain::BetId;

std::string_view to_text(LineKind kind) {
    switch (kind) {
    case LineKind::money:
        return "money";
    case LineKind::question:
        return "question";
    case LineKind::closing:
        return "closing";
    }
    return "?";
}

bool Lines::enter(domain::CasinoId casino, LineKind kind, BetId bet) {
    const Name name{casino, kind};
    if (const auto stand = stands_.find(bet); stand != stands_.end()) {
        if (stand->second.line == name) return stand->second.has_place;
        leave(bet);
    }
    Line& line = lines_[name];
    const bool free = line.taken < bound(kind);  // then nobody waits: places are handed on at once
    stands_.emplace(bet, Stand{name, free});
    if (free) {
        ++line.taken;
    } else {
        line.order.push_back(bet);
        ++line.waiting;
        ++waiting_;
    }
    return free;
}

void Lines::leave(BetId bet) {
    const auto found = stands_.find(bet);
    if (found == stands_.end()) return;
    const Stand stand = found->second;
    stands_.erase(found);
    Line& line = lines_.at(stand.line);
    if (stand.has_place) {
        --line.taken;
        return hand_on(stand.line);
    }
    line.order.erase(std::find(line.order.begin(), line.order.end(), bet));
    --line.waiting;
    --waiting_;
}

// The place is the next bet's before it hears of it.
void Lines::hand_on(const Name& name) {
    Line& line = lines_.at(name);
    while (line.taken < bound(name.second) && !line.order.empty()) {
        const BetId next = line.order.front();
        line.order.pop_front();
        --line.waiting;
        --waiting_;
        ++line.taken;
        stands_.at(next).has_place = true;
        wake_(next);
    }
}

bool Lines::waits(BetId bet) const {
    const auto found = stands_.find(bet);
    return found != stands_.end() && !found->second.has_place;
}

std::vector<Lines::Figures> Lines::figures() const {
    std::vector<Figures> all;
    all.reserve(lines_.size());
    for (const auto& [name, line] : lines_) {
        all.push_back({name.first, name.second, line.taken, line.waiting});
    }
    return all;
}

std::size_t Lines::bound(LineKind kind) const {
    switch (kind) {
    case LineKind::money:
        return bounds_.money;
    case LineKind::question:
        return bounds_.question;
    case LineKind::closing:
        return bounds_.closing;
    }
    return bounds_.closing;
}

}  // namespace croupier::usecases
