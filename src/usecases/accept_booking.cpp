// SPDX-License-Identifier: Apache-2.0
// The casino's accept arrives: the word that books or refuses a transaction in booking `accept`. It
// may come before make's answer, again, late, or against what was said before (contract
// sections 1.5, 2).
#include "usecases/bet_steps.h"
#include "usecases/player_blocks.h"

namespace croupier::usecases {

namespace {

using domain::ErrorCode;

// A balance that came with the word about a transfer.
using Told = std::optional<std::pair<domain::TransactionId, domain::Money>>;

struct AcceptStep {
    AcceptBooking command;
    std::shared_ptr<Told> told = std::make_shared<Told>();

    Keep decide(View& view, std::optional<Outcome<Nothing>>& answer) const;
    std::optional<std::size_t> match(const View& view, const domain::Bet& bet) const;
    std::optional<std::size_t> match_content(const domain::Bet& bet) const;
    bool same_content(const domain::Transfer& transfer, const domain::Bet& bet) const;
    Keep unmatched(
        View& view, std::optional<Outcome<Nothing>>& answer, const domain::Bet* bet,
        const CasinoEntry& casino) const;
    std::optional<domain::Money> amount(domain::Currency currency) const;
    Told balance_with(const domain::Transfer& transfer) const;
};

std::optional<domain::Money> AcceptStep::amount(domain::Currency currency) const {
    const auto parsed =
        domain::parse_money(command.amount, currency, domain::ExtraDigits::ignore_zeros);
    if (!parsed.ok()) return std::nullopt;
    return parsed.value();
}

Told AcceptStep::balance_with(const domain::Transfer& transfer) const {
    const auto balance =
        domain::parse_money(command.balance, transfer.amount.currency(), domain::ExtraDigits::cut);
    if (!balance.ok()) return std::nullopt;
    return std::pair(transfer.id, balance.value());
}

// What an accept that names no transaction may be about, the likeliest first. One that matches
// wrongly must never book money that did not move: of two equal transfers, a booking is therefore
// taken for the older one's.
enum class Likeness {
    booked_unnamed,  // booked on the word of make or info, its accept never came: a late repeat
    awaited,         // in flight or in doubt
    other,           // refused, void or booked: a resend, or word against word
    none
};

Likeness likeness_of(const domain::Bet& bet, std::size_t ordinal, bool success) {
    const domain::Transfer& transfer = bet.transfers[ordinal];
    if (transfer.state == domain::TransferState::booked) {
        const bool unnamed = transfer.partner_transaction.value().empty();
        return success && unnamed ? Likeness::booked_unnamed : Likeness::other;
    }
    if (domain::is_settled(transfer.state)) return Likeness::other;
    const bool sent = ordinal == 0 || domain::first_open(bet) == ordinal;
    return sent ? Likeness::awaited : Likeness::none;
}

// TransactionId, else PartnerTransactionId, else what it says.
std::optional<std::size_t> AcceptStep::match(const View& view, const domain::Bet& bet) const {
    const auto place_of = [&bet](domain::TransactionId id) -> std::optional<std::size_t> {
        const domain::Transfer* found = bet.find(id);
        if (found == nullptr) return std::nullopt;
        return static_cast<std::size_t>(found - bet.transfers.data());
    };
    if (command.transaction) return place_of(*command.transaction);
    if (!command.partner_transaction.value().empty()) {
        const auto booking = view.booking({command.casino, command.partner_transaction});
        if (booking && booking->first == bet.id) {
            if (const auto place = place_of(booking->second)) return place;
        }
    }
    return match_content(bet);
}

std::optional<std::size_t> AcceptStep::match_content(const domain::Bet& bet) const {
    std::optional<std::size_t> best;
    Likeness likeness = Likeness::none;
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const domain::Transfer& transfer = bet.transfers[ordinal];
        if (transfer.type != command.type || amount(bet.currency) != transfer.amount) continue;
        const Likeness here = likeness_of(bet, ordinal, command.success);
        if (here >= likeness) continue;
        best = ordinal;
        likeness = here;
    }
    return best;
}

bool AcceptStep::same_content(const domain::Transfer& transfer, const domain::Bet& bet) const {
    return transfer.type == command.type && amount(bet.currency) == transfer.amount &&
           command.partner_user == bet.partner_user;
}

Keep AcceptStep::unmatched(
    View& view, std::optional<Outcome<Nothing>>& answer, const domain::Bet* bet,
    const CasinoEntry& casino) const {
    const std::string detail =
        "an accept of casino " + std::to_string(command.casino.value()) + " matches nothing";
    if (bet != nullptr) {
        domain::BetChange change{.bet = *bet, .postings = {}, .alarms = {}};
        domain::record_unmatched_accept(change, moves_of(view, casino), detail);
        view.put(std::move(change));
    } else {
        view.raise({domain::AlarmKind::accept_unmatched, command.bet, detail});
    }
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
    if (command.cashback) return unmatched(view, answer, nullptr, *casino);
    const domain::Bet* bet = view.bet(command.bet);
    // Another casino's bet is not there, as far as this one can tell.
    if (bet == nullptr || bet->casino != command.casino || bet->mode == domain::Mode::demo) {
        return unmatched(view, answer, nullptr, *casino);
    }
    const auto ordinal = match(view, *bet);
    // What never left the hub is nothing that a casino could confirm.
    if (!ordinal || !domain::may_have_left(*bet, *ordinal, casino->terms, view.now())) {
        return unmatched(view, answer, bet, *casino);
    }
    domain::BetChange change{.bet = *bet, .postings = {}, .alarms = {}};
    const domain::MoveContext context{casino->terms, view.now(), view.random()};
    domain::stake_overdue(change, context);  // a hold that is over comes before any news
    bool blocks = false;
    if (!same_content(bet->transfers[*ordinal], *bet)) {
        domain::record_contradiction(change, context, "an accept with other content than the make");
        change.alarms.back().kind = domain::AlarmKind::content_mismatch;
        answer = domain::refuse(ErrorCode::content_mismatch);
    } else {
        domain::CasinoAnswer word{
            .verdict = domain::Verdict::unknown,
            .partner_transaction = command.partner_transaction,
            .balance = {}};
        word.booking_elsewhere = booked_by_another_bet(view, *bet, command.partner_transaction);
        if (command.success) word.verdict = domain::Verdict::done;
        if (command.closed) word.verdict = domain::Verdict::closed;
        if (command.refusal) {
            word.verdict = domain::Verdict::refused;
            word.refusal = *command.refusal;
        }
        blocks = heed_refusal(view, change.bet, *ordinal, word);
        *told = balance_with(bet->transfers[*ordinal]);
        if (const auto error = domain::record_accept(change, context, *ordinal, word)) {
            answer = domain::refuse(*error);
        }
    }
    if (change.bet == *bet && change.alarms.empty()) return blocks ? Keep::yes : Keep::no;
    view.put(std::move(change));
    return Keep::yes;
}

}  // namespace

void BetDesk::accept(AcceptBooking command, Done<Nothing> done) {
    auto answer = std::make_shared<std::optional<Outcome<Nothing>>>();
    Step step = new_step("accept", command.evidence);
    step.owner = command.casino;
    step.names.bets.push_back(command.bet);
    if (!command.partner_transaction.value().empty()) {
        step.names.bookings.push_back({command.casino, command.partner_transaction});
    }
    AcceptStep accept{std::move(command)};
    step.done = [&balances = parts_.balances, told = accept.told,
                 deliver = deliver<Nothing>(answer, std::move(done))](const auto& failed) {
        if (!failed && *told) balances.note_with((*told)->first, (*told)->second);
        deliver(failed);
    };
    step.decide = [accept = std::move(accept), answer](View& view) {
        return accept.decide(view, *answer);
    };
    parts_.batcher.submit(std::move(step));
}

}  // namespace croupier::usecases
