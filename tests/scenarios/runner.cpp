// SPDX-License-Identifier: Apache-2.0
#include "scenarios/runner.h"

#include <algorithm>

#include "base/text.h"
#include "casino_api/errors.h"
#include "scenarios/scenario.h"

namespace croupier::scenarios {

namespace {

Broken expect(const std::string& expected, const std::string& found) {
    if (expected == found) return std::nullopt;
    return "expected " + expected + ", found " + found;
}

std::string heard(const Call& call) { return call.code ? std::to_string(*call.code) : "held"; }

std::string joined(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
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

}  // namespace

HubWorld& Runner::world() {
    if (!started_) world_.start();
    started_ = true;
    return world_;
}

Broken Runner::setup(const Said& said) {
    if (started_) return "a setup after the hub's start changes nothing";
    auto& casino = world_.casino;
    auto& provider = world_.provider;
    const auto flag = [&](const char* key, bool& field, const char* on = "yes") {
        if (said.has(key)) field = said[key] == on;
    };
    using domain::RepeatKey;
    if (said.has("booking")) {
        casino.terms.booking =
            said["booking"] == "accept" ? domain::Booking::accept : domain::Booking::answer;
    }
    if (said.has("repeat")) {
        casino.terms.repeat_key = said["repeat"] == "info"          ? RepeatKey::info
                                  : said["repeat"] == "transaction" ? RepeatKey::transaction
                                                                    : RepeatKey::bet_type;
    }
    flag("stock", casino.stock);
    flag("known", world_.casino_known);
    flag("one_of_a_type", casino.one_of_a_type);
    flag("accepts", casino.accepts_itself, "itself");
    if (said.has("hold")) provider.hold = *base::parse_duration(said["hold"]);
    if (said.value("payout_key", "round") == "round_amount") {
        provider.payout_key = domain::PayoutKeyRule::round_amount;
    }
    flag("refund_after_payout", provider.refund_after_payout);
    flag("zero_stakes", provider.zero_stakes);
    flag("enabled", provider.enabled);
    if (said.has("lag")) casino.lag = *base::parse_duration(said["lag"]);
    return std::nullopt;
}

Broken Runner::script(const Said& said) {
    Script script{.fate = Fate::refuses, .error = 0, .booking = said.value("ptid", "")};
    if (said.has("FATE")) {
        const auto is_it = [&](const auto& entry) { return entry.first == said["FATE"]; };
        script.fate = std::find_if(fates().begin(), fates().end(), is_it)->second;
        const bool late = script.fate == Fate::late || script.fate == Fate::tardy;
        if (late != said.has("acts")) return "acts= belongs to late and tardy, and only to them";
        if (late) script.later = *base::parse_duration(said["acts"]);
    } else {
        script.error = *base::parse_i64(said["CODE"]);
    }
    world().casino.scripts[said["KIND"]].push_back(script);
    return std::nullopt;
}

Broken Runner::left_over() const {
    for (const auto& [kind, queue] : world_.casino.scripts) {
        if (!queue.empty()) return "the casino was never asked for the next " + kind;
    }
    return std::nullopt;
}

Broken Runner::crowd(const Said&) { return world().casino.crowded = true, std::nullopt; }

Broken Runner::books(const Said& said) {
    const auto bet = world().bet(said["BET"]);
    const auto ordinal = ordinal_of(said, said.value("WHICH", "0"));
    if (!ordinal) return "no such transfer";
    world().casino.book(*bet, *ordinal);
    return std::nullopt;
}

Broken Runner::has(const Said& said) {
    const auto bet = world().bet(said["BET"]);
    std::vector<std::string> found;
    if (bet) {
        for (const CasinoBooking& booking : world().casino.bets[bet->id].bookings) {
            found.push_back(
                std::to_string(static_cast<int>(booking.type)) + ":" +
                domain::to_text(booking.amount));
        }
    }
    return expect(said["BOOKING"], found.empty() ? "nothing" : joined(found, " "));
}

Broken Runner::lists(bool bookings) {
    world().casino.lists_nothing = !bookings;
    return std::nullopt;
}

Broken Runner::heard_calls(const Said& said) {
    const auto calls = std::exchange(world().casino.calls, {});
    return expect(said["CALL"], calls.empty() ? "nothing" : joined(calls, ", "));
}

Broken Runner::closed(const Said& said, bool wanted) {
    const auto bet = world().bet(said["BET"]);
    if (!bet) return "no such bet";
    const bool closed = world().casino.bets[bet->id].closed;
    return expect(wanted ? "closed" : "open", closed ? "closed" : "open");
}

std::optional<std::size_t> Runner::ordinal_of(const Said& said, const std::string& which) {
    const auto bet = world().bet(said["BET"]);
    auto left = *base::parse_i64(which);
    if (!bet) return std::nullopt;
    for (std::size_t ordinal = 0; ordinal < bet->transfers.size(); ++ordinal) {
        if (bet->transfers[ordinal].type == type_named(said["TYPE"]) && left-- == 0) return ordinal;
    }
    return std::nullopt;
}

Broken Runner::accept(const Said& said) {
    const std::string seq = said.value("seq", "0");
    const auto bet = world().bet(said["BET"]);
    const auto ordinal = ordinal_of(said, seq);
    if (!ordinal) return "no such transfer";
    const domain::Transfer& transfer = bet->transfers[*ordinal];
    const auto error = *base::parse_i64(said["CODE"]);
    const auto meaning = casino_api::meaning_of(error, world().casino.terms);
    usecases::AcceptBooking command;
    command.bet = said.has("bet") ? domain::BetId(1) : bet->id;
    command.type = transfer.type;
    command.partner_user = domain::PartnerUserId(said.value("player", "p1"));
    command.amount = said.value("amount", domain::to_text(transfer.amount));
    command.success = error == 200;
    command.closed = meaning.verdict == domain::Verdict::closed;
    if (meaning.verdict == domain::Verdict::refused) command.refusal = meaning.refusal;
    const std::string& booked = transfer.partner_transaction.value();
    const std::string fresh = "A-" + said["BET"] + "-" + said["TYPE"] + seq;
    const std::string usual = booked.empty() ? fresh : booked;
    command.partner_transaction =
        domain::PartnerTransactionId(said.value("ptid", error == 200 ? usual : ""));
    if (said.value("tx", "yes") == "yes") command.transaction = transfer.id;
    return expect(said["=>"], std::to_string(world().accept(std::move(command))));
}

Broken Runner::order(const Said& said, usecases::Order order) {
    const auto bet = world().bet(said["BET"]);
    if (!bet) return "no such bet";
    order.id = 1;
    order.bet = bet->id;
    order.reason = "by hand";
    return expect(said["=>"], world().order(order) ? "yes" : "no");
}

Broken Runner::resumes(const Said& said) { return order(said, {}); }

Broken Runner::orders(usecases::OrderKind kind, const Said& said) {
    const auto bet = world().bet(said["BET"]);
    const auto ordinal = ordinal_of(said, said.value("WHICH", "0"));
    if (!ordinal) return "no such transfer";
    usecases::Order order;
    order.kind = kind;
    order.transfer = bet->transfers[*ordinal].id;
    if (said.has("ptid")) {
        order.booking = {bet->casino, domain::PartnerTransactionId(said["ptid"])};
    }
    return this->order(said, std::move(order));
}

Broken Runner::without_reopening(const Said& said) {
    usecases::Order order;
    order.kind = usecases::OrderKind::send_without_reopening;
    return this->order(said, std::move(order));
}

Broken Runner::provider(const std::string& verb, const Said& said) {
    base::Json body = base::Json::object().set("betId", base::Json::string(said["BET"]));
    if (said.has("STAKE")) body.set("betAmount", base::Json::number(said["STAKE"]));
    if (said.has("WIN")) body.set("winAmount", base::Json::number(said["WIN"]));
    if (verb != "refund") {
        body.set("gameRoundId", base::Json::string(said.value("ROUND", "r-" + said["BET"])));
    }
    if (said.has("tx")) body.set("transactionId", base::Json::string(said["tx"]));
    if (said.has("NAME") && replies_.contains(said["NAME"])) return "a second " + said["NAME"];
    const auto call = world().call(verb, base::to_text(body));
    if (said.has("NAME")) replies_[said["NAME"]] = call;
    return expect(said["=>"], heard(*call));
}

Broken Runner::reply(const Said& said) {
    const auto found = replies_.find(said["NAME"]);
    if (found == replies_.end()) return "no call of that name";
    return expect(said["=>"], heard(*found->second));
}

Broken Runner::after(const Said& said) {
    world().advance(*base::parse_duration(said["DURATION"]));
    return std::nullopt;
}

Broken Runner::session_ends(const Said&) { return world().end_session(), std::nullopt; }

Broken Runner::session_begins(const Said& said) {
    return expect(said.value("=>", "200"), std::to_string(world().new_session()));
}

Broken Runner::session_elsewhere(const Said&) {
    return expect("200", std::to_string(world().other_session()));
}

Broken Runner::max_stake(const Said& said) {
    const auto euro = *domain::Currency::from_code("EUR");
    const auto most = domain::parse_money(said["MONEY"], euro, domain::ExtraDigits::refuse);
    if (!most.ok()) return "no amount of euros";
    world_.casino.max_stake = most.value();
    return std::nullopt;
}

Broken Runner::balance(const Said& said) {
    return expect(said["=>"], heard(*world().call("balance", "")));
}

Broken Runner::restart(const Said&) {
    world().kill();
    world().start();
    return std::nullopt;
}

Broken Runner::stage(const Said& said) {
    const auto bet = world().bet(said["BET"]);
    return expect(said["STAGE"], bet ? stage_name(domain::stage_of(*bet)) : "nothing");
}

Broken Runner::alarms(const Said& said) {
    const auto alarms = world().take_alarms();
    return expect(said["ALARM"], alarms.empty() ? "none" : joined(alarms, " "));
}

Broken Runner::at_rest(const Said&) { return world().unrest(); }

}  // namespace croupier::scenarios
