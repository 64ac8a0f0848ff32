// SPDX-License-Identifier: Apache-2.0
// What a decision sees: the batch's shared state, and an overlay of its own that is kept or dropped
// whole. A name without a row is absent; what was not named is absent too, so name everything.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "usecases/directory.h"
#include "usecases/ports.h"

namespace croupier::usecases {

// Bet ids of one node: blocks leased from the store, counters drawn in memory. Lane thread only.
class BetIdSource {
public:
    [[nodiscard]] std::uint16_t left(domain::Slot slot) const;
    void add_block(domain::Slot slot, std::uint64_t block);
    // left(slot) > 0, else aborts.
    domain::BetId next(domain::Slot slot);
    // The lease did not commit: its ids were never seen and must not be.
    void forget(domain::Slot slot);

private:
    struct Block {
        std::uint64_t block = 0;
        std::uint16_t next = domain::bet_ids_per_block;
    };
    std::map<domain::Slot, Block> blocks_;
};

// What a decision says of itself: keep what it wrote (a stored refusal too), or drop it.
enum class Keep { yes, no };

using Booking = std::pair<domain::BetId, domain::TransactionId>;

class View {
public:
    struct Parts {
        base::Instant now;
        const Directory& directory;
        base::Random& random;
        BetIdSource& ids;
    };
    View(const Parts& parts, Snapshot snapshot);

    [[nodiscard]] base::Instant now() const { return now_; }
    [[nodiscard]] const Directory& directory() const { return directory_; }
    [[nodiscard]] base::Random& random() { return random_; }

    [[nodiscard]] const domain::Session* session(domain::SessionId id) const;
    [[nodiscard]] const domain::Player* player(const domain::PlayerKey& key) const;
    [[nodiscard]] const domain::Player* player_of(const PartnerPlayer& partner) const;
    [[nodiscard]] const domain::Bet* bet(domain::BetId id) const;
    [[nodiscard]] const domain::Bet* bet(const BetKey& key) const;
    // What counts of the round's stakes (domain/round_stake.h); nothing: it cannot be summed. The
    // step named the round, and its player has a max_stake.
    [[nodiscard]] std::optional<domain::Money> staked(
        const RoundKey& round, domain::Currency currency) const;
    [[nodiscard]] std::optional<Booking> booking(const PartnerBooking& name) const;
    // The step named the slot in Names::bet_blocks.
    [[nodiscard]] domain::BetId next_bet_id(domain::Slot slot) { return ids_.next(slot); }

    void put(domain::Session session);
    void put(domain::Player player);
    void put(domain::PlayerEvent event);
    // Takes the bet, its postings and its alarms, and checks the invariants.
    void put(domain::BetChange change);
    void put(const ListVerdict& verdict);
    void raise(domain::Alarm alarm);

    // --- for the batcher
    // Ends a step: what it wrote joins the batch, or is gone. Answers the invariant that it broke,
    // if any, in which case all of it is gone.
    [[nodiscard]] std::optional<std::string> end_step(Keep keep);
    // Everything kept since the load, each bet beside its state as loaded. Once, at the end.
    [[nodiscard]] WriteSet take_writes();
    [[nodiscard]] std::vector<domain::Alarm> take_alarms();

private:
    struct Overlay {
        std::map<domain::SessionId, domain::Session> sessions;
        std::map<domain::PlayerKey, domain::Player> players;
        std::map<domain::BetId, domain::Bet> bets;
        std::map<BetKey, domain::BetId> bets_by_key;
        std::map<RoundKey, std::vector<domain::BetId>> rounds;  // the new bets
        std::vector<domain::PlayerEvent> player_events;
        std::vector<domain::Posting> postings;
        std::vector<domain::Alarm> alarms;
        std::map<domain::CasinoId, ListVerdict> list_verdicts;
    };
    Snapshot loaded_;
    Overlay kept_;  // of the batch
    Overlay own_;   // of the step that runs now
    std::optional<std::string> broken_;
    base::Instant now_;
    const Directory& directory_;
    base::Random& random_;
    BetIdSource& ids_;
};

BetKey key_of(const domain::Bet& bet);

}  // namespace croupier::usecases
