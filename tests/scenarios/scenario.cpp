// SPDX-License-Identifier: Apache-2.0
#include "scenarios/scenario.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

#include "base/text.h"
#include "casino_api/errors.h"
#include "scenarios/hub_world.h"

namespace croupier::scenarios {

namespace {

using Words = std::vector<std::string>;
using Broken = std::optional<std::string>;

std::string joined(const Words& words, std::size_t from, const std::string& between = " ") {
    std::string text;
    for (std::size_t index = from; index < words.size(); ++index) {
        text += (index > from ? between : "") + words[index];
    }
    return text;
}

// "key=value" words by key; the rest stay.
std::map<std::string, std::string> take_settings(Words& words) {
    std::map<std::string, std::string> settings;
    std::erase_if(words, [&](const std::string& word) {
        const auto place = word.find('=');
        if (place == std::string::npos || place == 0 || word == "=>") return false;
        settings[word.substr(0, place)] = word.substr(place + 1);
        return true;
    });
    return settings;
}

std::optional<domain::TransactionType> type_named(const std::string& word) {
    using T = domain::TransactionType;
    for (const T type : {T::stake, T::payout, T::stake_return, T::payout_return, T::jackpot}) {
        if (word == domain::to_text(type) || word == std::to_string(static_cast<int>(type)))
            return type;
    }
    return std::nullopt;
}

std::string stage_name(domain::BetStage stage) {
    switch (stage) {
    case domain::BetStage::tombstone:
        return "tombstone";
    case domain::BetStage::stake_in_flight:
        return "in_flight";
    case domain::BetStage::booked:
        return "booked";
    case domain::BetStage::paid_out:
        return "paid_out";
    case domain::BetStage::doubtful_or_returned:
        return "returned";
    case domain::BetStage::refused:
        return "refused";
    }
    return "?";
}

class Runner {
public:
    Broken run(const std::string& text);

private:
    Broken setup(Words words);
    Broken casino(Words words);
    Broken script(const Words& words);
    Broken accept(Words words, const std::string& expected);
    Broken order(const Words& words, const std::string& expected);
    Broken provider(Words words, const std::string& expected);
    Broken has(const std::string& bet, const std::string& expected);
    void ensure_started();
    std::optional<std::size_t> ordinal_of(
        const std::string& bet, const std::string& type, int which);

    HubWorld world_;
    std::map<std::string, std::shared_ptr<Call>> replies_;
    bool started_ = false;
};

void Runner::ensure_started() {
    if (started_) return;
    started_ = true;
    world_.start();
}

Broken expect(const std::string& expected, const std::string& found) {
    if (expected == found) return std::nullopt;
    return "expected " + expected + ", found " + found;
}

std::string heard(const Call& call) { return call.code ? std::to_string(*call.code) : "held"; }

Broken Runner::run(const std::string& text) {
    std::istringstream stream(text);
    Words words{std::istream_iterator<std::string>(stream), {}};
    std::string expected;
    if (const auto arrow = std::find(words.begin(), words.end(), "=>"); arrow != words.end()) {
        expected = joined(Words(arrow + 1, words.end()), 0);
        words.erase(arrow, words.end());
    }
    const std::string verb = words.front();
    if (verb == "setup") return setup(std::move(words));
    ensure_started();
    if (verb == "casino") {
        return words[1] == "accept" ? accept(std::move(words), expected) : casino(std::move(words));
    }
    if (verb == "reply") return expect(expected, heard(*replies_.at(words.at(1))));
    if (verb == "after") return world_.advance(*base::parse_duration(words.at(1))), std::nullopt;
    if (verb == "session") return world_.end_session(), std::nullopt;
    if (verb == "new") return world_.new_session(), std::nullopt;
    if (verb == "player") return world_.block_player(), std::nullopt;
    if (verb == "restart") {
        world_.kill();
        return world_.start(), std::nullopt;
    }
    if (verb == "bet") {
        const auto bet = world_.bet(words.at(1));
        return expect(words.at(2), bet ? stage_name(domain::stage_of(*bet)) : "nothing");
    }
    if (verb == "alarms") {
        const auto alarms = world_.take_alarms();
        return expect(joined(words, 1), alarms.empty() ? "none" : joined(alarms, 0));
    }
    if (verb == "operator") return order(words, expected);
    if (verb == "at") return world_.unrest();
    return provider(std::move(words), expected);
}

Broken Runner::setup(Words words) {
    for (const auto& [key, value] : take_settings(words)) {
        auto& terms = world_.casino.terms;
        if (key == "booking") {
            terms.booking = value == "accept" ? domain::Booking::accept : domain::Booking::answer;
        } else if (key == "repeat") {
            terms.repeat_key = value == "info"          ? domain::RepeatKey::info
                               : value == "transaction" ? domain::RepeatKey::transaction
                                                        : domain::RepeatKey::bet_type;
        } else if (key == "stock") {
            world_.casino.stock = true;
        } else if (key == "one_of_a_type") {
            world_.casino.one_of_a_type = true;
        } else if (key == "accepts") {
            world_.casino.accepts_itself = false;
        } else if (key == "hold") {
            world_.provider.hold = *base::parse_duration(value);
        } else if (key == "payout_key") {
            world_.provider.payout_key = domain::PayoutKeyRule::round_amount;
        } else if (key == "refund_after_payout") {
            world_.provider.refund_after_payout = true;
        } else if (key == "zero_stakes") {
            world_.provider.zero_stakes = true;
        } else if (key == "enabled") {
            world_.provider.enabled = value == "yes";
        } else {
            return "no such setting: " + key;
        }
    }
    return std::nullopt;
}

Broken Runner::script(const Words& words) {
    static const std::map<std::string, Fate> fates{
        {"acts", Fate::acts},   {"refuses", Fate::refuses}, {"silent", Fate::silent},
        {"loses", Fate::loses}, {"garbage", Fate::garbage}, {"unsent", Fate::unsent},
        {"deaf", Fate::deaf}};
    Words rest = words;
    const auto settings = take_settings(rest);
    const auto fate = fates.find(rest.at(3));
    if (fate == fates.end()) return "no such fate: " + rest.at(3);
    Script script{.fate = fate->second, .error = 0, .booking = {}};
    if (rest.size() > 4) script.error = *base::parse_i64(rest[4]);
    if (settings.contains("ptid")) script.booking = settings.at("ptid");
    world_.casino.scripts[rest.at(2)].push_back(script);
    return std::nullopt;
}

Broken Runner::casino(Words words) {
    const std::string& what = words.at(1);
    if (what == "next") return script(words);
    if (what == "crowded") return world_.casino.crowded = true, std::nullopt;
    if (what == "has") return has(words.at(2), joined(words, 3));
    if (what == "heard") {
        const Words calls = std::exchange(world_.casino.calls, {});
        return expect(joined(words, 2), calls.empty() ? "nothing" : joined(calls, 0, ", "));
    }
    const auto bet = world_.bet(words.at(2));
    if (!bet) return "no bet " + words.at(2);
    if (what == "books") {
        const int which = words.size() > 4 ? static_cast<int>(*base::parse_i64(words[4])) : 0;
        const auto ordinal = ordinal_of(words.at(2), words.at(3), which);
        if (!ordinal) return "no such transfer";
        world_.casino.book(*bet, *ordinal);
        return std::nullopt;
    }
    const bool closed = world_.casino.bets[bet->id].closed;
    if (what == "closed" || what == "open") return expect(what, closed ? "closed" : "open");
    return "no such word: casino " + what;
}

Broken Runner::has(const std::string& name, const std::string& expected) {
    const auto bet = world_.bet(name);
    std::string found;
    if (bet) {
        for (const CasinoBooking& booking : world_.casino.bets[bet->id].bookings) {
            found += (found.empty() ? "" : " ") + std::to_string(static_cast<int>(booking.type)) +
                     ":" + domain::to_text(booking.amount);
        }
    }
    return expect(expected, found.empty() ? "nothing" : found);
}

std::optional<std::size_t> Runner::ordinal_of(
    const std::string& name, const std::string& type, int which) {
    const auto bet = world_.bet(name);
    const auto wanted = type_named(type);
    if (!bet || !wanted) return std::nullopt;
    for (std::size_t ordinal = 0; ordinal < bet->transfers.size(); ++ordinal) {
        if (bet->transfers[ordinal].type == *wanted && which-- == 0) return ordinal;
    }
    return std::nullopt;
}

// casino accept b1 stake 200 amount=10 player=p1 ptid=C1 tx=no
Broken Runner::accept(Words words, const std::string& expected) {
    const auto settings = take_settings(words);
    const auto setting = [&](const std::string& key, const std::string& otherwise) {
        const auto found = settings.find(key);
        return found == settings.end() ? otherwise : found->second;
    };
    const auto bet = world_.bet(words.at(2));
    const auto which = base::parse_i64(setting("seq", "0"));
    const auto ordinal = ordinal_of(words.at(2), words.at(3), static_cast<int>(*which));
    if (!bet || !ordinal) return "no such transfer";
    const domain::Transfer& transfer = bet->transfers[*ordinal];
    const auto error = base::parse_i64(words.at(4)).value_or(0);
    const auto meaning = casino_api::meaning_of(error, world_.casino.terms);
    usecases::AcceptBooking command;
    command.bet = bet->id;
    command.type = transfer.type;
    command.partner_user = domain::PartnerUserId(setting("player", "p1"));
    command.amount = setting("amount", domain::to_text(transfer.amount));
    command.success = error == 200;
    command.closed = meaning.verdict == domain::Verdict::closed;
    if (meaning.verdict == domain::Verdict::refused) command.refusal = meaning.refusal;
    const std::string& booked = transfer.partner_transaction.value();
    const std::string fresh = "A-" + words[2] + "-" + words[3] + setting("seq", "0");
    const std::string usual = booked.empty() ? fresh : booked;
    command.partner_transaction =
        domain::PartnerTransactionId(setting("ptid", error == 200 ? usual : ""));
    if (setting("tx", "yes") == "yes") command.transaction = transfer.id;
    if (setting("bet", "") == "unknown") command.bet = domain::BetId(1);
    return expect(expected, std::to_string(world_.accept(std::move(command))));
}

// operator resumes b1 => yes
// operator writes-off b1 payout 1 => no
Broken Runner::order(const Words& words, const std::string& expected) {
    const auto bet = world_.bet(words.at(2));
    if (!bet) return "no bet " + words.at(2);
    usecases::Order order{.id = 1, .bet = bet->id, .reason = "by hand"};
    if (words.at(1) == "writes-off") {
        const int which = words.size() > 4 ? static_cast<int>(*base::parse_i64(words[4])) : 0;
        const auto ordinal = ordinal_of(words[2], words.at(3), which);
        if (!ordinal) return "no such transfer";
        order.kind = usecases::OrderKind::write_off;
        order.transfer = bet->transfers[*ordinal].id;
    }
    return expect(expected, world_.order(order) ? "yes" : "no");
}

Broken Runner::provider(Words words, const std::string& expected) {
    const auto settings = take_settings(words);
    std::string name = "last";
    if (words.size() > 2 && words[words.size() - 2] == "as") {
        name = words.back();
        words.resize(words.size() - 2);
    }
    const std::string verb = words[0];
    base::Json body = base::Json::object().set("betId", base::Json::string(words.at(1)));
    const auto number = [&](const char* key, std::size_t place) {
        body.set(key, base::Json::number(words.at(place)));
    };
    const auto round = [&](std::size_t place) {
        body.set(
            "gameRoundId",
            base::Json::string(words.size() > place ? words[place] : "r-" + words[1]));
    };
    if (verb == "pay-in") {
        number("betAmount", 2);
        round(3);
    } else if (verb == "pay-in-out") {
        number("betAmount", 2);
        number("winAmount", 3);
        round(4);
    } else if (verb == "pay-out") {
        number("winAmount", 2);
        round(3);
        if (settings.contains("tx"))
            body.set("transactionId", base::Json::string(settings.at("tx")));
    } else if (verb != "refund") {
        return "no such word: " + verb;
    }
    const auto call = world_.call(verb, base::to_text(body));
    replies_[name] = call;
    return expected.empty() ? std::nullopt : expect(expected, heard(*call));
}

}  // namespace

std::vector<Scenario> read_scenarios(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Scenario> scenarios;
    for (const auto& file : files) {
        std::ifstream in(file);
        std::string line;
        for (int number = 1; std::getline(in, line); ++number) {
            const std::string text(base::trim(line.substr(0, line.find('#'))));
            if (text.empty()) continue;
            if (text.starts_with("scenario ")) {
                scenarios.push_back({file.filename().string(), text.substr(9), {}});
            } else {
                scenarios.back().lines.push_back({number, text});
            }
        }
    }
    return scenarios;
}

std::optional<std::string> run_scenario(const Scenario& scenario) {
    Runner runner;
    for (const ScenarioLine& line : scenario.lines) {
        if (const auto broken = runner.run(line.text)) {
            return scenario.file + ":" + std::to_string(line.number) + ": " + line.text + ": " +
                   *broken;
        }
    }
    return std::nullopt;
}

}  // namespace croupier::scenarios
