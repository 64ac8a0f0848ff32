// SPDX-License-Identifier: Apache-2.0
#include "usecases/view.h"

#include "domain/invariants.h"
#include "domain/round_stake.h"

namespace croupier::usecases {

namespace {

// The newest of three: what this step wrote, what the batch kept, what was loaded.
template <class Key, class Value>
const Value* newest(
    const std::map<Key, Value>& own, const std::map<Key, Value>& kept,
    const std::map<Key, Value>& loaded, const Key& key) {
    for (const auto* layer : {&own, &kept, &loaded}) {
        if (const auto found = layer->find(key); found != layer->end()) return &found->second;
    }
    return nullptr;
}

template <class Map>
void merge(Map& into, Map& from) {
    for (auto& [key, value] : from)
        into.insert_or_assign(key, std::move(value));
    from.clear();
}

template <class Items>
void append(Items& into, Items& from) {
    into.insert(
        into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

RoundKey round_of(const domain::Bet& bet) { return {bet.provider, bet.player, bet.round}; }

}  // namespace

std::uint16_t BetIdSource::left(domain::Slot slot) const {
    const auto found = blocks_.find(slot);
    if (found == blocks_.end()) return 0;
    return static_cast<std::uint16_t>(domain::bet_ids_per_block - found->second.next);
}

void BetIdSource::add_block(domain::Slot slot, std::uint64_t block) {
    blocks_[slot] = {.block = block, .next = 0};
}

domain::BetId BetIdSource::next(domain::Slot slot) {
    CROUPIER_CHECK(left(slot) > 0);
    Block& block = blocks_.at(slot);
    return domain::make_bet_id(slot, block.block, block.next++);
}

void BetIdSource::forget(domain::Slot slot) { blocks_.erase(slot); }

View::View(const Parts& parts, Snapshot snapshot)
    : loaded_(std::move(snapshot)),
      now_(parts.now),
      directory_(parts.directory),
      random_(parts.random),
      ids_(parts.ids) {}

const domain::Session* View::session(domain::SessionId id) const {
    return newest(own_.sessions, kept_.sessions, loaded_.sessions, id);
}

const domain::Player* View::player(const domain::PlayerKey& key) const {
    return newest(own_.players, kept_.players, loaded_.players, key);
}

const domain::Player* View::player_of(const PartnerPlayer& partner) const {
    for (const auto* layer : {&own_.players, &kept_.players}) {
        for (const auto& [key, player] : *layer) {
            if (player.casino == partner.first && player.partner_user == partner.second) {
                return &player;
            }
        }
    }
    const auto found = loaded_.players_by_partner.find(partner);
    return found == loaded_.players_by_partner.end() ? nullptr : player(found->second);
}

const domain::Bet* View::bet(domain::BetId id) const {
    return newest(own_.bets, kept_.bets, loaded_.bets, id);
}

const domain::Bet* View::bet(const BetKey& key) const {
    for (const auto* keys : {&own_.bets_by_key, &kept_.bets_by_key, &loaded_.bets_by_key}) {
        if (const auto found = keys->find(key); found != keys->end()) return bet(found->second);
    }
    return nullptr;
}

std::optional<domain::Money> View::staked(const RoundKey& round, domain::Currency currency) const {
    std::optional<domain::Money> sum = domain::Money::zero(currency);
    for (const auto* rounds : {&loaded_.rounds, &kept_.rounds, &own_.rounds}) {
        const auto found = rounds->find(round);
        if (found == rounds->end()) continue;
        for (const domain::BetId id : found->second) {
            const auto stake = domain::counted_stake(*bet(id));
            if (stake && stake->currency() != currency) return std::nullopt;
            if (stake) sum = domain::add(*sum, *stake);
            if (!sum) return std::nullopt;
        }
    }
    return sum;
}

std::optional<Booking> View::booking(const PartnerBooking& name) const {
    for (const auto* layer : {&own_.bets, &kept_.bets}) {
        for (const auto& [id, bet] : *layer) {
            if (bet.casino != name.first) continue;
            for (const domain::Transfer& transfer : bet.transfers) {
                if (transfer.partner_transaction == name.second) return Booking{id, transfer.id};
            }
        }
    }
    const auto found = loaded_.bookings.find(name);
    if (found == loaded_.bookings.end()) return std::nullopt;
    return found->second;
}

void View::put(domain::Session session) {
    const domain::SessionId id = session.id;
    own_.sessions.insert_or_assign(id, std::move(session));
}

void View::put(domain::Player player) {
    const domain::PlayerKey key = player.key;
    own_.players.insert_or_assign(key, std::move(player));
}

void View::put(domain::PlayerEvent event) { own_.player_events.push_back(std::move(event)); }

void View::put(domain::BetChange change) {
    const domain::BetId id = change.bet.id;
    if (bet(id) == nullptr) own_.rounds[round_of(change.bet)].push_back(id);
    if (!broken_) broken_ = domain::broken_invariant(bet(id), change);
    own_.bets_by_key.insert_or_assign(key_of(change.bet), id);
    append(own_.postings, change.postings);
    append(own_.alarms, change.alarms);
    own_.bets.insert_or_assign(id, std::move(change.bet));
}

void View::put(const ListVerdict& verdict) {
    own_.list_verdicts.insert_or_assign(verdict.casino, verdict);
}

void View::raise(domain::Alarm alarm) { own_.alarms.push_back(std::move(alarm)); }

std::optional<std::string> View::end_step(Keep keep) {
    std::optional<std::string> broken = std::move(broken_);
    broken_.reset();
    if (keep == Keep::yes && !broken) {
        merge(kept_.sessions, own_.sessions);
        merge(kept_.players, own_.players);
        merge(kept_.bets, own_.bets);
        merge(kept_.bets_by_key, own_.bets_by_key);
        for (auto& [round, bets] : own_.rounds)
            append(kept_.rounds[round], bets);
        append(kept_.player_events, own_.player_events);
        append(kept_.postings, own_.postings);
        append(kept_.alarms, own_.alarms);
        merge(kept_.list_verdicts, own_.list_verdicts);
    }
    own_ = {};
    return broken;
}

WriteSet View::take_writes() {
    WriteSet writes;
    for (auto& [id, session] : kept_.sessions)
        writes.sessions.push_back(std::move(session));
    for (auto& [key, player] : kept_.players)
        writes.players.push_back(std::move(player));
    for (auto& [id, bet] : kept_.bets) {
        BetWrite write{.bet = std::move(bet), .before = {}, .next_due = {}};
        if (const auto found = loaded_.bets.find(id); found != loaded_.bets.end()) {
            write.before = std::move(found->second);
        }
        const CasinoEntry* casino = directory_.casino(write.bet.casino);
        static const domain::CasinoTerms stranger{};  // its record is gone: the default policy
        write.next_due = domain::next_due(write.bet, casino != nullptr ? casino->terms : stranger);
        writes.bets.push_back(std::move(write));
    }
    writes.player_events = std::move(kept_.player_events);
    writes.postings = std::move(kept_.postings);
    for (const auto& [casino, verdict] : kept_.list_verdicts)
        writes.list_verdicts.push_back(verdict);
    kept_.list_verdicts.clear();
    kept_.sessions.clear();
    kept_.players.clear();
    kept_.bets.clear();
    return writes;
}

std::vector<domain::Alarm> View::take_alarms() { return std::move(kept_.alarms); }

BetKey key_of(const domain::Bet& bet) { return {bet.provider, bet.player, bet.provider_bet}; }

}  // namespace croupier::usecases
