// SPDX-License-Identifier: Apache-2.0
// The language refuses what it does not know: each refusal is seen, with its line.
#include <gtest/gtest.h>

#include <set>

#include "scenarios/scenario.h"

namespace croupier::scenarios {

namespace {

// What a scenario of this one line (its second) is refused for, or "".
std::string refused(const std::string& line) {
    const auto scenarios = parse_scenarios("file.txt", "scenario one\n" + line + "\n");
    const auto found = refusals(scenarios.at(0));
    return found.empty() ? "" : found.front();
}

std::string ran(const std::string& lines) {
    const auto scenarios = parse_scenarios("file.txt", "scenario one\n" + lines);
    return run_scenario(scenarios.at(0)).value_or("");
}

}  // namespace

TEST(ScenarioWords, EveryRefusalNamesItsLine) {
    for (const char* line : {
             "juggle b1",  // no such verb
             "casino",     // half a verb
             "casino juggles b1",
             "setup stock=maybe",  // values
             "setup accepts=anything",
             "setup booking=Accept",
             "setup stock",
             "setup colour=red",  // keys
             "setup stock=yes stock=no",
             "pay-in b1 10 r1",  // without an expectation
             "pay-in b1 10 r1 =>",
             "pay-in b1 10 r1 => maybe",
             "pay-in b1 10 r1 => 1 1",
             "pay-in b1 ten r1 => 1",
             "pay-in b1 => 1",
             "pay-in b1 10 r1 r2 => 1",  // a word too many
             "pay-in b1 10 r1 as => 1",
             "pay-in b1 10 r1 tx=t1 => 1",  // a setting of another verb
             "refund b1 r1 => 1",
             "reply one",
             "after x",
             "after -3s",
             "after 0s",
             "after 3",
             "after",
             "session dances",
             "new",
             "player",
             "player sleeps",
             "at work",
             "restart now",
             "bet b1 fine",
             "alarms",
             "alarms fire",
             "casino next stake falls",
             "casino next wish acts",
             "casino next stake refuses",
             "casino next stake refuses often",
             "casino next stake acts 900101",
             "casino has b1",
             "casino has b1 -1",
             "casino heard make stake",
             "casino closed",
             "casino accept b1 stake 200",
             "casino accept b1 stake yes => 200",
             "casino accept b1 wish 200 => 200",
             "casino accept b1 stake 200 tx=perhaps => 200",
             "casino accept b1 stake 200 => ok",
             "casino books b1 stake first",
             "operator resumes b1",
             "operator resumes b1 => perhaps",
             "operator forgets b1 => yes",
         }) {
        EXPECT_EQ(refused(line).rfind("file.txt:2: " + std::string(line) + ": ", 0), 0U)
            << line << " => " << refused(line);
    }
}

TEST(ScenarioWords, WhatFitsIsNotRefused) {
    for (const char* line : {
             "setup hold=6s zero_stakes=yes",
             "pay-in b1 10.5 => held",
             "pay-in b1 -5 r1 as one => 6",
             "pay-in b1 10 as one => 6",
             "pay-out b1 5 r1 tx=t as one => 1",
             "casino next stake refuses 900101",
             "casino next stake acts ptid=X",
             "casino has b1 -1:10 1:2.5",
             "casino has b1 nothing",
             "casino heard make -1 10, info, close 1",
             "alarms stuck owed_late",
             "after 61m",
         }) {
        EXPECT_EQ(refused(line), "");
    }
}

TEST(ScenarioWords, ARefusedLineStopsTheScenarioBeforeItRuns) {
    EXPECT_EQ(ran("bet b1 booked\nafter x\n").rfind("file.txt:3: after x: ", 0), 0U)
        << "the first line would not hold";
}

TEST(ScenarioWords, WhatNeverHappensIsFound) {
    EXPECT_NE(ran("casino next payout silent\npay-in b1 1 => 1\n"), "");
    EXPECT_NE(ran("reply one => 1\n"), "");
    EXPECT_NE(ran("pay-in b1 1 as one => 1\npay-in b2 1 as one => 1\n"), "");
    EXPECT_NE(ran("pay-in b1 1 => 1\nsetup stock=yes\n"), "");
    EXPECT_NE(ran("casino closed b1\n"), "");
    EXPECT_NE(ran("casino books b1 stake\n"), "");
    EXPECT_NE(ran(""), "");
}

TEST(ScenarioWords, LinesBeforeTheFirstScenarioAreNotLost) {
    EXPECT_EQ(parse_scenarios("file.txt", "pay-in b1 1 => 1\n").size(), 1U);
}

TEST(ScenarioWords, TheManualHasEveryVerb) {
    const std::string text = manual();
    for (const char* verb : {"pay-in BET", "casino accept BET", "after DURATION", "FATE: "})
        EXPECT_NE(text.find(verb), std::string::npos) << verb;
}

// Two of one name would be one test, and one of them never run.
TEST(ScenarioWords, NamesAreUnique) {
    std::set<std::string> names;
    for (const Scenario& one : read_scenarios(CROUPIER_TESTS_DIR "/scenarios"))
        EXPECT_TRUE(names.insert(one.name).second) << one.file << ": " << one.name;
}

}  // namespace croupier::scenarios
