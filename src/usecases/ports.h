// SPDX-License-Identifier: Apache-2.0
// What the use cases need from the outside, declared by their consumer: the store (durable state in
// batches), the casinos' wallets, the providers' games. Each comment is the port's contract;
// tests/storage holds every store to it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/digest.h"
#include "crypto/secret.h"
#include "domain/bet_moves.h"
#include "domain/next_call.h"

namespace croupier::usecases {

using domain::Outcome;

// A provider's bet as named through one of its sessions; the store resolves session -> player.
struct SessionBet {
    domain::SessionId session;
    domain::ProviderBetId bet;
    auto operator<=>(const SessionBet&) const = default;
};
using PartnerBooking = std::pair<domain::CasinoId, domain::PartnerTransactionId>;
using PartnerPlayer = std::pair<domain::CasinoId, domain::PartnerUserId>;
// A game cycle as named through a session.
struct SessionRound {
    domain::SessionId session;
    domain::RoundId round;
};

// What a step touches, named before it runs. Naming a session loads its player; naming a bet (in
// any of three ways) loads its transfers, its session and its player.
struct Names {
    std::vector<domain::SessionId> sessions{};
    std::vector<SessionBet> session_bets{};
    std::vector<domain::BetId> bets{};
    std::vector<PartnerBooking> bookings{};  // whose transfer carries this PartnerTransactionId?
    std::vector<PartnerPlayer> partner_players{};
    // All bets of the session's player and provider in the round; only of a player who has a
    // max_stake, or is named in partner_players, too, and so may get one.
    std::vector<SessionRound> rounds{};
    std::vector<domain::Slot> bet_blocks{};  // lease one more block of bet ids for these slots
};

// The key of a bet for ever: another provider's or player's bet of the same text is another bet.
struct BetKey {
    domain::ProviderId provider;
    domain::PlayerKey player;  // implies the casino
    domain::ProviderBetId bet;
    auto operator<=>(const BetKey&) const = default;
};

struct RoundKey {
    domain::ProviderId provider;
    domain::PlayerKey player;
    domain::RoundId round;
    auto operator<=>(const RoundKey&) const = default;
};

struct Snapshot {
    std::map<domain::SessionId, domain::Session> sessions{};
    std::map<domain::PlayerKey, domain::Player> players{};
    std::map<domain::BetId, domain::Bet> bets{};
    std::map<BetKey, domain::BetId> bets_by_key{};
    std::map<PartnerBooking, std::pair<domain::BetId, domain::TransactionId>> bookings{};
    std::map<PartnerPlayer, domain::PlayerKey> players_by_partner{};
    std::map<RoundKey, std::vector<domain::BetId>> rounds{};  // each bet is in `bets`
    std::map<domain::Slot, std::uint64_t>
        bet_blocks;  // leased in this transaction; void if it does not commit
};

struct BetWrite {
    domain::Bet bet;
    std::optional<domain::Bet> before{};      // as loaded; nothing: the bet is new
    std::optional<base::Instant> next_due{};  // domain::next_due of the bet: the outbox's index
};

// Commit marker, evidence and audit link of one batch in one row (ADR 0005).
struct Segment {
    std::uint32_t chain = 0;
    std::uint64_t seq = 0;    // 1, 2, 3 … without gaps in a chain
    std::string prev_hash{};  // hex; of seq - 1, 64 zeros for the first
    std::string hash{};       // hex SHA-256, see segment_hash in usecases/batcher.h
    base::Instant at{};
    std::string body{};  // one JSON line a step: what came in, what was decided
};

// A provider's request that was let in. It is kept with what it did, so that it is known after a
// start, too (contract section 3, X-Request-Id).
struct SeenRequest {
    domain::ProviderId provider;
    std::array<std::uint8_t, 16> id{};
    crypto::Sha256 content{};  // of method, path and body
    base::Instant until{};     // forgotten then
    bool operator==(const SeenRequest&) const = default;
};

// Whether a casino has been seen to list what it booked. Only then is an empty list of its a list
// (contract section 1.5): one row a casino, written by usecases/list_trust.h alone.
struct ListVerdict {
    domain::CasinoId casino;
    domain::BetId bet;                         // whose stake it booked: what it is asked about
    bool believed = false;                     // the last answer about such a bet listed its stake
    std::optional<base::Instant> judged_at{};  // nothing: it was not asked yet
    bool operator==(const ListVerdict&) const = default;
};

struct WriteSet {
    std::vector<domain::Player> players{};             // insert or replace
    std::vector<domain::PlayerEvent> player_events{};  // only ever added
    std::vector<domain::Session> sessions{};           // insert or replace
    std::vector<BetWrite> bets{};
    std::vector<domain::Posting> postings{};
    std::vector<SeenRequest> requests{};       // one that is there already stays as it is
    std::vector<ListVerdict> list_verdicts{};  // insert or replace
    Segment segment;
};

enum class StoreFault {
    busy,    // a lock was not had in time: nothing happened, the batch may run again
    poison,  // a row was refused (constraint, bad value): a bug in a decision; each member runs
             // alone once
    down,    // the store cannot be reached or written: nothing happened
    unknown  // the commit was sent and its outcome is not known: ask fate()
};
enum class Fate { committed, fenced };

struct ChainHead {
    std::uint64_t seq = 0;
    std::string hash{};
};

// One per lane, used by that lane's thread only. load begins a transaction that ends with commit or
// rollback.
class Store {
public:
    virtual ~Store() = default;
    // Begins, resolves names, locks the players in ascending order, reads. Names without a row are
    // simply absent from the snapshot. On a fault nothing is open.
    virtual base::Result<Snapshot, StoreFault> load(const Names& names, base::Instant now) = 0;
    // Writes and commits, durable when it returns. On any fault the transaction is gone.
    virtual base::Result<void, StoreFault> commit(const WriteSet& writes) = 0;
    virtual void rollback() noexcept = 0;
    // After `unknown`: did this segment commit? If not, its number is fenced so that it never will.
    virtual base::Result<Fate, StoreFault> fate(std::uint32_t chain, std::uint64_t seq) = 0;
    // The last segment of a chain; seq 0 and 64 zeros when there is none.
    virtual base::Result<ChainHead, StoreFault> chain_head(std::uint32_t chain) = 0;
    // Between batches: folds account deltas into balances, forgets requests whose time is over,
    // checkpoints a log that grew. Cheap when idle.
    virtual void maintain(base::Instant now) = 0;
};

struct TransactionQuery {
    domain::CasinoId casino;
    base::Instant from{};
    base::Instant to{};
    std::optional<domain::BetId> bet{};
    std::optional<domain::PartnerUserId> player{};
    std::string cursor{};  // "" for the first page
    std::size_t limit = 100;
};
struct TransactionPage {
    struct Row {
        domain::Bet bet;
        std::size_t ordinal;
    };
    std::vector<Row> rows{};  // by time of decision, then by id
    std::string cursor{};     // "" on the last page
};

// Reads beside the lanes, with a connection of its own; one thread at a time.
class StoreReader {
public:
    virtual ~StoreReader() = default;
    // Bets with something due, by BetId after the cursor: what a start recovers.
    virtual base::Result<std::vector<domain::BetId>, StoreFault> bets_at_work(
        domain::BetId after, std::size_t limit) = 0;
    // Bets by BetId after the cursor that nothing brings on by itself (domain::Need::stuck, extra
    // and not_closed); bets_at_work holds them only while an age alarm is due.
    virtual base::Result<std::vector<domain::BetId>, StoreFault> bets_stuck(
        domain::BetId after, std::size_t limit) = 0;
    virtual base::Result<std::optional<domain::Bet>, StoreFault> bet(domain::BetId id) = 0;
    virtual base::Result<TransactionPage, StoreFault> transactions(
        const TransactionQuery& query) = 0;
    // Account balances, open deltas included.
    virtual base::Result<domain::Balances, StoreFault> balances() = 0;
    // Bets by BetId after the cursor, whole: for proofs and exports.
    virtual base::Result<std::vector<domain::Bet>, StoreFault> bets_after(
        domain::BetId after, std::size_t limit) = 0;
    virtual base::Result<std::optional<domain::Player>, StoreFault> player(
        const PartnerPlayer& partner) = 0;
    // The player's block log, the oldest line first.
    virtual base::Result<std::vector<domain::PlayerEvent>, StoreFault> player_events(
        const domain::PlayerKey& player) = 0;
    // Requests not to be forgotten yet, the first to be forgotten first.
    virtual base::Result<std::vector<SeenRequest>, StoreFault> seen_requests(base::Instant now) = 0;
    // By casino.
    virtual base::Result<std::vector<ListVerdict>, StoreFault> list_verdicts() = 0;
};

struct AuthenticatedUser {
    domain::PartnerUserId partner_user;
    crypto::Secret refresh_token;  // the new one
    domain::Currency currency;
    std::string language{};
    std::string country{};
    bool is_test = false;
    std::optional<domain::Money> balance{};    // for display
    std::optional<domain::Money> max_stake{};  // of one game cycle; nothing: no such limit
};

// The casinos' wallets (casino_api). Loop thread only. `done` runs once, at the deadline at the
// latest, never inside the call. A stake whose deadline passes before its first byte was written is
// answered not_sent.
class CasinoWallet {
public:
    virtual ~CasinoWallet() = default;
    using MakeDone = std::function<void(domain::CasinoAnswer)>;
    using InfoDone = std::function<void(domain::InfoAnswer)>;
    virtual void make(
        const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done) = 0;
    // The dispatcher fills asked_at.
    virtual void info(const domain::Bet& bet, base::Instant deadline, InfoDone done) = 0;
    virtual void close(
        const domain::Bet& bet, const domain::NextCall& call, base::Instant deadline,
        std::function<void(domain::CloseVerdict)> done) = 0;
    // users/auth; an unknown outcome is repeated once inside.
    virtual void authenticate(
        domain::CasinoId casino, const crypto::Secret& refresh_token, std::int64_t tag_id,
        std::function<void(Outcome<AuthenticatedUser>)> done) = 0;
    struct BalanceQuery {
        domain::CasinoId casino;
        domain::PartnerUserId partner_user;
        std::int64_t tag_id;
        domain::Currency currency;
    };
    virtual void balance(
        const BalanceQuery& query, base::Instant deadline,
        std::function<void(Outcome<domain::Money>)> done) = 0;
    // Room for one more stake now? (contract section 8, lanes): asked before anything is stored. A
    // casino that is away has room: its stakes are void at once.
    [[nodiscard]] virtual bool takes_stakes(domain::CasinoId casino) const = 0;
};

struct LaunchOrder {
    domain::Session session;
    std::optional<domain::PlayerId> player{};  // nothing in demo
    std::string return_url{};
    std::string view_type{};
};

// The providers' games (provider_api). Loop thread only; `done` as above.
class ProviderGames {
public:
    virtual ~ProviderGames() = default;
    virtual void launch(
        const LaunchOrder& order, std::function<void(Outcome<std::string>)> frame_uri) = 0;
};

}  // namespace croupier::usecases
