// SPDX-License-Identifier: Apache-2.0
// A bet: one stake, and whatever follows from it. The bet owns its transfers in the order decided;
// at most one call about a bet is under way at a time, so the next call to the casino follows from
// the bet alone (next_call.h): the bet is its own outbox.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/ledger.h"
#include "domain/session.h"

namespace croupier::domain {

// A booking that the casino lists beyond what the hub asked for. It is in the books as a transfer
// of its own, booked from its birth; no rule sends it, and it is no payout or return of the bet.
enum class Extra : std::uint8_t {
    none,
    open,    // a person takes it back, settles it outside or waives it
    settled  // a person did
};

struct Transfer {
    TransactionId id;
    TransactionType type;
    Money amount;
    TransferState state = TransferState::pending;
    std::optional<ErrorCode>
        refusal;             // why a stake was refused, or what the casino last said of money owed
    PayoutKey payout_key{};  // payouts only
    std::optional<TransactionId> undoes{};  // 2 undoes a -1, -2 undoes a 1
    PartnerTransactionId partner_transaction{};
    base::Instant decided_at{};
    std::optional<base::Instant> received_at{};  // first 200 of make
    std::optional<base::Instant> settled_at{};   // when it was booked, refused or voided
    std::uint32_t tries = 0;  // calls of make whose end is known (an answer, or none in time)
    // Of these, how many the casino may have taken, and by when the last of them had left. Not
    // among them: what found no connection, a token that was not accepted, a refusal.
    std::uint32_t sends = 0;
    std::optional<base::Instant> last_sent{};
    base::Instant due{};     // the next try is not before
    bool ask_first = false;  // payments/info is read before the next try
    bool duplicate_seen =
        false;                // the casino answered with a booking that belongs to another transfer
    bool confirmed = false;   // a 200 accept named it: a list without it is stale
    bool stuck = false;       // waits for a person; nothing is sent
    std::uint8_t alarms = 0;  // how many of the age alarms were raised
    Extra extra = Extra::none;
    bool operator==(const Transfer&) const = default;
};

// What the hub knows of payments/close at the casino.
enum class Closure : std::uint8_t {
    open,
    closed,
    uncertain,  // a close or reopen was sent and its outcome is not known
    given_up    // the casino refused the close for good (103752)
};

struct Closing {
    Closure state = Closure::open;
    std::uint64_t seq = 0;  // of the last close or reopen decided
    bool last_was_close = false;
    std::uint32_t failures = 0;
    base::Instant due{};
    bool operator==(const Closing&) const = default;
};

// Looks into the casino's list when all is at rest, for what it did late: the first `late_after`
// after `from`, each further ten times later (contract section 1.5, "Later looks").
struct LaterLooks {
    base::Instant from{};
    std::uint8_t done = 0;
    std::uint8_t wanted = 0;
    bool operator==(const LaterLooks&) const = default;
    [[nodiscard]] bool open() const { return done < wanted; }
};

struct Bet {
    BetId id;
    PlayerKey player;
    CasinoId casino;
    PartnerUserId
        partner_user;  // with tag_id: what every call to the casino repeats, fixed for ever
    std::int64_t tag_id = 0;
    ProviderId provider;
    ProviderBetId provider_bet;
    SessionId session;
    GameId game;
    RoundId round{};
    Currency currency;
    Mode mode = Mode::real;
    bool instant = false;  // pay-in-out: the payout follows in the commit that books the stake
    std::optional<Money> win{};  // instant only
    // What makes a repeat the same: kind, amounts and round, in one canonical text.
    std::string content{};
    bool tombstone = false;  // a refund came before the bet: whatever comes later is refused
    base::Instant created_at{};
    base::Instant hold_until{};  // the provider's reply about the stake is held no longer than this
    std::optional<base::Instant> doubt_since{};
    bool info_wanted = false;  // the casino contradicted itself: payments/info decides
    base::Instant info_due{};
    std::uint32_t info_failures = 0;               // looks in a row that decided nothing
    std::optional<base::Instant> no_list_since{};  // the casino answers, and gives no list
    std::optional<base::Instant> stale_since{};    // its lists lack what it has booked
    bool no_list = false;  // for so long that a person looks (need_of); a good list takes it off
    bool denied = false;   // the alarm about stale lists was raised
    LaterLooks later{};
    Closing closing{};
    std::vector<Transfer> transfers{};  // transfers[0] is the stake, unless this is a tombstone
    bool operator==(const Bet&) const = default;

    [[nodiscard]] const Transfer* stake() const { return tombstone ? nullptr : &transfers.front(); }
    [[nodiscard]] const Transfer* find(TransactionId transaction) const;
};

// The columns of the contract's table 5.1.
enum class BetStage { tombstone, stake_in_flight, booked, paid_out, doubtful_or_returned, refused };
BetStage stage_of(const Bet& bet);

// Why a person should look at the bet, the most pressing reason first; nothing: it takes its way.
enum class Need {
    stuck,      // nothing is sent until a person says so
    refused,    // the casino refuses money owed
    no_list,    // the casino answers and gives no list that would decide
    extra,      // the casino booked more than it was asked for
    late,       // money owed is unresolved since the first age alarm
    not_closed  // the casino refused the close for good
};
std::optional<Need> need_of(const Bet& bet);
std::string_view to_text(Need need);

// The first transfer after the stake that is not settled: calls go out in the order decided, so
// none behind it was sent.
std::optional<std::size_t> first_open(const Bet& bet);

// Does it undo this bet's stake?
bool returns_stake(const Bet& bet, const Transfer& transfer);

// The return that stands for this bet's stake: the last one that was not voided.
const Transfer* standing_return(const Bet& bet);
bool is_settled(TransferState state);
std::optional<Position> position_of(const Transfer& transfer);

enum class AlarmKind {
    owed_refused,       // the casino refuses money owed
    owed_late,          // money owed is unresolved for longer than alarm_first or alarm_second
    content_mismatch,   // same id, other content
    contradiction,      // the casino said two things; info decides
    booking_denied,     // info does not list what the casino booked
    overpaid,           // the casino booked a payout, return or jackpot once more than asked
    overcharged,        // the same of a stake or payout return
    duplicate_booking,  // a PartnerTransactionId that belongs to another transfer
    stuck,              // waits for a person
    close_refused,      // the casino refuses the close
    max_win_exceeded,
    accept_unmatched,  // an accept that matches nothing
    lists_empty,       // the casino does not list a stake that it booked
    invariant          // a decision broke an invariant and was rolled back
};
std::string_view to_text(AlarmKind kind);

struct Alarm {
    AlarmKind kind;
    BetId bet;
    std::string detail{};
};

// A bet in work: the present state, and what a decision adds to the books.
struct BetChange {
    Bet bet;
    std::vector<Posting> postings{};
    std::vector<Alarm> alarms{};
};

}  // namespace croupier::domain
