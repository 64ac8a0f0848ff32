// SPDX-License-Identifier: Apache-2.0
// The store in memory, held to the same contract suite as the real ones (tests/storage): the double
// of use case tests and the simulator's disk. What was committed lives in a MemoryDisk and survives
// the stores on it: a crash is a store destroyed and another made on the same disk. Several stores
// on one disk are several nodes; a player whom one has loaded is busy for the others until it
// commits or rolls back. Ordered containers only, so that one seed gives one run.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "storage/account_sums.h"
#include "storage/game_sync.h"
#include "usecases/directory.h"
#include "usecases/orders.h"
#include "usecases/ports.h"

namespace croupier::test {

enum class MemoryOperation { load, commit, fate, chain_head };
enum class MemoryFault {
    none,
    busy,
    down,
    unknown_lost,      // commit only: answers unknown, nothing was written
    unknown_committed  // commit only: answers unknown, all was written
};

class MemoryStore;

// What is on the disk. Public: auditors and tests read it while no store is at work.
struct MemoryBooks {
    struct BetRow {
        domain::Bet bet;
        std::optional<base::Instant> next_due;
    };
    struct SegmentRow {
        usecases::Segment segment;
        bool fenced = false;
    };
    std::map<domain::SessionId, domain::Session> sessions;
    std::map<domain::PlayerKey, domain::Player> players;
    std::map<usecases::PartnerPlayer, domain::PlayerKey> players_by_partner;
    std::vector<domain::PlayerEvent> player_events;
    std::map<domain::BetId, BetRow> bets;
    std::map<usecases::BetKey, domain::BetId> bets_by_key;
    std::map<usecases::RoundKey, std::vector<domain::BetId>> rounds;
    std::map<usecases::PartnerBooking, std::set<std::pair<domain::BetId, std::size_t>>> bookings;
    std::set<domain::TransactionId> transactions;
    std::map<domain::Slot, std::uint64_t> bet_blocks;
    std::vector<domain::Posting> postings;
    storage::AccountNets accounts;
    std::map<std::uint32_t, std::map<std::uint64_t, SegmentRow>> segments;
    std::map<std::pair<domain::ProviderId, std::array<std::uint8_t, 16>>, usecases::SeenRequest>
        requests;
    std::map<domain::CasinoId, usecases::ListVerdict> list_verdicts;

    std::int64_t directory_version = 0;
    std::map<domain::CasinoId, usecases::CasinoRow> casinos;
    std::map<domain::ProviderId, usecases::ProviderRow> providers;
    std::map<domain::GameId, storage::KnownGame> games;
    std::map<std::string, usecases::KeyRow> keys;
    std::vector<usecases::Order> orders;
};

class MemoryDisk {
public:
    // Once, at the next such operation; several for one operation queue up.
    void fail_next(MemoryOperation operation, MemoryFault fault);
    // Asked when nothing is queued; for the simulator.
    std::function<MemoryFault(MemoryOperation)> draw_fault;

    [[nodiscard]] const MemoryBooks& books() const { return books_; }

private:
    friend class MemoryStore;
    friend class MemoryReader;
    friend class MemoryDirectory;
    friend class MemoryOrders;
    MemoryFault fault_at(MemoryOperation operation);
    bool lock(const std::set<domain::PlayerKey>& players, const MemoryStore* holder);
    bool lock(const std::set<domain::Slot>& slots, const MemoryStore* holder);
    void unlock(const MemoryStore* holder) noexcept;

    std::mutex mutex_;  // lanes, readers and the command line are different threads
    MemoryBooks books_;
    std::map<domain::PlayerKey, const MemoryStore*> locked_players_;
    std::map<domain::Slot, const MemoryStore*> locked_slots_;  // whose blocks are being leased
    std::map<MemoryOperation, std::vector<MemoryFault>> queued_;
};

class MemoryStore final : public usecases::Store {
public:
    explicit MemoryStore(MemoryDisk& disk) : disk_(disk) {}
    ~MemoryStore() override;
    MemoryStore(const MemoryStore&) = delete;
    MemoryStore& operator=(const MemoryStore&) = delete;

    base::Result<usecases::Snapshot, usecases::StoreFault> load(
        const usecases::Names& names, base::Instant now) override;
    base::Result<void, usecases::StoreFault> commit(const usecases::WriteSet& writes) override;
    void rollback() noexcept override;
    base::Result<usecases::Fate, usecases::StoreFault> fate(
        std::uint32_t chain, std::uint64_t seq) override;
    base::Result<usecases::ChainHead, usecases::StoreFault> chain_head(
        std::uint32_t chain) override;
    void maintain(base::Instant now) override;

private:
    void end() noexcept;

    MemoryDisk& disk_;
    bool open_ = false;
    std::map<domain::Slot, std::uint64_t> leased_;
};

class MemoryReader final : public usecases::StoreReader {
public:
    explicit MemoryReader(MemoryDisk& disk) : disk_(disk) {}
    base::Result<std::vector<domain::BetId>, usecases::StoreFault> bets_at_work(
        domain::BetId after, std::size_t limit) override;
    base::Result<std::vector<domain::BetId>, usecases::StoreFault> bets_stuck(
        domain::BetId after, std::size_t limit) override;
    base::Result<std::optional<domain::Bet>, usecases::StoreFault> bet(domain::BetId id) override;
    base::Result<usecases::TransactionPage, usecases::StoreFault> transactions(
        const usecases::TransactionQuery& query) override;
    base::Result<domain::Balances, usecases::StoreFault> balances() override;
    base::Result<std::vector<domain::Bet>, usecases::StoreFault> bets_after(
        domain::BetId after, std::size_t limit) override;
    base::Result<std::optional<domain::Player>, usecases::StoreFault> player(
        const usecases::PartnerPlayer& partner) override;
    base::Result<std::vector<domain::PlayerEvent>, usecases::StoreFault> player_events(
        const domain::PlayerKey& player) override;
    base::Result<std::vector<usecases::SeenRequest>, usecases::StoreFault> seen_requests(
        base::Instant now) override;
    base::Result<std::vector<usecases::ListVerdict>, usecases::StoreFault> list_verdicts() override;

private:
    MemoryDisk& disk_;
};

class MemoryDirectory final : public usecases::DirectoryStore {
public:
    explicit MemoryDirectory(MemoryDisk& disk) : disk_(disk) {}
    template <class T>
    using Done = base::Result<T, usecases::DirectoryError>;
    Done<usecases::DirectoryRows> read() override;
    Done<std::int64_t> version() override;
    Done<void> add_casino(const usecases::CasinoRow& row) override;
    Done<void> set_casino(const usecases::CasinoRow& row) override;
    Done<void> add_provider(const usecases::ProviderRow& row) override;
    Done<void> set_provider(const usecases::ProviderRow& row) override;
    Done<SyncCount> sync_games(
        domain::ProviderId provider, const std::vector<domain::GameTerms>& listed) override;
    Done<void> set_game(const domain::GameTerms& game) override;
    Done<void> add_key(const usecases::KeyRow& row) override;
    Done<void> set_key(const usecases::KeyRow& row) override;

private:
    MemoryDisk& disk_;
};

class MemoryOrders final : public usecases::OrderStore {
public:
    explicit MemoryOrders(MemoryDisk& disk) : disk_(disk) {}
    base::Result<std::int64_t, usecases::StoreFault> add(const usecases::Order& order) override;
    base::Result<std::optional<usecases::Order>, usecases::StoreFault> find(
        std::int64_t id) override;
    base::Result<std::vector<usecases::Order>, usecases::StoreFault> open(
        std::size_t limit) override;
    base::Result<void, usecases::StoreFault> finish(
        std::int64_t id, base::Instant at, const usecases::OrderOutcome& outcome) override;

private:
    MemoryDisk& disk_;
};

}  // namespace croupier::test
