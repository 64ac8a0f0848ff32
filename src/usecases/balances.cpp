// SPDX-License-Identifier: Apache-2.0
#include "usecases/balances.h"

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
    wallet_.balance(
        {player.casino, player.partner_user, player.tag_id, player.currency}, deadline,
        [this, player, asked = ++turn_, done = std::move(done)](Outcome<domain::Money> balance) {
            if (!balance.ok()) return done(known(player));
            told(player.key, balance.value(), asked);
            done(balance.value());
        });
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
