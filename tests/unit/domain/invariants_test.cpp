// SPDX-License-Identifier: Apache-2.0
// Each sentence that an invariant can say, seen to be said. Which these are is read from the
// source: a new sentence without a case fails.
#include "domain/invariants.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <limits>
#include <sstream>

#include "unit/domain/bets.h"

namespace croupier::domain {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// A decision: what was, and what would be written. Without `before` the bet is new.
struct Decision {
    std::optional<Bet> before{};
    BetChange after{.bet = bare_bet(), .postings = {}, .alarms = {}};

    explicit Decision(Bet bet) : after{.bet = std::move(bet), .postings = {}, .alarms = {}} {}
    // Nothing has changed yet.
    static Decision on(const Bet& bet) {
        Decision decision(bet);
        decision.before = bet;
        return decision;
    }
    [[nodiscard]] std::string broken() const {
        return broken_invariant(before ? &*before : nullptr, after).value_or("");
    }
};

struct Case {
    std::string sentence;
    std::function<Decision()> decide;
};

// A change of one thing about a bet that was written before.
Case changed(const std::string& sentence, const std::function<void(Bet&)>& change) {
    return {sentence, [change] {
                Bet bet = bet_with(TransferState::booked);
                bet.transfers.push_back(payout(2, TransferState::pending));
                auto decision = Decision::on(bet);
                change(decision.after.bet);
                return decision;
            }};
}

// A new bet that is wrong in itself.
Case made(const std::string& sentence, const std::function<Bet()>& make) {
    return {sentence, [make] { return Decision(make()); }};
}

Bet with(Bet bet, const std::vector<Transfer>& more) {
    bet.transfers.insert(bet.transfers.end(), more.begin(), more.end());
    return bet;
}

Transfer undoing(TransactionType type, std::optional<TransactionId> what) {
    Transfer transfer = transfer_of(3, type, TransferState::pending);
    transfer.undoes = what;
    return transfer;
}

// Postings beside a bet in which nothing moved.
Case posted(const std::string& sentence, const std::function<std::vector<Posting>(Bet&)>& post) {
    return {sentence, [post] {
                auto decision = Decision::on(bet_with(TransferState::booked));
                decision.after.postings = post(decision.after.bet);
                return decision;
            }};
}

void add_history(std::vector<Case>& cases) {
    const std::string fixed = "a fixed fact of the bet changed";
    cases.push_back(changed(fixed, [](Bet& bet) { bet.id = make_bet_id(Slot(1), 9, 9); }));
    cases.push_back(changed(fixed, [](Bet& bet) { bet.player.slot = Slot(2); }));
    cases.push_back(changed(fixed, [](Bet& bet) { bet.casino = CasinoId(8); }));
    cases.push_back(changed(fixed, [](Bet& bet) { bet.provider_bet = ProviderBetId("b2"); }));
    cases.push_back(changed(fixed, [](Bet& bet) { bet.content = "pay-in|11|r1"; }));
    cases.push_back(changed("a transfer vanished", [](Bet& bet) { bet.transfers.pop_back(); }));
    const std::string terms = "a fixed fact of a transfer changed";
    cases.push_back(changed(terms, [](Bet& bet) { bet.transfers[1].id = transaction(9); }));
    cases.push_back(changed(terms, [](Bet& bet) { bet.transfers[1].amount = cents(1); }));
    cases.push_back(
        changed(terms, [](Bet& bet) { bet.transfers[1].type = TransactionType::jackpot; }));
    cases.push_back(changed(terms, [](Bet& bet) { bet.transfers[1].payout_key = PayoutKey("k"); }));
    cases.push_back(changed(terms, [](Bet& bet) { bet.transfers[1].undoes = transaction(1); }));
    cases.push_back(changed("a stake moved from booked to pending", [](Bet& bet) {
        bet.transfers[0].state = TransferState::pending;
    }));
    cases.push_back(changed("a payout moved from pending to refused", [](Bet& bet) {
        bet.transfers[1].state = TransferState::refused;
    }));
}

void add_shapes(std::vector<Case>& cases) {
    cases.push_back(made("a tombstone has transfers", [] {
        Bet bet = bet_with(TransferState::booked);
        bet.tombstone = true;
        return bet;
    }));
    const std::string first = "the first transfer is not the stake";
    cases.push_back(made(first, [] { return bare_bet(); }));
    cases.push_back(
        made(first, [] { return with(bare_bet(), {payout(1, TransferState::pending)}); }));
    cases.push_back(made("a second stake", [] {
        return with(
            bet_with(TransferState::booked),
            {transfer_of(2, TransactionType::stake, TransferState::pending)});
    }));
    cases.push_back(made("an extra that is not booked", [] {
        Transfer extra = transfer_of(2, TransactionType::stake, TransferState::pending);
        extra.extra = Extra::open;
        return with(bet_with(TransferState::booked), {extra});
    }));
    cases.push_back(made("an amount in another currency", [] {
        Bet bet = bet_with(TransferState::booked);
        bet.transfers[0].amount = Money(1000, *Currency::from_code("USD"));
        return bet;
    }));
    cases.push_back(made("a negative amount", [] {
        Bet bet = bet_with(TransferState::booked);
        bet.transfers[0].amount = cents(-1);
        return bet;
    }));
}

void add_undoings(std::vector<Case>& cases) {
    const auto booked = [](std::vector<Transfer> more) {
        return [more = std::move(more)] { return with(bet_with(TransferState::booked), more); };
    };
    const std::string without = "a return without what it undoes";
    using T = TransactionType;
    cases.push_back(made(without, booked({undoing(T::stake_return, std::nullopt)})));
    cases.push_back(made(without, booked({undoing(T::payout_return, std::nullopt)})));
    cases.push_back(made(without, booked({undoing(T::payout, transaction(1))})));
    const std::string wrong = "a return of the wrong thing";
    cases.push_back(made(wrong, booked({undoing(T::stake_return, transaction(9))})));
    cases.push_back(made(wrong, booked({undoing(T::payout_return, transaction(1))})));
    cases.push_back(made(
        wrong,
        booked({payout(2, TransferState::booked), undoing(T::stake_return, transaction(2))})));
    cases.push_back(made("a return of another amount", [] {
        Transfer back = stake_return(2, TransferState::pending);
        back.amount = cents(999);
        return with(bet_with(TransferState::booked), {back});
    }));
    const std::string twice = "returned twice";
    cases.push_back(made(
        twice,
        booked({stake_return(2, TransferState::booked), stake_return(3, TransferState::pending)})));
    cases.push_back(made(
        twice,
        booked({payout(2, TransferState::booked), undoing(T::payout_return, transaction(2)), [] {
                    Transfer again = undoing(T::payout_return, transaction(2));
                    again.id = transaction(4);
                    return again;
                }()})));
}

void add_rules(std::vector<Case>& cases) {
    for (const TransferState stake :
         {TransferState::pending, TransferState::received, TransferState::refused,
          TransferState::in_doubt, TransferState::voided}) {
        cases.push_back(made("a payout without a booked stake", [stake] {
            return with(bet_with(stake), {payout(2, TransferState::pending)});
        }));
    }
    cases.push_back(made("a payout on a stake that was in doubt", [] {
        Bet bet = with(bet_with(TransferState::booked), {payout(2, TransferState::pending)});
        bet.doubt_since = noon;
        return bet;
    }));
    cases.push_back(made("a payout on a stake that was refused", [] {
        Bet bet = with(bet_with(TransferState::booked), {payout(2, TransferState::pending)});
        bet.transfers[0].refusal = ErrorCode::insufficient_funds;
        return bet;
    }));
    cases.push_back(made("two payouts of one key", [] {
        Transfer again = payout(3, TransferState::pending);
        again.payout_key = PayoutKey("r:2");
        return with(bet_with(TransferState::booked), {payout(2, TransferState::booked), again});
    }));
    cases.push_back(made(
        "a stake in doubt without its return", [] { return bet_with(TransferState::in_doubt); }));
}

void add_books(std::vector<Case>& cases) {
    const std::string nothing = "a posting that moves nothing or less";
    for (const std::int64_t minor : {std::int64_t{0}, std::int64_t{-1}}) {
        cases.push_back(posted(nothing, [minor](Bet& bet) {
            return std::vector{posting(bet, Purpose::wallet, Purpose::stakes, minor)};
        }));
    }
    cases.push_back(posted("a posting onto itself", [](Bet& bet) {
        return std::vector{posting(bet, Purpose::wallet, Purpose::wallet)};
    }));
    cases.push_back(posted("a posting of another bet", [](Bet& bet) {
        Posting stray = posting(bet, Purpose::wallet, Purpose::stakes);
        stray.bet = make_bet_id(Slot(1), 9, 9);
        return std::vector{stray};
    }));
    const std::string differ = "the postings differ from what the states say";
    cases.push_back(posted(differ, [](Bet& bet) {
        return std::vector{posting(bet, Purpose::wallet, Purpose::stakes)};
    }));
    cases.push_back(posted(differ, [](Bet& bet) {  // a state that moved without a posting
        bet.transfers.push_back(payout(2, TransferState::pending));
        return std::vector<Posting>{};
    }));
    cases.push_back(posted(differ, [](Bet& bet) {  // a cent too much
        bet.transfers.push_back(payout(2, TransferState::pending));
        return std::vector{posting(bet, Purpose::payouts, Purpose::payouts_owed, 1001)};
    }));
    cases.push_back(posted(differ, [](Bet& bet) {  // the wrong accounts
        bet.transfers.push_back(payout(2, TransferState::pending));
        return std::vector{posting(bet, Purpose::payouts, Purpose::wallet)};
    }));
    // What no number holds: on the debit side, on the credit side, and in the postings alone.
    cases.push_back(made("overflow", [] {
        return with(
            bet_with(TransferState::booked),
            {payout(2, TransferState::pending, most), payout(3, TransferState::pending, 1)});
    }));
    cases.push_back(made("overflow", [] {
        return with(
            bet_with(TransferState::booked),
            {payout(2, TransferState::booked, most),
             transfer_of(3, TransactionType::jackpot, TransferState::booked, 2000)});
    }));
    cases.push_back({"overflow", [] {  // taken off what was before
                         Bet bet = with(
                             bet_with(TransferState::booked),
                             {payout(2, TransferState::written_off, most),
                              payout(3, TransferState::written_off, most)});
                         return Decision::on(bet);
                     }});
    cases.push_back(posted("overflow", [](Bet& bet) {
        return std::vector{
            posting(bet, Purpose::payouts, Purpose::wallet, most),
            posting(bet, Purpose::payouts, Purpose::wallet, most)};
    }));
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all = [] {
        std::vector<Case> made;
        add_history(made);
        add_shapes(made);
        add_undoings(made);
        add_rules(made);
        add_books(made);
        return made;
    }();
    return all;
}

// The text between quotes in invariants.cpp: the sentences, or parts of them.
std::vector<std::string> sentences_in_source() {
    std::ifstream file(CROUPIER_TESTS_DIR "/../src/domain/invariants.cpp");
    EXPECT_TRUE(file.good());
    std::vector<std::string> found;
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with("#") || line.starts_with("//")) continue;
        for (std::size_t open = line.find('"'); open != std::string::npos;) {
            const std::size_t close = line.find('"', open + 1);
            if (close == std::string::npos) break;
            found.push_back(line.substr(open + 1, close - open - 1));
            open = line.find('"', close + 1);
        }
    }
    return found;
}

TEST(Invariants, EachSentenceIsSaid) {
    for (const Case& one : cases())
        EXPECT_EQ(one.decide().broken(), one.sentence);
}

// As many cases as the source says it: each of several places is seen.
TEST(Invariants, NoSentenceOfTheSourceIsWithoutACase) {
    std::map<std::string, int> said;
    for (const std::string& sentence : sentences_in_source())
        ++said[sentence];
    EXPECT_GE(said.size(), 20U) << "the source was not read";
    for (const auto& [sentence, count] : said) {
        int expected = 0;
        for (const Case& one : cases())
            expected += one.sentence.find(sentence) != std::string::npos ? 1 : 0;
        EXPECT_GE(expected, count) << "no test expects: " << sentence;
    }
}

TEST(Invariants, WhatIsRightIsLeftAlone) {
    Bet tombstone = bare_bet();
    tombstone.tombstone = true;
    EXPECT_EQ(Decision(tombstone).broken(), "");
    Decision begun(bet_with(TransferState::pending));
    begun.after.postings = {posting(begun.after.bet, Purpose::wallet, Purpose::stakes_pending)};
    EXPECT_EQ(begun.broken(), "");
    auto booked = Decision::on(begun.after.bet);
    booked.after.bet.transfers[0].state = TransferState::booked;
    booked.after.postings = {posting(begun.after.bet, Purpose::stakes_pending, Purpose::stakes)};
    EXPECT_EQ(booked.broken(), "");
    auto paid = Decision::on(booked.after.bet);
    paid.after.bet.transfers.push_back(payout(2, TransferState::pending, 2500));
    paid.after.postings = {posting(paid.after.bet, Purpose::payouts, Purpose::payouts_owed, 2500)};
    EXPECT_EQ(paid.broken(), "");
    // One decision may move a transfer twice.
    auto twice = Decision::on(begun.after.bet);
    twice.after.bet.transfers[0].state = TransferState::voided;
    twice.after.postings = {posting(begun.after.bet, Purpose::stakes_pending, Purpose::wallet)};
    EXPECT_EQ(twice.broken(), "");
    EXPECT_EQ(Decision::on(paid.after.bet).broken(), "");
    Bet demo = bet_with(TransferState::booked);
    demo.mode = Mode::demo;
    EXPECT_EQ(Decision(demo).broken(), "");
}

// A return that was void may be followed by another of the same stake.
TEST(Invariants, AVoidReturnCountsNotAsOne) {
    auto decision = Decision::on(
        with(bet_with(TransferState::booked), {stake_return(2, TransferState::voided)}));
    decision.after.bet.transfers.push_back(stake_return(3, TransferState::pending));
    decision.after.postings = {
        posting(decision.after.bet, Purpose::stake_returns, Purpose::returns_owed)};
    EXPECT_EQ(decision.broken(), "");
}

}  // namespace
}  // namespace croupier::domain
