// SPDX-License-Identifier: Apache-2.0
#include "scenarios/scenario.h"

#include <algorithm>

#include "scenarios/runner.h"
#include "scenarios/words.h"

namespace croupier::scenarios {

namespace {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

struct Rule {
    std::string_view form;
    std::string_view says;
    Broken (*run)(Runner& runner, const Said& said);
};

template <Broken (Runner::*verb)(const Said&)>
Broken does(Runner& runner, const Said& said) {
    return (runner.*verb)(said);
}

template <usecases::OrderKind kind>
Broken orders(Runner& runner, const Said& said) {
    return runner.orders(kind, said);
}

// What a person at the desk does.
std::vector<Rule> desk_rules() {
    using R = Runner;
    return {
        {"operator resumes BET => yes|no", "whether anything of the bet waits", does<&R::resumes>},
        {"operator books BET TYPE [WHICH] [ptid=ID] => yes|no", "seen booked at the casino",
         orders<usecases::OrderKind::booked>},
        {"operator sends-again BET TYPE [WHICH] => yes|no", "sure that it was never taken",
         orders<usecases::OrderKind::send_again>},
        {"operator sends-without-reopening BET => yes|no", "whether any money is owed",
         does<&R::without_reopening>},
        {"operator takes-back BET TYPE [WHICH] => yes|no", "whether it can be undone",
         orders<usecases::OrderKind::take_back>},
        {"operator waives BET TYPE [WHICH] => yes|no", "whether the casino booked it by itself",
         orders<usecases::OrderKind::waive>},
        {"operator writes-off BET TYPE [WHICH] => yes|no", "whether it was owed or in doubt",
         orders<usecases::OrderKind::write_off>},
    };
}

std::vector<Rule> world_rules() {
    using R = Runner;
    return {
        {"setup [booking=accept|answer] [repeat=info|transaction|bet_type] [stock=yes|no] "
         "[known=yes|no] "
         "[one_of_a_type=yes|no] [accepts=itself|by_hand] [hold=DURATION] "
         "[payout_key=round|round_amount] [refund_after_payout=yes|no] [zero_stakes=yes|no] "
         "[enabled=yes|no] [lag=DURATION]",
         "before the first other line; what is left out stays as it is in hub_world.cpp; known=no: "
         "nobody has seen yet that the casino lists what it books",
         does<&R::setup>},
        {"casino next KIND refuses CODE", "the next call of a kind hears an error number",
         does<&R::script>},
        {"casino next KIND FATE [ptid=ID] [acts=DURATION]",
         "what befalls the next call of a kind; with the PartnerTransactionId to answer; late and "
         "tardy: when it acts, from the coming of the call",
         does<&R::script>},
        {"casino max-stake MONEY", "users/auth says so from now on", does<&R::max_stake>},
        {"casino crowded", "it has no room for stakes from now on", does<&R::crowd>},
        {"casino accept BET TYPE CODE [amount=MONEY] [player=ID] [ptid=ID] [tx=yes|no] [seq=WHICH] "
         "[bet=unknown] => CODE",
         "it calls accept about a transfer of the bet; tx=no: without TransactionId",
         does<&R::accept>},
        {"casino books BET TYPE [WHICH]", "it books the transfer by itself, and says nothing",
         does<&R::books>},
        {"casino has BET BOOKING…", "what it booked of the bet, in order", does<&R::has>},
        {"casino lists nothing", "from now on, whatever it booked",
         [](R& r, const Said&) { return r.lists(false); }},
        {"casino lists bookings", "what it booked, again",
         [](R& r, const Said&) { return r.lists(true); }},
        {"casino heard CALL…", "the calls that came since the last look", does<&R::heard_calls>},
        {"casino closed BET", "the bet is closed there",
         [](R& r, const Said& said) { return r.closed(said, true); }},
        {"casino open BET", "the bet is open there",
         [](R& r, const Said& said) { return r.closed(said, false); }},
        {"pay-in BET STAKE [ROUND] [as NAME] => HEARD", "the provider calls, and hears at once",
         [](R& r, const Said& said) { return r.provider("pay-in", said); }},
        {"pay-in-out BET STAKE WIN [ROUND] [as NAME] => HEARD", "stake and payout in one",
         [](R& r, const Said& said) { return r.provider("pay-in-out", said); }},
        {"pay-out BET WIN [ROUND] [tx=ID] [as NAME] => HEARD", "as pay-in",
         [](R& r, const Said& said) { return r.provider("pay-out", said); }},
        {"refund BET [as NAME] => HEARD", "as pay-in",
         [](R& r, const Said& said) { return r.provider("refund", said); }},
        {"reply NAME => HEARD", "what a call has heard by now", does<&R::reply>},
        {"after DURATION", "time passes", does<&R::after>},
        {"balance => HEARD", "the provider asks for the player's balance", does<&R::balance>},
        {"session ends", "the player's session is over", does<&R::session_ends>},
        {"session begins", "the player opens another, which the calls go through from now on",
         does<&R::session_begins>},
        {"session begins elsewhere", "another, and the calls go on through the one before",
         does<&R::session_elsewhere>},
        {"session begins => CODE", "or does not, and this is what the casino hears",
         does<&R::session_begins>},
        {"restart", "the hub dies and starts again on the same store", does<&R::restart>},
        {"bet BET STAGE", "as the hub has it", does<&R::stage>},
        {"alarms ALARM…", "raised since the last look, in order", does<&R::alarms>},
        {"at rest", "nothing is due any more; the ledger agrees with the bets", does<&R::at_rest>},
    };
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> known = world_rules();
        for (Rule& rule : desk_rules())
            known.push_back(std::move(rule));
        return known;
    }();
    return all;
}

// The rule whose form a line fits, with what it said; else why none does.
struct Found {
    const Rule* rule;
    Said said;
};
base::Result<Found, std::string> find_rule(const std::string& text) {
    std::size_t most = 0;
    for (const Rule& rule : rules())
        most = std::max(most, begins_like(rule.form, text));
    if (most == 0) return base::fail(std::string("no line begins like this"));
    std::string refused;
    for (const Rule& rule : rules()) {
        if (begins_like(rule.form, text) != most) continue;
        auto said = read_line(rule.form, text);
        if (said.ok()) return Found{&rule, std::move(said).value()};
        refused += "; " + said.error() + " (" + std::string(rule.form) + ")";
    }
    return base::fail(refused.substr(2));
}

std::string place_of(const Scenario& scenario, const ScenarioLine& line) {
    return scenario.file + ":" + std::to_string(line.number) + ": " + line.text + ": ";
}

}  // namespace

Broken run_line(Runner& runner, const std::string& text) {
    const auto found = find_rule(text);
    return found.ok() ? found.value().rule->run(runner, found.value().said) : Broken(found.error());
}

std::string manual() {
    std::string text = "Lines:\n";
    for (const Rule& rule : rules())
        text += "  " + std::string(rule.form) + "\n      " + std::string(rule.says) + "\n";
    text += "Kinds:\n";
    for (const Kind& kind : kinds()) {
        text += "  " + std::string(kind.name) + ": " + std::string(kind.says);
        if (!kind.words.empty()) text += ": " + joined(kind.words, " ");
        text += "\n";
    }
    return text;
}

std::vector<std::string> refusals(const Scenario& scenario) {
    std::vector<std::string> found;
    if (scenario.lines.empty()) found.push_back(scenario.file + ": " + scenario.name + ": empty");
    for (const ScenarioLine& line : scenario.lines) {
        const auto rule = find_rule(line.text);
        if (!rule.ok()) found.push_back(place_of(scenario, line) + rule.error());
    }
    return found;
}

std::optional<std::string> run_scenario(const Scenario& scenario) {
    // All of it is read before the first line runs: what nobody understands checks nothing.
    if (const auto refused = refusals(scenario); !refused.empty()) return joined(refused, "\n");
    Runner runner;
    for (const ScenarioLine& line : scenario.lines) {
        if (const auto broken = run_line(runner, line.text)) {
            return place_of(scenario, line) + *broken;
        }
    }
    if (const auto left = runner.left_over())
        return scenario.file + ": " + scenario.name + ": " + *left;
    return std::nullopt;
}

}  // namespace croupier::scenarios
