// SPDX-License-Identifier: Apache-2.0
// What may go wrong in one life, and how often: drawn from its seed, with whole kinds of fault off
// in some lives, so that each kind is also seen alone.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "support/memory_store.h"

namespace croupier::sim {

// What befalls a call to a casino.
enum class Fate {
    acts,     // does it and answers
    silent,   // does nothing and never answers
    loses,    // does it and never answers
    garbage,  // does it and answers what is no answer
    deaf,     // does nothing and answers what is no answer
    unsent,   // never leaves the hub
    refuses,  // says no
    late      // its gateway gives up, and it acts afterwards
};

class Swarm {
public:
    Swarm(base::Random& random, bool late_acts);

    // From now on nothing goes wrong any more.
    void calm_down() { calm_ = true; }
    [[nodiscard]] bool calm() const { return calm_; }

    Fate make_fate(bool stake);
    Fate other_fate();  // of info, close and reopen
    // How long after the call the casino acts at last.
    base::Duration lateness();
    // How old a list is that the casino gives.
    base::Duration list_age();
    base::Duration latency();

    bool accept_lost() { return happens(accept_lost_); }
    bool accept_doubled() { return happens(accept_doubled_); }
    bool accept_refuses() { return happens(accept_refuses_); }
    base::Duration accept_delay();

    test::MemoryFault store_fault(test::MemoryOperation operation);
    bool dies_at_commit() { return happens(dies_at_commit_); }
    bool dies_at_call() { return happens(dies_at_call_); }
    bool dies() { return happens(dies_); }
    bool clock_set() { return happens(clock_); }
    // How far the hub's clock is from the world's, once it is set.
    base::Duration clock_error();

    [[nodiscard]] std::uint64_t store_faults() const { return store_faults_; }
    [[nodiscard]] std::uint64_t call_faults() const { return call_faults_; }

private:
    test::MemoryFault draw_store_fault(test::MemoryOperation operation);
    using Weight = std::uint64_t;  // in a thousand
    Weight draw(std::uint64_t lives_in_ten, Weight most);
    bool happens(Weight weight) { return !calm_ && random_.below(1000) < weight; }
    base::Duration between(std::int64_t least, std::int64_t most);

    base::Random& random_;
    bool calm_ = false;
    std::uint64_t store_faults_ = 0, call_faults_ = 0;
    std::map<Fate, Weight> fates_;
    Weight refuses_owed_, lags_, slow_, accept_lost_, accept_doubled_, accept_refuses_,
        accept_late_, busy_, down_, unknown_committed_, unknown_lost_, dies_at_commit_,
        dies_at_call_, dies_, clock_;
};

}  // namespace croupier::sim
