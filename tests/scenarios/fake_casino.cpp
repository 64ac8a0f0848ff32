// SPDX-License-Identifier: Apache-2.0
#include "scenarios/fake_casino.h"

#include <algorithm>

#include "casino_api/errors.h"

namespace croupier::scenarios {

using domain::TransactionType;

Script FakeCasino::next(const std::string& kind) {
    auto& queue = scripts[kind];
    if (queue.empty()) return {};
    Script script = queue.front();
    queue.pop_front();
    return script;
}

void FakeCasino::answer_at(base::Instant when, base::Task task) { loop_.at(when, std::move(task)); }

std::string FakeCasino::book(const domain::Bet& bet, std::size_t ordinal) {
    const domain::Transfer& transfer = bet.transfers[ordinal];
    const std::string name = "C" + std::to_string(++booked_);
    bets[bet.id].bookings.push_back(
        {transfer.id, name, transfer.type, transfer.amount, loop_.now()});
    return name;
}

void FakeCasino::act_later(const Act& act) {
    loop_.at(act.when, [this, act] {
        std::erase_if(to_do_, [&act](const Act& one) {
            return one.when == act.when && one.bet.id == act.bet.id && one.ordinal == act.ordinal;
        });
        // A stock wallet takes from its queue what its gateway had let in; it asks no more.
        std::string name;
        if (stock) {
            name = book(act.bet, act.ordinal);
        } else {
            this->act(act.bet, act.ordinal, name);
        }
        const bool accepts = terms.booking == domain::Booking::accept && accepts_itself;
        if (accepts && !name.empty()) send_accept(act.bet, act.ordinal, name);
    });
}

void FakeCasino::go_on() {
    for (const Act& act : to_do_)
        act_later(act);
}

std::int64_t FakeCasino::act(const domain::Bet& bet, std::size_t ordinal, std::string& name) {
    const domain::Transfer& transfer = bet.transfers[ordinal];
    CasinoBet& own = bets[bet.id];
    const auto has = [&](TransactionType type) {
        return std::any_of(own.bookings.begin(), own.bookings.end(), [&](const CasinoBooking& one) {
            return one.type == type;
        });
    };
    for (const CasinoBooking& known : own.bookings) {
        const bool same = one_of_a_type ? known.type == transfer.type
                                        : !stock && known.transaction == transfer.id;
        if (!same) continue;
        name = known.partner_transaction;
        return 0;
    }
    if (own.closed || own.tombstone) return 900105;
    if (transfer.type == TransactionType::stake_return && !has(TransactionType::stake)) {
        if (stock) return 102823;
        own.tombstone = true;
        return 0;
    }
    name = book(bet, ordinal);
    return 0;
}

void FakeCasino::make(
    const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done) {
    const domain::Transfer& transfer = bet.transfers[ordinal];
    calls.push_back(
        "make " + std::to_string(static_cast<int>(transfer.type)) + " " +
        domain::to_text(transfer.amount));
    const Script script = next(std::string(domain::to_text(transfer.type)));
    domain::CasinoAnswer answer;
    std::string name;
    std::int64_t error = script.error;
    const bool does =
        script.fate == Fate::acts || script.fate == Fate::loses || script.fate == Fate::garbage;
    if (does) error = act(bet, ordinal, name);
    const bool late = script.fate == Fate::late || script.fate == Fate::tardy;
    if (late) {
        to_do_.push_back({loop_.now() + script.later, bet, ordinal});
        act_later(to_do_.back());
    }
    if (!script.booking.empty()) name = script.booking;
    const bool accepted = does && error == 0 && terms.booking == domain::Booking::accept &&
                          accepts_itself && !name.empty();
    if (error != 0) {
        const casino_api::Meaning meaning = casino_api::meaning_of(error, terms);
        answer = {.verdict = meaning.verdict, .refusal = meaning.refusal};
    } else {
        answer.verdict = domain::Verdict::done;
        answer.partner_transaction = domain::PartnerTransactionId(name);
    }
    base::Instant when = loop_.now();
    if (script.fate == Fate::silent || script.fate == Fate::loses || script.fate == Fate::tardy) {
        answer = {.verdict = domain::Verdict::unknown, .timed_out = true};
        when = deadline;
    } else if (
        script.fate == Fate::garbage || script.fate == Fate::deaf || script.fate == Fate::late) {
        answer = {.verdict = domain::Verdict::unknown};
    } else if (script.fate == Fate::unsent) {
        answer = {.verdict = domain::Verdict::not_sent};
    }
    answer_at(when, [done = std::move(done), answer] { done(answer); });
    if (accepted)
        answer_at(loop_.now(), [this, bet, ordinal, name] { send_accept(bet, ordinal, name); });
}

void FakeCasino::info(const domain::Bet& bet, base::Instant deadline, InfoDone done) {
    calls.emplace_back("info");
    const Script script = next("info");
    if (script.fate == Fate::empty) {
        return answer_at(loop_.now(), [done = std::move(done)] {
            done({.kind = domain::InfoAnswer::Kind::list, .record = {}});
        });
    }
    if (script.fate == Fate::refuses) {
        return answer_at(loop_.now(), [done = std::move(done)] {
            done({.kind = domain::InfoAnswer::Kind::no_list, .why = "refused"});
        });
    }
    if (script.fate != Fate::acts) {
        const bool waits = script.fate == Fate::silent || script.fate == Fate::loses;
        return answer_at(waits ? deadline : loop_.now(), [done = std::move(done)] { done({}); });
    }
    const CasinoBet& own = bets[bet.id];
    domain::CasinoRecord record{.closed = own.closed, .transactions = {}};
    for (const CasinoBooking& booking : own.bookings) {
        if (lists_nothing) break;
        if (booking.at + lag > loop_.now()) continue;
        domain::ListedTransaction listed{
            .transaction = booking.transaction,
            .partner_transaction = domain::PartnerTransactionId(booking.partner_transaction),
            .type = booking.type,
            .amount = booking.amount};
        if (stock || one_of_a_type) listed.transaction.reset();
        record.transactions.push_back(std::move(listed));
    }
    answer_at(loop_.now(), [done = std::move(done), record] {
        done({.kind = domain::InfoAnswer::Kind::list, .record = record});
    });
}

void FakeCasino::close(
    const domain::Bet& bet, const domain::NextCall& call, base::Instant deadline,
    std::function<void(domain::CloseVerdict)> done) {
    const bool closes = call.kind == domain::CallKind::close;
    calls.push_back((closes ? "close " : "reopen ") + std::to_string(call.seq));
    const Script script = next(closes ? "close" : "reopen");
    const bool does =
        script.fate == Fate::acts || script.fate == Fate::loses || script.fate == Fate::garbage;
    if (does) bets[bet.id].closed = closes;
    domain::CloseVerdict verdict = domain::CloseVerdict::unknown;
    if (script.fate == Fate::acts) verdict = domain::CloseVerdict::done;
    if (script.fate == Fate::refuses && script.error == 103752) {
        verdict = domain::CloseVerdict::refused_for_good;
    }
    const bool waits = script.fate == Fate::silent || script.fate == Fate::loses;
    answer_at(waits ? deadline : loop_.now(), [done = std::move(done), verdict] { done(verdict); });
}

void FakeCasino::authenticate(
    domain::CasinoId, const crypto::Secret& token, std::int64_t,
    std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) {
    if (const Script script = next("auth"); script.fate == Fate::refuses) {
        const auto refusal = casino_api::user_error_of(script.error, terms);
        return loop_.post([done = std::move(done), refusal] { done(domain::refuse(refusal)); });
    }
    usecases::AuthenticatedUser user{
        .partner_user = domain::PartnerUserId(token.reveal()),
        .refresh_token = crypto::Secret("next-" + token.reveal()),
        .currency = *domain::Currency::from_code("EUR"),
        .language = "en",
        .country = "",
        .is_test = false,
        .balance = {},
        .max_stake = max_stake};
    loop_.post([done = std::move(done), user] { done(user); });
}

void FakeCasino::balance(
    const BalanceQuery& query, base::Instant,
    std::function<void(domain::Outcome<domain::Money>)> done) {
    loop_.post([done = std::move(done), currency = query.currency] {
        done(domain::Money(100'000, currency));
    });
}

}  // namespace croupier::scenarios
