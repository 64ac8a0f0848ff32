// SPDX-License-Identifier: Apache-2.0
#include "support/memory_store.h"

#include "storage/blocks.h"
#include "support/memory_commit.h"

namespace croupier::test {

namespace {

using domain::Bet;
using usecases::Snapshot;
using usecases::StoreFault;

// ---- load

class Loading {
public:
    explicit Loading(const MemoryBooks& books) : books_(books) {}

    void load(const usecases::Names& names) {
        for (const auto& id : names.sessions)
            load_session(id);
        for (const auto& named : names.session_bets)
            load_session_bet(named);
        for (const auto& id : names.bets)
            load_bet(id);
        for (const auto& named : names.bookings)
            load_booking(named);
        for (const auto& named : names.partner_players)
            load_partner(named);
        for (const auto& named : names.rounds)
            load_round(named);
    }

    Snapshot snapshot;
    std::set<domain::PlayerKey> players;  // also those of demo, who have no row

private:
    void load_session(domain::SessionId id) {
        const auto found = books_.sessions.find(id);
        if (found == books_.sessions.end()) return;
        snapshot.sessions.insert(*found);
        load_player(found->second.player);
    }
    void load_player(const domain::PlayerKey& key) {
        players.insert(key);
        const auto found = books_.players.find(key);
        if (found != books_.players.end()) snapshot.players.insert(*found);
    }
    void load_session_bet(const usecases::SessionBet& named) {
        load_session(named.session);
        const auto session = books_.sessions.find(named.session);
        if (session == books_.sessions.end()) return;
        const auto found =
            books_.bets_by_key.find({session->second.provider, session->second.player, named.bet});
        if (found != books_.bets_by_key.end()) load_bet(found->second);
    }
    void load_bet(domain::BetId id) {
        const auto found = books_.bets.find(id);
        if (found == books_.bets.end()) return;
        const Bet& bet = found->second.bet;
        load_session(bet.session);
        load_player(bet.player);
        snapshot.bets_by_key.emplace(
            usecases::BetKey{bet.provider, bet.player, bet.provider_bet}, id);
        snapshot.bets.emplace(id, bet);
    }
    void load_booking(const usecases::PartnerBooking& named) {
        const auto found = books_.bookings.find(named);
        if (found == books_.bookings.end()) return;
        const auto& [bet, ordinal] = *found->second.begin();
        const auto& transfer = books_.bets.at(bet).bet.transfers[ordinal];
        snapshot.bookings.emplace(named, std::pair(bet, transfer.id));
        load_bet(bet);
    }
    void load_partner(const usecases::PartnerPlayer& named) {
        const auto found = books_.players_by_partner.find(named);
        if (found == books_.players_by_partner.end()) return;
        snapshot.players_by_partner.insert(*found);
        load_player(found->second);
    }

    void load_round(const usecases::SessionRound& named) {
        load_session(named.session);
        const auto session = books_.sessions.find(named.session);
        if (session == books_.sessions.end()) return;
        const usecases::RoundKey key{session->second.provider, session->second.player, named.round};
        const auto player = snapshot.players.find(key.player);
        if (player == snapshot.players.end()) return;
        const auto& [casino, user] = std::tie(player->second.casino, player->second.partner_user);
        const bool may_be_limited =
            player->second.max_stake || snapshot.players_by_partner.contains({casino, user});
        const auto found = books_.rounds.find(key);
        if (!may_be_limited || found == books_.rounds.end()) return;
        snapshot.rounds.insert(*found);
        for (const domain::BetId bet : found->second)
            load_bet(bet);
    }

    const MemoryBooks& books_;
};

std::string hash_before(
    const std::map<std::uint64_t, MemoryBooks::SegmentRow>& chain, std::uint64_t seq) {
    const auto next = chain.lower_bound(seq);
    if (next == chain.begin()) return std::string(64, '0');
    return std::prev(next)->second.segment.hash;
}

std::optional<StoreFault> before_the_act(MemoryFault fault) {
    switch (fault) {
    case MemoryFault::busy:
        return StoreFault::busy;
    case MemoryFault::down:
        return StoreFault::down;
    case MemoryFault::unknown_lost:
        return StoreFault::unknown;
    case MemoryFault::none:
    case MemoryFault::unknown_committed:
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

// ---- the disk

void MemoryDisk::fail_next(MemoryOperation operation, MemoryFault fault) {
    const std::lock_guard guard(mutex_);
    queued_[operation].push_back(fault);
}

MemoryFault MemoryDisk::fault_at(MemoryOperation operation) {
    auto& queue = queued_[operation];
    if (!queue.empty()) {
        const MemoryFault fault = queue.front();
        queue.erase(queue.begin());
        return fault;
    }
    return draw_fault ? draw_fault(operation) : MemoryFault::none;
}

bool MemoryDisk::lock(const std::set<domain::PlayerKey>& players, const MemoryStore* holder) {
    for (const auto& player : players) {
        if (locked_players_.contains(player)) return false;
    }
    for (const auto& player : players)
        locked_players_.emplace(player, holder);
    return true;
}

bool MemoryDisk::lock(const std::set<domain::Slot>& slots, const MemoryStore* holder) {
    for (const auto& slot : slots) {
        if (locked_slots_.contains(slot)) return false;
    }
    for (const auto& slot : slots)
        locked_slots_.emplace(slot, holder);
    return true;
}

void MemoryDisk::unlock(const MemoryStore* holder) noexcept {
    std::erase_if(locked_players_, [holder](const auto& lock) { return lock.second == holder; });
    std::erase_if(locked_slots_, [holder](const auto& lock) { return lock.second == holder; });
}

// ---- the store

MemoryStore::~MemoryStore() { rollback(); }

base::Result<Snapshot, StoreFault> MemoryStore::load(
    const usecases::Names& names, base::Instant now) {
    const std::lock_guard guard(disk_.mutex_);
    CROUPIER_CHECK(!open_);
    if (const auto fault = before_the_act(disk_.fault_at(MemoryOperation::load))) {
        return base::fail(*fault);
    }
    Loading loading(disk_.books_);
    loading.load(names);
    const std::set<domain::Slot> slots(names.bet_blocks.begin(), names.bet_blocks.end());
    if (!disk_.lock(loading.players, this) || !disk_.lock(slots, this)) {
        end();
        return base::fail(StoreFault::busy);
    }
    for (const auto& slot : slots) {
        const auto last = disk_.books_.bet_blocks.find(slot);
        const std::uint64_t next = last == disk_.books_.bet_blocks.end() ? 1 : last->second + 1;
        leased_[slot] = std::max(next, storage::least_block(now));
    }
    loading.snapshot.bet_blocks = leased_;
    open_ = true;
    return std::move(loading.snapshot);
}

base::Result<void, StoreFault> MemoryStore::commit(const usecases::WriteSet& writes) {
    const std::lock_guard guard(disk_.mutex_);
    CROUPIER_CHECK(open_);
    const MemoryFault fault = disk_.fault_at(MemoryOperation::commit);
    if (const auto before = before_the_act(fault)) {
        end();
        return base::fail(*before);
    }
    if (!may_write(disk_.books_, writes)) {
        end();
        return base::fail(StoreFault::poison);
    }
    write_all(disk_.books_, writes);
    for (const auto& [slot, block] : leased_)
        disk_.books_.bet_blocks[slot] = block;
    end();
    if (fault == MemoryFault::unknown_committed) return base::fail(StoreFault::unknown);
    return {};
}

void MemoryStore::rollback() noexcept {
    const std::lock_guard guard(disk_.mutex_);
    end();
}

void MemoryStore::end() noexcept {
    disk_.unlock(this);
    leased_.clear();
    open_ = false;
}

base::Result<usecases::Fate, StoreFault> MemoryStore::fate(std::uint32_t chain, std::uint64_t seq) {
    const std::lock_guard guard(disk_.mutex_);
    CROUPIER_CHECK(!open_);
    if (const auto fault = before_the_act(disk_.fault_at(MemoryOperation::fate))) {
        return base::fail(*fault);
    }
    auto& rows = disk_.books_.segments[chain];
    const std::string hash = hash_before(rows, seq);
    const usecases::Segment empty{
        .chain = chain, .seq = seq, .prev_hash = hash, .hash = hash, .at = {}, .body = ""};
    const auto placed = rows.emplace(seq, MemoryBooks::SegmentRow{empty, /*fenced=*/true}).first;
    return placed->second.fenced ? usecases::Fate::fenced : usecases::Fate::committed;
}

base::Result<usecases::ChainHead, StoreFault> MemoryStore::chain_head(std::uint32_t chain) {
    const std::lock_guard guard(disk_.mutex_);
    if (const auto fault = before_the_act(disk_.fault_at(MemoryOperation::chain_head))) {
        return base::fail(*fault);
    }
    const auto found = disk_.books_.segments.find(chain);
    if (found == disk_.books_.segments.end() || found->second.empty()) {
        return usecases::ChainHead{.seq = 0, .hash = std::string(64, '0')};
    }
    const auto& [seq, row] = *found->second.rbegin();
    return usecases::ChainHead{.seq = seq, .hash = row.segment.hash};
}

void MemoryStore::maintain(base::Instant now) {
    CROUPIER_CHECK(!open_);
    const std::lock_guard guard(disk_.mutex_);
    std::erase_if(
        disk_.books_.requests, [now](const auto& entry) { return entry.second.until <= now; });
}

}  // namespace croupier::test
