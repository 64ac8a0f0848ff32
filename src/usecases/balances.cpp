// SPDX-License-Identifier: Apache-2.0
#include "usecases/balances.h"

#include <utility>

namespace croupier::usecases {

PlayerRef player_of(const domain::Bet& bet) {
    return {bet.player, bet.casino, bet.partner_user, bet.tag_id, bet.currency};
}

std::optional<domain::Money> effect_on_balance(
    const domain::Bet& bet, const domain::Transfer& transfer) {
    using domain::TransactionType;
    const auto* undone = transfer.undoes ? bet.find(*transfer.undoes) : nullptr;
    const bool undoes_booked = undone != nullptr && undone->state == domain::TransferState::booked;
    switch (transfer.type) {
    case TransactionType::stake:
        return domain::negate(transfer.amount);
    case TransactionType::payout:
    case TransactionType::jackpot:
        return transfer.amount;
    case TransactionType::stake_return:
        return undoes_booked ? transfer.amount : domain::Money::zero(bet.currency);
    case TransactionType::payout_return:
        return undoes_booked ? domain::negate(transfer.amount) : domain::Money::zero(bet.currency);
    }
    return std::nullopt;
}

Balances::Balances(base::Loop& loop, CasinoWallet& wallet, std::size_t players_max)
    : loop_(loop), wallet_(wallet), players_max_(players_max) {}

void Balances::note(const domain::PlayerKey& player, domain::Money balance) {
    told(player, balance, ++turn_);
}

void Balances::note_with(domain::TransactionId transfer, domain::Money balance) {
    with_word_.insert_or_assign(transfer, balance);
}

void Balances::booked(
    const domain::PlayerKey& player, domain::TransactionId transfer, domain::Money effect) {
    Entry& at = entry(player);
    at.booked = ++turn_;
    if (const auto word = with_word_.find(transfer); word != with_word_.end()) {
        at.money = word->second;
        at.asked = at.booked;
        return;
    }
    if (at.money && at.money->currency() == effect.currency()) {
        at.money = domain::add(*at.money, effect);
    }
}

std::optional<domain::Money> Balances::known(const PlayerRef& player) const {
    const auto found = entries_.find(player.key);
    if (found == entries_.end() || !found->second.money) return std::nullopt;
    if (found->second.money->currency() != player.currency) return std::nullopt;
    return found->second.money;
}

std::optional<domain::Money> Balances::fresh(const PlayerRef& player) const {
    const auto found = entries_.find(player.key);
    if (found == entries_.end() || found->second.asked < found->second.booked) return std::nullopt;
    return known(player);
}

void Balances::ask(const PlayerRef& player, base::Instant deadline, Done done) {
    if (deadline <= loop_.now()) return done(known(player));
    if (const auto question = under_way(player)) return join(question, deadline, std::move(done));
    const auto question = std::make_shared<Question>(
        Question{.player = player, .asked = ++turn_, .deadline = deadline});
    question->waiters.push_back({deadline, std::move(done)});
    questions_.insert_or_assign(player.key, question);
    put(question);
}

// The question whose answer would do for who asks now.
Balances::QuestionPtr Balances::under_way(const PlayerRef& player) const {
    const auto found = questions_.find(player.key);
    if (found == questions_.end() || !(found->second->player == player)) return nullptr;
    const auto entry = entries_.find(player.key);
    const bool booked_since =
        entry != entries_.end() && entry->second.booked > found->second->asked;
    return booked_since ? nullptr : found->second;
}

void Balances::join(const QuestionPtr& question, base::Instant deadline, Done done) {
    const auto waiter =
        question->waiters.insert(question->waiters.end(), {deadline, std::move(done)});
    if (deadline >= question->deadline) return;
    waiter->timer = loop_.at(deadline, [this, question, waiter] {
        const Done late = std::move(waiter->done);
        question->waiters.erase(waiter);
        late(known(question->player));
    });
}

void Balances::put(const QuestionPtr& question) {
    const PlayerRef& player = question->player;
    wallet_.balance(
        {player.casino, player.partner_user, player.tag_id, player.currency}, question->deadline,
        [this, question](const Outcome<domain::Money>& balance) { end(question, balance); });
}

void Balances::end(const QuestionPtr& question, const Outcome<domain::Money>& balance) {
    const PlayerRef& player = question->player;
    const auto latest = questions_.find(player.key);
    if (latest != questions_.end() && latest->second == question) questions_.erase(latest);
    if (balance.ok()) told(player.key, balance.value(), question->asked);
    const bool out_of_time = !balance.ok() && loop_.now() >= question->deadline;
    for (Waiter& waiter : std::exchange(question->waiters, {})) {
        loop_.cancel(waiter.timer);
        if (balance.ok()) {
            waiter.done(balance.value());
        } else if (out_of_time && waiter.deadline > loop_.now()) {
            ask(player, waiter.deadline, std::move(waiter.done));  // it has more time than that
        } else {
            waiter.done(known(player));
        }
    }
}

void Balances::told(const domain::PlayerKey& player, domain::Money balance, std::uint64_t asked) {
    Entry& at = entry(player);
    if (at.money && asked < at.asked) return;  // a later question was answered before
    // Asked before the last booking and answered after it: nobody can say whether it is in there.
    if (at.money && asked < at.booked) return;
    at.money = balance;
    at.asked = asked;
}

Balances::Entry& Balances::entry(const domain::PlayerKey& player) {
    if (const auto found = entries_.find(player); found != entries_.end()) {
        by_age_.splice(by_age_.end(), by_age_, found->second.place);
        return found->second;
    }
    if (entries_.size() >= players_max_) {
        entries_.erase(by_age_.front());
        by_age_.pop_front();
    }
    Entry& made = entries_[player];
    made.place = by_age_.insert(by_age_.end(), player);
    return made;
}

}  // namespace croupier::usecases
