// SPDX-License-Identifier: Apache-2.0
#include "usecases/balances.h"

namespace croupier::usecases {

PlayerRef player_of(const domain::Bet& bet) {
    return {bet.player, bet.casino, bet.partner_user, bet.tag_id, bet.currency};
}

Balances::Balances(base::Loop& loop, CasinoWallet& wallet, std::size_t players_max)
    : loop_(loop), wallet_(wallet), players_max_(players_max) {}

void Balances::note(const domain::PlayerKey& player, domain::Money balance) {
    const Known known{balance, loop_.now()};
    if (const auto found = entries_.find(player); found != entries_.end()) {
        found->second.known = known;
        by_age_.splice(by_age_.end(), by_age_, found->second.place);
        return;
    }
    if (entries_.size() >= players_max_) {
        entries_.erase(by_age_.front());
        by_age_.pop_front();
    }
    const auto place = by_age_.insert(by_age_.end(), player);
    entries_.emplace(player, Entry{known, place});
}

void Balances::apply(const domain::PlayerKey& player, domain::Money change) {
    const auto found = entries_.find(player);
    if (found == entries_.end()) return;
    Known& known = found->second.known;
    if (known.money.currency() != change.currency()) return;
    if (const auto moved = domain::add(known.money, change)) known.money = *moved;
}

std::optional<Balances::Known> Balances::known(const domain::PlayerKey& player) const {
    const auto found = entries_.find(player);
    if (found == entries_.end()) return std::nullopt;
    return found->second.known;
}

void Balances::read(
    const PlayerRef& player, base::Instant not_before, base::Instant deadline,
    std::function<void(std::optional<domain::Money>)> done) {
    const auto last_known = [this, player]() -> std::optional<domain::Money> {
        const auto found = known(player.key);
        if (!found || found->money.currency() != player.currency) return std::nullopt;
        return found->money;
    };
    if (const auto found = known(player.key);
        found && found->told_at >= not_before && found->money.currency() == player.currency) {
        return done(found->money);
    }
    if (deadline <= loop_.now()) return done(last_known());
    wallet_.balance(
        {player.casino, player.partner_user, player.tag_id, player.currency}, deadline,
        [this, player, last_known, done = std::move(done)](Outcome<domain::Money> told) {
            if (!told.ok()) return done(last_known());
            note(player.key, told.value());
            done(told.value());
        });
}

}  // namespace croupier::usecases
