// SPDX-License-Identifier: Apache-2.0
// Faults that a sandbox counterparty can be told to commit: seeded, so that a run can be repeated,
// and switchable at run time (GET and POST /sandbox/faults). Each switch is a weight in parts per
// thousand of the calls that it touches:
//
//   calls that come in (at most one of them strikes a call)
//     late               acts at once, answers after lateMs
//     lost               acts, and answers only when the other side has long given up (lostMs, then
//     500)
//     http500Before      answers 500 and has not acted
//     http500After       acts, then answers 500
//     garbage            acts, then answers 200 with text that is no JSON
//   calls that go out (each is drawn for itself)
//     doubled            sends the call a second time at once
//     wrongSignature     signs the call with a wrong key (provider) or presents a wrong bearer
//     (casino)
//
// The casino alone:
//   transactions that come in, once their token is known to be the hub's (at most one strikes)
//     actsLate           its gateway answers 502 at once; the wallet acts actsLateMs later
//     actsLateUnheard    nobody answers within lostMs; the wallet acts actsLateMs later
//   lists
//     emptyList          lists nothing, whatever was booked
//     listLagMs          (no weight) lists what was booked so long ago or earlier
//   accepts, once each (doubled, above, is drawn for every sending)
//     acceptLate         is sent acceptLateMs later
//     acceptLost         is never sent
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/json.h"
#include "base/loop.h"
#include "base/random.h"
#include "base/result.h"
#include "net/router.h"

namespace croupier::sandbox {

enum class Fault {
    late,
    lost,
    http500_before,
    http500_after,
    garbage,
    doubled,
    wrong_signature,
    acts_late,
    acts_late_unheard,
    empty_list,
    accept_late,
    accept_lost
};
inline constexpr std::array all_faults = {
    Fault::late,
    Fault::lost,
    Fault::http500_before,
    Fault::http500_after,
    Fault::garbage,
    Fault::doubled,
    Fault::wrong_signature,
    Fault::acts_late,
    Fault::acts_late_unheard,
    Fault::empty_list,
    Fault::accept_late,
    Fault::accept_lost};
std::string_view to_text(Fault fault);  // the name on the control API, as in the list above

// What befalls one incoming call.
enum class InboundFault { none, late, lost, http500_before, http500_after, garbage };

// Whether a transaction's answer and its effect part company.
enum class LateFault { none, bad_gateway, unheard };

// What befalls an accept before it is sent for the first time.
enum class AcceptFault { none, late, lost };

// What befalls one outgoing call.
struct OutboundFaults {
    bool doubled = false;
    bool wrong_signature = false;
};

// Whose faults: a switch that the other side alone has is no switch here.
enum class FaultsOf { provider, casino };

// Loop thread only; must outlive the handlers that it wrapped.
class Faults {
public:
    explicit Faults(std::uint64_t seed, FaultsOf whose = FaultsOf::provider)
        : whose_(whose), random_(seed) {}

    // Weights outside 0 … 1000 are cut to it.
    void set(Fault fault, int parts_per_thousand);
    [[nodiscard]] int weight(Fault fault) const;

    InboundFault draw_inbound();
    OutboundFaults draw_outbound();
    LateFault draw_late_act();
    AcceptFault draw_accept();
    bool draw_empty_list();

    // {"late":0,…,"lateMs":…,"lostMs":…,"struck":{"late":0,…}}; struck counts since the start.
    [[nodiscard]] base::Json to_json() const;
    // Takes what is named and leaves the rest; {"seed":n} starts the draws anew. The error names
    // the bad member and then nothing was taken.
    base::Result<void, std::string> apply(const base::Json& wanted);
    base::Result<void, std::string> apply(std::string_view json_text);

    [[nodiscard]] base::Duration late_by() const { return late_by_; }
    [[nodiscard]] base::Duration lost_for() const { return lost_for_; }
    [[nodiscard]] base::Duration acts_late_by() const { return acts_late_by_; }
    [[nodiscard]] base::Duration list_lag() const { return list_lag_; }
    [[nodiscard]] base::Duration accept_late_by() const { return accept_late_by_; }

private:
    struct Wait {
        std::string_view name;
        base::Duration Faults::*field;
        bool of_casino_alone;
    };
    static const std::array<Wait, 5> waits;

    bool draw(Fault fault);
    [[nodiscard]] bool has(Fault fault) const;
    [[nodiscard]] bool has(const Wait& wait) const;
    base::Result<void, std::string> take(const std::string& name, std::int64_t number);

    FaultsOf whose_;
    base::SeededRandom random_;
    std::array<int, all_faults.size()> weights_{};
    std::array<std::uint64_t, all_faults.size()> struck_{};
    base::Duration late_by_{1500};
    base::Duration lost_for_{45'000};
    base::Duration acts_late_by_{20'000};
    base::Duration list_lag_{0};
    base::Duration accept_late_by_{10'000};
};

// The handler with the incoming faults drawn for each of its calls.
net::RouteHandler under_faults(Faults& faults, base::Loop& loop, net::RouteHandler handler);

}  // namespace croupier::sandbox
