// SPDX-License-Identifier: Apache-2.0
#include "sim/simulation.h"

#include "crypto/digest.h"
#include "sim/auditor.h"
#include "sim/provider.h"
#include "sim/world.h"

namespace croupier::sim {

namespace {

class Life {
public:
    Life(std::uint64_t seed, std::uint64_t bets, bool late)
        : random_(seed), swarm_(random_, late), bets_wanted_(bets) {}
    Outcome live();

private:
    void step();
    void see_to_the_hub();
    void calm_down();
    [[nodiscard]] base::Duration some(std::uint64_t ms) {
        return base::Duration(static_cast<std::int64_t>(random_.below(ms)));
    }

    base::SeededRandom random_;
    Swarm swarm_;
    World world_{random_, swarm_};
    Provider provider_{world_, random_};
    std::uint64_t bets_wanted_;
    Outcome outcome_;
};

// A hub that died is started again, sooner or later.
void Life::see_to_the_hub() {
    if (!world_.alive()) {
        ++outcome_.restarts;
        world_.kill();
        provider_.hub_died();
        world_.advance(some(15'000));
        world_.start();
    } else if (swarm_.dies()) {
        world_.kill();
    }
    if (swarm_.clock_set()) world_.set_clock(swarm_.clock_error());
}

void Life::step() {
    see_to_the_hub();
    if (provider_.bets() < bets_wanted_) provider_.new_bet();
    for (int touched = 0; touched < 3; ++touched)
        provider_.nudge_any();
    world_.advance(some(2500));
}

void Life::calm_down() {
    swarm_.calm_down();
    provider_.calm_down();
    see_to_the_hub();
    std::optional<std::string> unrest;
    for (int round = 0; round < 300; ++round) {
        see_to_the_hub();
        if (round % 30 == 0) world_.open_sessions();  // the first may have ended long ago
        provider_.nudge_all();
        world_.advance(base::Duration(60'000));
        unrest = world_.unrest();
        if (!unrest && provider_.settled()) return;
    }
    outcome_.findings.push_back("not at rest: " + unrest.value_or("the provider waits"));
}

Outcome Life::live() {
    world_.start();
    world_.open_sessions();
    while (provider_.bets() < bets_wanted_)
        step();
    for (int more = 0; more < 20; ++more)
        step();
    calm_down();
    Books books = world_.books();
    books.beliefs = provider_.beliefs();
    for (std::string& finding : audit(books))
        outcome_.findings.push_back(std::move(finding));
    for (const Belief& belief : books.beliefs)
        outcome_.stand += belief.stands ? 1 : 0;
    outcome_.bets = provider_.bets();
    outcome_.store_faults = swarm_.store_faults();
    outcome_.call_faults = swarm_.call_faults();
    outcome_.trace_hash = crypto::sha256_hex(provider_.heard() + world_.casino_calls());
    return outcome_;
}

}  // namespace

Outcome run(std::uint64_t seed, std::uint64_t bets, bool late) {
    return Life(seed, bets, late).live();
}

}  // namespace croupier::sim
