// SPDX-License-Identifier: Apache-2.0
// Scenarios are text (tests/scenarios/*.txt): a line is a verb of the field with its expectation.
// The words:
//
//   scenario NAME                     begins one
//   setup KEY=VALUE …                 booking=accept|answer repeat=info|transaction|bet_type
//   stock=yes
//                                     one_of_a_type=yes accepts=by_hand hold=6s
//                                     payout_key=round_amount refund_after_payout=yes
//                                     zero_stakes=yes enabled=no
//   casino next KIND FATE [ERROR]     scripts the next call of a kind: stake payout stake_return
//                                     payout_return info close reopen; fates as in fake_casino.h
//   casino accept BET TYPE RESULT [KEY=VALUE …] => CODE
//                                     type by name or number, RESULT 200 or an error; keys: amount,
//                                     player, ptid, tx (no: without TransactionId), seq (which of
//                                     several)
//   casino books BET TYPE             the casino books the transfer by itself
//   casino has BET LIST               what it booked, in order: "-1:10 1:25", or "nothing"
//   casino heard LIST                 the calls since the last look: "make -1 10, make 1 25, close
//   1" casino closed BET | open BET pay-in BET STAKE ROUND [as NAME] => CODE | held pay-in-out BET
//   STAKE WIN ROUND [as NAME] => CODE | held pay-out BET WIN ROUND [tx=ID] [as NAME] => CODE | held
//   refund BET [as NAME] => CODE | held
//   reply NAME => CODE | held         what a held reply has heard by now
//   after DURATION                    time passes
//   session ends | new session | player blocked
//   restart                           the hub dies and starts again on the same store
//   bet BET STAGE                     tombstone in_flight booked paid_out returned refused
//   alarms LIST                       kinds raised since the last look, or "none"
//   at rest                           nothing is due any more; the ledger agrees with the bets
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace croupier::scenarios {

struct ScenarioLine {
    int number;
    std::string text;
};
struct Scenario {
    std::string file;
    std::string name;
    std::vector<ScenarioLine> lines;
};
std::vector<Scenario> read_scenarios(const std::string& folder);

// Runs one; the first line that did not hold, or nothing.
std::optional<std::string> run_scenario(const Scenario& scenario);

}  // namespace croupier::scenarios
