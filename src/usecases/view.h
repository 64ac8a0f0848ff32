// SPDX-License-Identifier: Apache-2.0
// What a decision sees: the batch's shared state, and an overlay of its own that is kept or dropped
// whole. Reading what was not named is a bug and aborts the step.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "usecases/directory.h"
#include "usecases/ports.h"

namespace croupier::usecases {

// Bet ids of one node: blocks leased from the store, counters drawn in memory. Lane thread only.
class BetIdSource {
public:
    // Blocks that must be leased so that each of these slots can give at least one id.
    [[nodiscard]] bool needs_block(domain::Slot slot) const;
    void add_block(domain::Slot slot, std::uint64_t block);
    domain::BetId next(domain::Slot slot);
    [[nodiscard]] std::uint16_t left(domain::Slot slot) const;
    void forget(domain::Slot slot);

private:
    struct Block {
        std::uint64_t block = 0;
        std::uint16_t next = domain::bet_ids_per_block;
    };
    std::map<domain::Slot, Block> blocks_;
};

class View {
public:
    View(
        Snapshot snapshot, base::Instant now, const Directory& directory, base::Random& random,
        BetIdSource& ids);

    [[nodiscard]] base::Instant now() const { return now_; }
    [[nodiscard]] const Directory& directory() const { return directory_; }
    [[nodiscard]] base::Random& random() { return random_; }

    [[nodiscard]] const domain::Session* session(domain::SessionId id) const;
    [[nodiscard]] const domain::Player* player(const domain::PlayerKey& key) const;
    [[nodiscard]] const domain::Player* player_of(const PartnerPlayer& partner) const;
    [[nodiscard]] const domain::Bet* bet(domain::BetId id) const;
    [[nodiscard]] const domain::Bet* bet(const BetKey& key) const;
    [[nodiscard]] std::optional<std::pair<domain::BetId, domain::TransactionId>> booking(
        const PartnerBooking& name) const;
    [[nodiscard]] domain::BetId next_bet_id(domain::Slot slot) { return ids_.next(slot); }

    void put(domain::Session session);
    void put(domain::Player player);
    // Takes the bet, its postings and alarms into the overlay.
    void put(domain::BetChange change);
    void raise(domain::Alarm alarm);

    // --- for the batcher
    struct Overlay {
        std::map<domain::SessionId, domain::Session> sessions;
        std::map<domain::PlayerKey, domain::Player> players;
        std::map<domain::BetId, domain::Bet> bets;
        std::vector<domain::Posting> postings;
        std::vector<domain::Alarm> alarms;
    };
    // Ends a step: its overlay joins the shared state, or is gone. Answers the first broken
    // invariant, in which case the overlay is gone whatever was asked.
    std::optional<std::string> end_step(bool keep);
    // Everything kept since the load, with the state as loaded beside each bet.
    [[nodiscard]] WriteSet take_writes();
    [[nodiscard]] std::vector<domain::Alarm> take_alarms();
    [[nodiscard]] std::size_t kept_postings() const { return kept_.postings.size(); }

private:
    Snapshot loaded_;
    Overlay kept_;  // of the batch
    Overlay own_;   // of the step that runs now
    base::Instant now_;
    const Directory& directory_;
    base::Random& random_;
    BetIdSource& ids_;
    std::map<BetKey, domain::BetId> new_keys_;  // of bets made in this batch
};

}  // namespace croupier::usecases
