// SPDX-License-Identifier: Apache-2.0
// Faults that a sandbox counterparty can be told to commit: seeded, so that a run can be repeated,
// and switchable at run time (GET and POST /sandbox/faults). Each switch is a weight in parts per
// thousand of the calls that it touches:
//
//   calls that come in (at most one of them strikes a call)
//     late               acts at once, answers after lateMs
//     lost               acts, and answers only when the other side has long given up (lostMs, then
//     500) http500Before      answers 500 and has not acted http500After       acts, then answers
//     500 garbage            acts, then answers 200 with text that is no JSON
//   calls that go out (each is drawn for itself)
//     doubled            sends the call a second time at once
//     wrongSignature     signs the call with a wrong key (provider) or presents a wrong bearer
//     (casino)
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

enum class Fault { late, lost, http500_before, http500_after, garbage, doubled, wrong_signature };
inline constexpr std::array all_faults = {
    Fault::late,    Fault::lost,    Fault::http500_before, Fault::http500_after,
    Fault::garbage, Fault::doubled, Fault::wrong_signature};
std::string_view to_text(Fault fault);  // the name on the control API, as in the list above

// What befalls one incoming call.
enum class InboundFault { none, late, lost, http500_before, http500_after, garbage };

// What befalls one outgoing call.
struct OutboundFaults {
    bool doubled = false;
    bool wrong_signature = false;
};

// Loop thread only; must outlive the handlers that it wrapped.
class Faults {
public:
    explicit Faults(std::uint64_t seed) : random_(seed) {}

    // Weights outside 0 … 1000 are cut to it.
    void set(Fault fault, int parts_per_thousand);
    [[nodiscard]] int weight(Fault fault) const;

    InboundFault draw_inbound();
    OutboundFaults draw_outbound();

    // {"late":0,…,"lateMs":…,"lostMs":…,"struck":{"late":0,…}}; struck counts since the start.
    [[nodiscard]] base::Json to_json() const;
    // Takes what is named and leaves the rest; {"seed":n} starts the draws anew. The error names
    // the bad member and then nothing was taken.
    base::Result<void, std::string> apply(const base::Json& wanted);

    [[nodiscard]] base::Duration late_by() const { return late_by_; }
    [[nodiscard]] base::Duration lost_for() const { return lost_for_; }

private:
    bool draw(Fault fault);

    base::SeededRandom random_;
    std::array<int, all_faults.size()> weights_{};
    std::array<std::uint64_t, all_faults.size()> struck_{};
    base::Duration late_by_{1500};
    base::Duration lost_for_{45'000};
};

// The handler with the incoming faults drawn for each of its calls.
net::RouteHandler under_faults(Faults& faults, base::Loop& loop, net::RouteHandler handler);

}  // namespace croupier::sandbox
