// SPDX-License-Identifier: Apache-2.0
// A scenario played again with one thing gone wrong: the n-th call of a kind fails, or the hub dies
// as soon as its n-th commit is durable. What the lines expected does not hold then; that the books
// agree once everything is at rest does.
#pragma once

#include "scenarios/fake_casino.h"
#include "scenarios/scenario.h"

namespace croupier::scenarios {

struct Disturbance {
    std::string kind{};  // of the call that fails, as in `casino next KIND`; "": none does
    Fate fate = Fate::acts;
    int nth = 1;             // of that kind
    int dies_at_commit = 0;  // 0: it does not die
};

struct Disturbed {
    bool happened = false;  // else the scenario has no such call or commit
    std::vector<std::string> findings{};
};

Disturbed run_disturbed(const Scenario& scenario, const Disturbance& disturbance);

// Whether nothing but the hub's own rules brings the scenario to rest: no word by hand of casino or
// operator, which would be about another run.
bool may_be_disturbed(const Scenario& scenario);

}  // namespace croupier::scenarios
