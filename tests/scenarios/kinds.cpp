// SPDX-License-Identifier: Apache-2.0
// The values of the scenario language, each with all that it takes.
#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "domain/bet.h"
#include "scenarios/fake_casino.h"
#include "scenarios/scenario.h"
#include "scenarios/words.h"

namespace croupier::scenarios {

namespace {

std::vector<std::string> types() {
    using T = domain::TransactionType;
    std::vector<std::string> words;
    for (const T type : {T::stake, T::payout, T::stake_return, T::payout_return, T::jackpot}) {
        words.emplace_back(domain::to_text(type));
        words.push_back(std::to_string(static_cast<int>(type)));
    }
    return words;
}

std::vector<std::string> fate_words() {
    std::vector<std::string> words;
    for (const auto& [word, fate] : fates())
        words.push_back(word);
    return words;
}

// All that there are: to_text answers "?" beyond the last.
std::vector<std::string> alarm_kinds() {
    std::vector<std::string> words{"none"};
    for (int kind = 0; domain::to_text(static_cast<domain::AlarmKind>(kind)) != "?"; ++kind)
        words.emplace_back(domain::to_text(static_cast<domain::AlarmKind>(kind)));
    return words;
}

bool any(const std::string&) { return true; }

bool number(const std::string& text) { return base::parse_i64(text).has_value(); }

bool decimal(const std::string& text) {
    const std::size_t sign = text.starts_with("-") ? 1 : 0;
    const auto point = text.find('.');
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char letter) {
            return std::isdigit(letter) != 0;
        });
    };
    const std::string_view whole(text);
    if (point == std::string::npos) return digits(whole.substr(sign));
    return point >= sign && digits(whole.substr(sign, point - sign)) &&
           digits(whole.substr(point + 1));
}

bool duration(const std::string& text) {
    const auto value = base::parse_duration(text);
    return value && *value > base::Duration(0);
}

bool heard(const std::string& text) { return text == "held" || number(text); }

bool booking(const std::string& text) {
    const auto colon = text.find(':');
    if (text == "nothing") return true;
    return colon != std::string::npos && number(text.substr(0, colon)) &&
           decimal(text.substr(colon + 1));
}

bool call(const std::string& text) {
    const std::string word = text.substr(0, text.find(','));
    static const std::vector<std::string> known{"make", "info", "close", "reopen", "nothing"};
    return decimal(word) || std::find(known.begin(), known.end(), word) != known.end();
}

}  // namespace

const std::vector<std::pair<std::string, Fate>>& fates() {
    static const std::vector<std::pair<std::string, Fate>> all{
        {"acts", Fate::acts},       {"silent", Fate::silent}, {"loses", Fate::loses},
        {"garbage", Fate::garbage}, {"unsent", Fate::unsent}, {"deaf", Fate::deaf},
        {"late", Fate::late},       {"tardy", Fate::tardy},   {"empty", Fate::empty}};
    return all;
}

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all{
        {"ALARM", "a kind of alarm, or none", alarm_kinds(), nullptr},
        {"BET", "a bet's id", {}, any},
        {"BOOKING", "TYPE:AMOUNT with the type's number, or nothing", {}, booking},
        {"CALL",
         "make TYPE AMOUNT, info, close SEQ, reopen SEQ, with commas; or nothing",
         {},
         call},
        {"CODE", "the casinos' error number, 200 for none", {}, number},
        {"DURATION", "as 20ms, 6s, 2m, 12h", {}, duration},
        {"FATE", "what befalls the call (fake_casino.h)", fate_words(), nullptr},
        {"HEARD", "a _responseCode, or held", {}, heard},
        {"ID", "any word", {}, any},
        {"KIND",
         "a kind of call",
         {"stake", "payout", "stake_return", "payout_return", "jackpot", "info", "close", "reopen",
          "auth"},
         nullptr},
        {"MONEY", "decimal text", {}, decimal},
        {"NAME", "of a call, unique in its scenario", {}, any},
        {"ROUND", "any word; r-BET when left out", {}, any},
        {"STAGE",
         "of a bet, or nothing when there is none",
         {"tombstone", "in_flight", "booked", "paid_out", "returned", "refused", "nothing"},
         nullptr},
        {"STAKE", "decimal text", {}, decimal},
        {"TYPE", "a type of transaction, by name or number", types(), nullptr},
        {"WHICH", "of several, from 0", {}, number},
        {"WIN", "decimal text", {}, decimal},
    };
    return all;
}

}  // namespace croupier::scenarios
