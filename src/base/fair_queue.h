// SPDX-License-Identifier: Apache-2.0
// A queue that is shared fairly. What waits stands in a lane (its kind) under an owner (whose it
// is). Lanes that have something waiting take turns by weight, and within a lane the owners take
// turns one by one; what one owner has waiting in one lane keeps its order and is bounded. So
// neither a kind nor an owner can take the queue from the others, and nothing is held back for
// those who are not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace croupier::base {

template <class Owner, class T>
class FairQueue {
public:
    struct LaneRule {
        std::uint32_t weight = 1;         // turns, in proportion to the other lanes' weights
        std::size_t waiting_max = 1'000;  // of one owner
    };
    // Lanes are named by their place in this list.
    explicit FairQueue(std::vector<LaneRule> lanes) {
        for (const LaneRule& rule : lanes)
            lanes_.push_back({rule, 0, 0, {}, {}});
    }

    // False: this owner has its share of this lane waiting already; the thing is left untouched.
    [[nodiscard]] bool push(std::size_t lane, const Owner& owner, T&& thing) {
        Lane& at = lanes_.at(lane);
        auto& own = at.things[owner];
        if (own.size() >= at.rule.waiting_max) return false;
        if (own.empty()) at.turns.push_back(owner);
        own.push_back(std::move(thing));
        ++at.waiting;
        ++waiting_;
        return true;
    }

    // The next in turn; nothing when nothing waits.
    std::optional<T> pop() {
        Lane* const lane = next_lane();
        if (lane == nullptr) return std::nullopt;
        const Owner owner = lane->turns.front();
        lane->turns.pop_front();
        const auto own = lane->things.find(owner);
        T thing = std::move(own->second.front());
        own->second.pop_front();
        if (own->second.empty()) {
            lane->things.erase(own);
        } else {
            lane->turns.push_back(owner);
        }
        --lane->waiting;
        --waiting_;
        return thing;
    }

    [[nodiscard]] bool empty() const { return waiting_ == 0; }
    [[nodiscard]] std::size_t waiting() const { return waiting_; }
    [[nodiscard]] std::size_t waiting(std::size_t lane) const { return lanes_.at(lane).waiting; }
    [[nodiscard]] std::size_t waiting(std::size_t lane, const Owner& owner) const {
        const auto found = lanes_.at(lane).things.find(owner);
        return found == lanes_.at(lane).things.end() ? 0 : found->second.size();
    }

private:
    struct Lane {
        LaneRule rule;
        std::int64_t credit = 0;
        std::size_t waiting = 0;
        std::deque<Owner> turns;  // owners with something waiting
        std::map<Owner, std::deque<T>> things;
    };

    // Smooth weighted round robin over the lanes that have something: each is credited its weight,
    // the one with the most goes, and pays what all were credited. An empty lane saves up nothing.
    Lane* next_lane() {
        Lane* best = nullptr;
        std::int64_t credited = 0;
        for (Lane& lane : lanes_) {
            if (lane.waiting == 0) {
                lane.credit = 0;
                continue;
            }
            lane.credit += lane.rule.weight;
            credited += lane.rule.weight;
            if (best == nullptr || lane.credit > best->credit) best = &lane;
        }
        if (best != nullptr) best->credit -= credited;
        return best;
    }

    std::vector<Lane> lanes_;
    std::size_t waiting_ = 0;
};

}  // namespace croupier::base
