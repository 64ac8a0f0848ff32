// SPDX-License-Identifier: Apache-2.0
// Does what the lines of one scenario say: a member for each verb. Each answers what did not hold.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "scenarios/hub_world.h"
#include "scenarios/words.h"

namespace croupier::scenarios {

using Broken = std::optional<std::string>;

class Runner {
public:
    Broken setup(const Said& said);
    Broken script(const Said& said);
    Broken crowd(const Said& said);
    Broken accept(const Said& said);
    Broken books(const Said& said);
    Broken has(const Said& said);
    Broken lists(bool bookings);
    Broken heard_calls(const Said& said);
    Broken closed(const Said& said, bool wanted);
    Broken provider(const std::string& verb, const Said& said);
    Broken reply(const Said& said);
    Broken after(const Said& said);
    Broken session_ends(const Said& said);
    Broken session_begins(const Said& said);
    Broken session_elsewhere(const Said& said);
    Broken max_stake(const Said& said);
    Broken balance(const Said& said);
    Broken restart(const Said& said);
    Broken stage(const Said& said);
    Broken alarms(const Said& said);
    Broken resumes(const Said& said);
    Broken without_reopening(const Said& said);
    Broken orders(usecases::OrderKind kind, const Said& said);
    Broken at_rest(const Said& said);

    // What a scenario prepared and the casino was never asked for.
    [[nodiscard]] Broken left_over() const;

    // The world as it is, begun or not.
    HubWorld& asleep() { return world_; }

private:
    HubWorld& world();
    std::optional<std::size_t> ordinal_of(const Said& said, const std::string& which);
    Broken order(const Said& said, usecases::Order order);

    HubWorld world_;
    std::map<std::string, std::shared_ptr<Call>> replies_;
    bool started_ = false;
};

// Does what a line says; what did not hold, or why it fits no form.
Broken run_line(Runner& runner, const std::string& text);

}  // namespace croupier::scenarios
