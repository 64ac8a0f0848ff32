// SPDX-License-Identifier: Apache-2.0
#include "scenarios/sweep.h"

#include <algorithm>

#include "scenarios/runner.h"
#include "sim/auditor.h"

namespace croupier::scenarios {

namespace {

struct Died {};

bool says(const Scenario& scenario, const std::string& words) {
    return std::any_of(scenario.lines.begin(), scenario.lines.end(), [&](const ScenarioLine& line) {
        return line.text.find(words) != std::string::npos;
    });
}

class Sweep {
public:
    Sweep(const Scenario& scenario, const Disturbance& disturbance)
        : scenario_(scenario), disturbance_(disturbance) {}

    Disturbed run() {
        HubWorld& world = runner_.asleep();
        auto& script = world.casino.scripts[disturbance_.kind];
        if (!disturbance_.kind.empty()) {
            for (int call = 1; call < disturbance_.nth; ++call)
                script.push_back({.fate = Fate::acts, .error = 0, .booking = {}, .later = {}});
            // 20 s: for the fates that act late.
            script.push_back(
                {.fate = disturbance_.fate,
                 .error = 0,
                 .booking = {},
                 .later = base::Duration(20'000)});
        }
        world.on_commit = [this] {
            if (++commits_ == disturbance_.dies_at_commit) throw Died();
        };
        for (const ScenarioLine& line : scenario_.lines)
            unharmed([&] { (void)run_line(runner_, line.text); });
        Disturbed result{.happened = happened()};
        world.casino.scripts.clear();
        world.casino.accepts_itself = true;
        unharmed([&] { world.advance(base::Duration(24 * 3600'000)); });
        if (const auto unrest = world.unrest()) result.findings.push_back(*unrest);
        for (std::string& finding : sim::audit(world.books()))
            result.findings.push_back(std::move(finding));
        return result;
    }

private:
    template <class Act>
    void unharmed(const Act& act) {
        try {
            act();
        } catch (const Died&) {
            runner_.asleep().kill();
            runner_.asleep().start();
        }
    }
    // What stands before the script of the scenario's own lines was used up.
    [[nodiscard]] bool happened() {
        if (disturbance_.kind.empty()) return commits_ >= disturbance_.dies_at_commit;
        const std::string own = "casino next " + disturbance_.kind + " ";
        const auto pushed = std::count_if(
            scenario_.lines.begin(), scenario_.lines.end(),
            [&](const ScenarioLine& line) { return line.text.starts_with(own); });
        const auto left = runner_.asleep().casino.scripts[disturbance_.kind].size();
        return static_cast<std::ptrdiff_t>(left) <= pushed;
    }

    const Scenario& scenario_;
    const Disturbance& disturbance_;
    Runner runner_;
    int commits_ = 0;
};

}  // namespace

bool may_be_disturbed(const Scenario& scenario) {
    for (const char* words :
         {"casino accept", "casino books", "operator", "one_of_a_type", "103752",
          "ptid=", "acts=5m", "acts=65s"}) {
        if (says(scenario, words)) return false;
    }
    // A return without its stake, at a casino that books it all the same, is for a person.
    const bool returns_late =
        says(scenario, "stake_return late") || says(scenario, "stake_return tardy");
    return says(scenario, "at rest") && !returns_late;
}

Disturbed run_disturbed(const Scenario& scenario, const Disturbance& disturbance) {
    return Sweep(scenario, disturbance).run();
}

}  // namespace croupier::scenarios
