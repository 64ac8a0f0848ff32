// SPDX-License-Identifier: Apache-2.0
#include "sim/swarm.h"

namespace croupier::sim {

using test::MemoryFault;
using test::MemoryOperation;

// The contract rules a late act out `late_after` (60 s) after the call: an act, the age of a list
// and what a clock is off by stay below that together.
namespace {
constexpr std::int64_t late_most = 25'000;
constexpr std::int64_t list_age_most = 20'000;
constexpr std::int64_t clock_error_most = 4'000;
}  // namespace

Swarm::Swarm(base::Random& random, bool late_acts) : random_(random) {
    for (const Fate fate : {Fate::silent, Fate::loses, Fate::garbage, Fate::deaf, Fate::unsent})
        fates_[fate] = draw(5, 150);
    fates_[Fate::late] = late_acts ? draw(6, 200) : 0;
    refuses_owed_ = draw(3, 50);
    lags_ = late_acts ? draw(4, 300) : 0;
    slow_ = draw(5, 500);
    accept_lost_ = draw(5, 200);
    accept_doubled_ = draw(5, 300);
    accept_refuses_ = draw(3, 60);
    accept_late_ = draw(4, 150);
    busy_ = draw(4, 150);
    down_ = draw(4, 100);
    unknown_committed_ = draw(4, 100);
    unknown_lost_ = draw(4, 100);
    dies_at_commit_ = draw(4, 8);
    dies_at_call_ = draw(4, 20);
    dies_ = draw(5, 60);
    clock_ = draw(4, 60);
}

Swarm::Weight Swarm::draw(std::uint64_t lives_in_ten, Weight most) {
    const Weight weight = random_.below(most);
    return random_.chance(lives_in_ten, 10) ? weight : 0;
}

base::Duration Swarm::between(std::int64_t least, std::int64_t most) {
    const auto width = static_cast<std::uint64_t>(most - least + 1);
    return base::Duration(least + static_cast<std::int64_t>(random_.below(width)));
}

Fate Swarm::make_fate(bool stake) {
    if (calm_) return Fate::acts;
    std::uint64_t drawn = random_.below(1000);
    for (const auto& [fate, weight] : fates_) {
        if (drawn < weight) {
            ++call_faults_;
            return fate;
        }
        drawn -= weight;
    }
    const bool refuses = stake ? random_.chance(1, 20) : happens(refuses_owed_);
    return refuses ? Fate::refuses : Fate::acts;
}

Fate Swarm::other_fate() {
    const Fate fate = make_fate(false);
    return fate == Fate::late || fate == Fate::refuses ? Fate::loses : fate;
}

base::Duration Swarm::lateness() { return between(1000, late_most); }

base::Duration Swarm::list_age() {
    return happens(lags_) ? between(1000, list_age_most) : base::Duration(0);
}

base::Duration Swarm::latency() { return happens(slow_) ? between(1, 900) : base::Duration(0); }

base::Duration Swarm::accept_delay() {
    return happens(accept_late_) ? between(20'000, 50'000) : latency();
}

MemoryFault Swarm::store_fault(MemoryOperation operation) {
    const MemoryFault fault = draw_store_fault(operation);
    if (fault != MemoryFault::none) ++store_faults_;
    return fault;
}

MemoryFault Swarm::draw_store_fault(MemoryOperation operation) {
    if (happens(busy_)) return MemoryFault::busy;
    if (happens(down_)) return MemoryFault::down;
    if (operation != MemoryOperation::commit) return MemoryFault::none;
    if (happens(unknown_committed_)) return MemoryFault::unknown_committed;
    return happens(unknown_lost_) ? MemoryFault::unknown_lost : MemoryFault::none;
}

base::Duration Swarm::clock_error() { return between(-clock_error_most, clock_error_most); }

}  // namespace croupier::sim
