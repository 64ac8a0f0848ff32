// SPDX-License-Identifier: Apache-2.0
// Everything that can happen to a bet, as pure functions over it: no clock, no I/O, and every
// repeat is harmless. Each moves transfers between states through one function that writes the
// postings, so books and states cannot part.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/bet.h"
#include "domain/next_call.h"

namespace croupier::domain {

// What a casino said to one call of make, after its codes were translated (casino_api/errors.cpp).
enum class Verdict {
    done,     // 200
    refused,  // a final no
    closed,   // 900105: the bet is closed at the casino
    unknown,  // it may have happened
    not_sent  // no byte left the hub
};

struct CasinoAnswer {
    Verdict verdict = Verdict::unknown;
    ErrorCode refusal = ErrorCode::outcome_unknown;  // with Verdict::refused
    bool timed_out = false;                          // with Verdict::unknown
    PartnerTransactionId partner_transaction{};
    bool booking_elsewhere = false;  // another bet's transfer carries this booking
    std::optional<Money> balance{};  // for display; no rule looks at it
};

// What payments/info lists.
struct ListedTransaction {
    std::optional<TransactionId> transaction{};
    PartnerTransactionId partner_transaction{};
    TransactionType type;
    Money amount;
};
struct CasinoRecord {
    std::optional<bool> closed{};  // nothing: it does not say
    std::vector<ListedTransaction> transactions{};
};

// What came of one call of payments/info.
struct InfoAnswer {
    enum class Kind {
        list,
        no_list,   // the casino answered, and not with a list that can be trusted whole
        no_answer  // nobody answered, or what came is no answer
    };
    Kind kind = Kind::no_answer;
    CasinoRecord record{};  // with Kind::list
    std::string why{};      // for people: why there is no list
    // Before the call left: what was sent by then and is not listed may still be on its way.
    base::Instant asked_at{};
    bool empty_is_believed = true;  // false: an empty list is no list (usecases/list_trust.h)
};

// What a decision may draw on besides the bet.
struct MoveContext {
    const CasinoTerms& casino;
    base::Instant now{};
    base::Random&
        random;  // ids of new transfers, jitter; a decision that runs twice may draw twice
};

// --- the provider's side
// Begins a bet with its stake: on its way, or refused by the hub itself.
void begin_bet(
    BetChange& change, const MoveContext& context, Money stake, std::optional<ErrorCode> refusal);
void promise_payout(BetChange& change, const MoveContext& context, PayoutKey key, Money amount);
// Takes back the payouts, last first, and returns the stake (contract section 5, "Refund after
// pay-out").
void promise_refund(BetChange& change, const MoveContext& context);

// --- time
// The hold is over: a stake still in flight is in doubt from now on and its return is promised.
void stake_overdue(BetChange& change, const MoveContext& context);
// After a start: what could have been under way when the hub died counts as sent now, and nothing
// else does: what waits for a later try or look was not. Stakes go in doubt, the rest asks or
// repeats.
void recover(BetChange& change, const MoveContext& context);
// Raises the age alarms of money owed.
void raise_age_alarms(BetChange& change, const MoveContext& context);

// --- a person (contract section 1.5: "booked, sent again or closed"); by_hand.cpp
// What came of it: done, now or before (a repeat changes nothing); else why it cannot be done, and
// then nothing has changed.
struct ByHand {
    bool done = false;
    std::string_view says;  // one sentence for the person
};
// Tries now what waits: money owed, a stake in doubt, a close that failed or was given up. A
// transfer that was tried before is looked for in the casino's list first.
ByHand resume(BetChange& change, const MoveContext& context);
// It was seen booked in the casino's wallet: it is booked from now on. A stake that the hub had
// given up is booked with its return. `booking` may be empty; one of another transfer is refused.
ByHand book(
    BetChange& change, const MoveContext& context, TransactionId transaction,
    const PartnerTransactionId& booking);
// It was never taken, for certain: money owed is sent now, without a look into the casino's list.
ByHand send_again(BetChange& change, const MoveContext& context, TransactionId transaction);
// The casino does not reopen the bet: what is owed is sent to the closed one.
ByHand send_without_reopening(BetChange& change, const MoveContext& context);
// Undoes a booked payout, or an extra that the casino booked by itself: a 1 with a -2, a -1 with a
// 2, a -2 with a 1; nothing undoes a 2 or 4 (contract sections 1.3, 1.5).
ByHand take_back(BetChange& change, const MoveContext& context, TransactionId transaction);
// An extra was settled outside of the hub, or is forgiven: it stays in the books, and nobody is
// asked about it any more.
ByHand waive(BetChange& change, const MoveContext& context, TransactionId transaction);
// Ends money owed that is settled outside of the hub, or a stake in doubt that was never taken,
// with its return: it is not sent any more. Should the casino book it after all, it is booked.
ByHand write_off(BetChange& change, const MoveContext& context, TransactionId transaction);
// What a person most likely speaks of: the transfer that is sent next, else a stake in doubt.
const Transfer* transfer_that_waits(const Bet& bet);

// --- the casino's side
// `ordinal` is the transfer's place in bet.transfers.
void record_make_answer(
    BetChange& change, const MoveContext& context, std::size_t ordinal, const CasinoAnswer& answer);
// The accept of booking `accept`: `done` or `refused`. Returns the error that the casino hears, if
// any.
std::optional<ErrorCode> record_accept(
    BetChange& change, const MoveContext& context, std::size_t ordinal, const CasinoAnswer& answer);
// The casino's own list, or that there is none.
void record_info(BetChange& change, const MoveContext& context, const InfoAnswer& answer);
enum class CloseVerdict { done, refused_for_good, unknown };
void record_close_answer(
    BetChange& change, const MoveContext& context, const NextCall& call, CloseVerdict verdict);
// The casino answered with a PartnerTransactionId that belongs to another transfer: books nothing,
// info decides.
void record_duplicate_booking(BetChange& change, const MoveContext& context, std::size_t ordinal);
// An accept of the casino that is about nothing which left the hub: evidence, an alarm and a look.
void record_unmatched_accept(BetChange& change, const MoveContext& context, std::string detail);
// An accept or answer that contradicts the books: nothing changes but an alarm, and info is asked.
void record_contradiction(BetChange& change, const MoveContext& context, std::string detail);

}  // namespace croupier::domain
