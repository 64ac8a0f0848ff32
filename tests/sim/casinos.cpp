// SPDX-License-Identifier: Apache-2.0
#include "sim/casinos.h"

#include <algorithm>

#include "casino_api/errors.h"

namespace croupier::sim {

using domain::TransactionType;

void Casinos::hub_starts(HubLoop& loop, Accept accept) {
    hub_ = &loop;
    send_accept_ = std::move(accept);
    ++life_;
}

void Casinos::hub_died() {
    hub_ = nullptr;
    send_accept_ = nullptr;
}

void Casinos::begin(base::Duration delay, base::Task task) {
    ++under_way_;
    world_.at(world_.now() + delay, [this, task = std::move(task)] {
        --under_way_;
        task();
    });
}

void Casinos::tell(base::Task task) {
    if (hub_ != nullptr) hub_->post(std::move(task));
}

void Casinos::tell_at(base::Instant deadline, base::Task task) {
    if (hub_ != nullptr) hub_->at(deadline, std::move(task));
}

// ---- make

Casinos::Act Casinos::act(const Order& order, bool late) {
    const Style style = houses_.at(order.casino).style;
    auto& lines = of_bet_[order.bet];
    const int type = static_cast<int>(order.type);
    const auto has = [&](auto is) {
        return std::find_if(
            lines.begin(), lines.end(), [&](std::size_t line) { return is(wallet_[line]); });
    };
    const auto known = has([&](const WalletLine& line) {
        if (style == Style::one_of_a_type) return line.type == type;
        return style == Style::ours && line.transaction == order.transaction;
    });
    if (known != lines.end()) return {.booking = wallet_[*known].booking};
    // Whoever acts late looked at the bet when the call came.
    if (closed_.contains(order.bet) && !late) return {.error = 900105};
    if (tombstones_.contains(order.bet)) return {.error = 900105};
    if (order.type == TransactionType::stake_return &&
        has([](const WalletLine& line) { return line.type == -1; }) == lines.end()) {
        if (style != Style::ours) return {.error = 102823};
        tombstones_.insert(order.bet);
        return {};
    }
    Act done{.booking = "C" + std::to_string(++booked_)};
    lines.push_back(wallet_.size());
    wallet_.push_back(
        {order.casino, order.bet, type, order.amount.minor(), done.booking, order.transaction,
         world_.now()});
    return done;
}

domain::CasinoAnswer Casinos::answer_of(const House& house, const Act& act) const {
    domain::CasinoAnswer answer;
    if (act.error != 0) {
        const auto meaning = casino_api::meaning_of(act.error, house.terms);
        answer.verdict = meaning.verdict;
        answer.refusal = meaning.refusal;
        return answer;
    }
    answer.verdict = domain::Verdict::done;
    answer.partner_transaction = domain::PartnerTransactionId(act.booking);
    return answer;
}

void Casinos::act_and_tell(const Order& order, bool late, std::function<void(const Act&)> answer) {
    const House& house = houses_.at(order.casino);
    const bool accepts = house.terms.booking == domain::Booking::accept;
    const bool stake = order.type == TransactionType::stake;
    if (accepts && stake && swarm_.accept_refuses()) {
        answer({});  // received, and refused afterwards
        return accept(order, {.error = 900101}, 0);
    }
    const Act done = act(order, late);
    answer(done);
    if (accepts && done.error == 0 && !done.booking.empty()) accept(order, done, 0);
}

void Casinos::make(
    const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done) {
    const domain::Transfer& transfer = bet.transfers[ordinal];
    const Order order{bet.casino,    bet.id,          bet.partner_user,
                      transfer.type, transfer.amount, transfer.id};
    const bool stake = transfer.type == TransactionType::stake;
    Fate fate = swarm_.make_fate(stake);
    // A payout return that is refused waits for a person, and there is none here.
    if (fate == Fate::refuses && transfer.type == TransactionType::payout_return) fate = Fate::acts;
    calls_ += "make " + std::to_string(bet.id.value()) + " " + std::string(to_text(order.type)) +
              " " + std::to_string(static_cast<int>(fate)) + "\n";
    domain::CasinoAnswer unknown{.verdict = domain::Verdict::unknown};
    domain::CasinoAnswer timed_out{.verdict = domain::Verdict::unknown, .timed_out = true};
    const auto say = [this, done](const domain::CasinoAnswer& answer) {
        tell([done, answer] { done(answer); });
    };
    const auto silence = [&] { tell_at(deadline, [done, timed_out] { done(timed_out); }); };
    // Heard by the hub that asked, if it lives; answers come in time.
    const auto answer = [this, say, life = life_, casino = bet.casino](const Act& act) {
        if (life == life_) say(answer_of(houses_.at(casino), act));
    };
    switch (fate) {
    case Fate::acts:
        begin(swarm_.latency(), [this, order, answer] { act_and_tell(order, false, answer); });
        break;
    case Fate::refuses:
        answer({.error = stake ? 900101 : 102145});
        break;
    case Fate::silent:
        silence();
        break;
    case Fate::loses:
        begin(swarm_.latency(), [this, order] { act_and_tell(order, false, [](const Act&) {}); });
        silence();
        break;
    case Fate::garbage:
        begin({}, [this, order] { act_and_tell(order, false, [](const Act&) {}); });
        say(unknown);
        break;
    case Fate::deaf:
        say(unknown);
        break;
    case Fate::unsent:
        say({.verdict = domain::Verdict::not_sent});
        break;
    case Fate::late:
        begin(swarm_.lateness(), [this, order] { act_and_tell(order, true, [](const Act&) {}); });
        if (random_.chance(1, 2)) {
            say(unknown);
        } else {
            silence();
        }
        break;
    }
    if (swarm_.dies_at_call()) hub_->die();
}

// ---- accept

// Sent until the hub says that it has it, or three times.
void Casinos::accept(const Order& order, const Act& act, int attempt) {
    if (attempt == 3) return;
    const House& house = houses_.at(order.casino);
    usecases::AcceptBooking command;
    command.casino = order.casino;
    command.bet = order.bet;
    command.partner_user = order.player;
    command.type = order.type;
    command.amount = domain::to_text(order.amount);
    command.success = act.error == 0;
    if (command.success) {
        command.partner_transaction = domain::PartnerTransactionId(act.booking);
    } else {
        command.refusal = casino_api::meaning_of(act.error, house.terms).refusal;
    }
    if (house.style == Style::ours) command.transaction = order.transaction;
    const bool doubled = attempt == 0 && swarm_.accept_doubled();
    const base::Duration delay = attempt == 0 ? swarm_.accept_delay() : base::Duration(5000);
    begin(delay, [this, order, act, attempt, command, doubled] {
        const auto again = [this, order, act, attempt] { accept(order, act, attempt + 1); };
        if (!send_accept_ || !hub_->alive() || swarm_.accept_lost()) return again();
        if (doubled) send_accept_(command, [](int) {});
        send_accept_(command, [again](int code) {
            if (code != 200 && code != 0) again();
        });
    });
}

// ---- the rest

void Casinos::info(const domain::Bet& bet, base::Instant deadline, InfoDone done) {
    const Fate fate = swarm_.other_fate();
    calls_ += "info " + std::to_string(bet.id.value()) + "\n";
    if (fate == Fate::silent || fate == Fate::loses) {
        return tell_at(deadline, [done] { done({}); });
    }
    const auto answers = [&](domain::InfoAnswer answer) { tell([done, answer] { done(answer); }); };
    if (fate == Fate::deaf) return answers({.kind = domain::InfoAnswer::Kind::no_list});
    if (fate != Fate::acts) return answers({});
    const base::Instant until = world_.now() - swarm_.list_age();
    const Style style = houses_.at(bet.casino).style;
    domain::CasinoRecord record{.closed = closed_.contains(bet.id), .transactions = {}};
    for (const std::size_t number : of_bet_[bet.id]) {
        const WalletLine& line = wallet_[number];
        if (line.at > until) continue;
        domain::ListedTransaction listed{
            .transaction = line.transaction,
            .partner_transaction = domain::PartnerTransactionId(line.booking),
            .type = *domain::transaction_type_from(line.type),
            .amount = domain::Money(line.minor, bet.currency)};
        if (style != Style::ours) listed.transaction.reset();
        record.transactions.push_back(std::move(listed));
    }
    answers({.kind = domain::InfoAnswer::Kind::list, .record = std::move(record)});
}

void Casinos::close(
    const domain::Bet& bet, const domain::NextCall& call, base::Instant deadline,
    std::function<void(domain::CloseVerdict)> done) {
    const bool closes = call.kind == domain::CallKind::close;
    const Fate fate = swarm_.other_fate();
    calls_ += (closes ? "close " : "reopen ") + std::to_string(bet.id.value()) + "\n";
    if (fate == Fate::acts || fate == Fate::loses || fate == Fate::garbage) {
        if (closes) {
            closed_.insert(bet.id);
        } else {
            closed_.erase(bet.id);
        }
    }
    if (fate == Fate::acts) return tell([done] { done(domain::CloseVerdict::done); });
    const auto unknown = [done] { done(domain::CloseVerdict::unknown); };
    if (fate == Fate::silent || fate == Fate::loses) return tell_at(deadline, unknown);
    tell(unknown);
}

void Casinos::authenticate(
    domain::CasinoId, const crypto::Secret&, std::int64_t,
    std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) {
    tell([done] { done(domain::refuse(domain::ErrorCode::token_refused)); });
}

void Casinos::balance(
    const BalanceQuery& query, base::Instant,
    std::function<void(domain::Outcome<domain::Money>)> done) {
    tell([done, currency = query.currency] { done(domain::Money(100'000, currency)); });
}

}  // namespace croupier::sim
