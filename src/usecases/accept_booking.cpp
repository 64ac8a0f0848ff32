// SPDX-License-Identifier: Apache-2.0
// The casino's accept arrives: the word that books or refuses a transaction in booking `accept`. It
// may come before make's answer, again, late, or against what was said before (contract
// sections 1.5, 2).
#include "usecases/bet_steps.h"

namespace croupier::usecases {

namespace {

using domain::ErrorCode;

struct AcceptStep {
    AcceptBooking command;

    Keep decide(View& view, std::optional<Outcome<Nothing>>& answer) const;
    std::optional<std::size_t> match(const View& view, const domain::Bet& bet) const;
    bool same_content(const domain::Transfer& transfer, const domain::Bet& bet) const;
    Keep unmatched(View& view, std::optional<Outcome<Nothing>>& answer) const;
    std::optional<domain::Money> amount(domain::Currency currency) const;
};

std::optional<domain::Money> AcceptStep::amount(domain::Currency currency) const {
    const auto parsed =
        domain::parse_money(command.amount, currency, domain::ExtraDigits::ignore_zeros);
    if (!parsed.ok()) return std::nullopt;
    return parsed.value();
}

bool awaits_word(domain::TransferState state) {
    return state == domain::TransferState::pending || state == domain::TransferState::received ||
           state == domain::TransferState::in_doubt;
}

// TransactionId, else PartnerTransactionId, else the one transaction of that type and amount that
// is in flight or in doubt.
std::optional<std::size_t> AcceptStep::match(const View& view, const domain::Bet& bet) const {
    if (command.transaction) {
        const domain::Transfer* found = bet.find(*command.transaction);
        if (found == nullptr) return std::nullopt;
        return static_cast<std::size_t>(found - bet.transfers.data());
    }
    if (!command.partner_transaction.value().empty()) {
        const auto booking = view.booking({command.casino, command.partner_transaction});
        if (booking && booking->first == bet.id) {
            const domain::Transfer* found = bet.find(booking->second);
            if (found != nullptr) return static_cast<std::size_t>(found - bet.transfers.data());
        }
    }
    std::optional<std::size_t> only;
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const domain::Transfer& transfer = bet.transfers[ordinal];
        if (!awaits_word(transfer.state) || !same_content(transfer, bet)) continue;
        if (only) return std::nullopt;
        only = ordinal;
    }
    return only;
}

bool AcceptStep::same_content(const domain::Transfer& transfer, const domain::Bet& bet) const {
    const auto told = amount(bet.currency);
    return transfer.type == command.type && told && *told == transfer.amount &&
           command.partner_user == bet.partner_user;
}

Keep AcceptStep::unmatched(View& view, std::optional<Outcome<Nothing>>& answer) const {
    view.raise(
        {domain::AlarmKind::accept_unmatched, command.bet,
         "an accept of casino " + std::to_string(command.casino.value()) + " matches nothing"});
    answer = domain::refuse(ErrorCode::transaction_unknown);
    return Keep::yes;  // kept as evidence
}

Keep AcceptStep::decide(View& view, std::optional<Outcome<Nothing>>& answer) const {
    const CasinoEntry* casino = view.directory().casino(command.casino);
    if (casino == nullptr) {
        answer = domain::refuse(ErrorCode::unauthorized);
        return Keep::no;
    }
    answer = Nothing{};
    if (casino->terms.booking == domain::Booking::answer) return Keep::no;
    const domain::Bet* bet = view.bet(command.bet);
    // Another casino's bet is not there, as far as this one can tell.
    if (bet == nullptr || bet->casino != command.casino || bet->mode == domain::Mode::demo) {
        return unmatched(view, answer);
    }
    const auto ordinal = match(view, *bet);
    if (!ordinal) return unmatched(view, answer);
    domain::BetChange change{.bet = *bet, .postings = {}, .alarms = {}};
    const domain::MoveContext context{casino->terms, view.now(), view.random()};
    domain::stake_overdue(change, context);  // a hold that is over comes before any news
    if (!same_content(bet->transfers[*ordinal], *bet)) {
        domain::record_contradiction(change, context, "an accept with other content than the make");
        change.alarms.back().kind = domain::AlarmKind::content_mismatch;
        answer = domain::refuse(ErrorCode::content_mismatch);
    } else {
        domain::CasinoAnswer told{
            .verdict = domain::Verdict::unknown,
            .partner_transaction = command.partner_transaction,
            .balance = {}};
        told.booking_elsewhere = booked_by_another_bet(view, *bet, command.partner_transaction);
        if (command.success) told.verdict = domain::Verdict::done;
        if (command.closed) told.verdict = domain::Verdict::closed;
        if (command.refusal) {
            told.verdict = domain::Verdict::refused;
            told.refusal = *command.refusal;
        }
        if (const auto error = domain::record_accept(change, context, *ordinal, told)) {
            answer = domain::refuse(*error);
        }
    }
    if (change.bet == *bet && change.alarms.empty()) return Keep::no;  // a repeat
    view.put(std::move(change));
    return Keep::yes;
}

}  // namespace

void BetDesk::accept(AcceptBooking command, Done<Nothing> done) {
    auto answer = std::make_shared<std::optional<Outcome<Nothing>>>();
    Step step = new_step("accept", command.evidence);
    step.names.bets.push_back(command.bet);
    if (!command.partner_transaction.value().empty()) {
        step.names.bookings.push_back({command.casino, command.partner_transaction});
    }
    step.done = deliver<Nothing>(answer, std::move(done));
    step.decide = [accept = AcceptStep{std::move(command)}, answer](View& view) {
        return accept.decide(view, *answer);
    };
    parts_.batcher.submit(std::move(step));
}

}  // namespace croupier::usecases
