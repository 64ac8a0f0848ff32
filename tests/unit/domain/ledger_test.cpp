// SPDX-License-Identifier: Apache-2.0
// The ledger's table: where an amount stands in each state, and which moves there are. Written out
// from the rules, cell by cell, so that a change of the table has to be made twice.
#include "domain/ledger.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <sstream>

#include "domain/bet_journal.h"
#include "unit/domain/bets.h"

namespace croupier::domain {
namespace {

constexpr std::array types{
    TransactionType::stake, TransactionType::payout, TransactionType::stake_return,
    TransactionType::payout_return, TransactionType::jackpot};

std::vector<TransferState> all_states() {
    std::vector<TransferState> states;
    for (int state = 0; to_text(static_cast<TransferState>(state)) != "?"; ++state)
        states.push_back(static_cast<TransferState>(state));
    return states;
}

// "debit>credit", or "-" where the amount stands nowhere.
std::string place(TransactionType type, TransferState state) {
    const auto position = position_of(type, state);
    if (!position) return "-";
    return std::string(to_text(position->debit)) + ">" + std::string(to_text(position->credit));
}

// Where each type stands: pending and received, booked, written off; refused and void nowhere.
struct Row {
    TransactionType type;
    const char* on_the_way;
    const char* booked;
    const char* written_off;
};
constexpr std::array positions{
    Row{TransactionType::stake, "wallet>stakes_pending", "wallet>stakes", "wallet>written_off"},
    Row{TransactionType::payout, "payouts>payouts_owed", "payouts>wallet", "payouts>written_off"},
    Row{TransactionType::stake_return, "stake_returns>returns_owed", "stake_returns>wallet",
        "stake_returns>written_off"},
    Row{TransactionType::payout_return, "takebacks_due>payout_returns", "wallet>payout_returns",
        "written_off>payout_returns"},
    Row{TransactionType::jackpot, "jackpots>jackpots_owed", "jackpots>wallet",
        "jackpots>written_off"}};

TEST(Ledger, EveryTransferStandsWhereTheTableSays) {
    for (const Row& row : positions) {
        const std::string name(to_text(row.type));
        EXPECT_EQ(place(row.type, TransferState::pending), row.on_the_way) << name;
        EXPECT_EQ(place(row.type, TransferState::received), row.on_the_way) << name;
        EXPECT_EQ(place(row.type, TransferState::booked), row.booked) << name;
        EXPECT_EQ(place(row.type, TransferState::written_off), row.written_off) << name;
        EXPECT_EQ(place(row.type, TransferState::refused), "-") << name;
        EXPECT_EQ(place(row.type, TransferState::voided), "-") << name;
    }
    EXPECT_EQ(place(TransactionType::stake, TransferState::in_doubt), "wallet>stakes_in_doubt");
}

// What is booked moved money in the casino's wallets, and nothing else did.
TEST(Ledger, OnlyStakesAndBookingsTouchTheWallet) {
    for (const TransactionType type : types) {
        for (const TransferState state : all_states()) {
            const bool touches = place(type, state).find("wallet") != std::string::npos;
            const bool stake = type == TransactionType::stake || state == TransferState::in_doubt;
            const bool stands = place(type, state) != "-";
            EXPECT_EQ(touches, stands && (stake || state == TransferState::booked))
                << to_text(type) << " " << to_text(state);
        }
    }
}

// from: to to to
constexpr const char* stake_moves = R"(
    pending: received booked refused in_doubt voided
    received: booked refused in_doubt
    in_doubt: booked voided
    refused: in_doubt booked
    voided: in_doubt booked
    booked:
    written_off:
)";
constexpr const char* return_moves = R"(
    pending: received booked written_off voided
    received: pending booked written_off voided
    booked: voided
    written_off: booked voided
    voided: booked
    refused:
    in_doubt:
)";
constexpr const char* owed_moves = R"(
    pending: received booked written_off
    received: pending booked written_off
    written_off: booked
    voided: booked
    booked:
    refused:
    in_doubt:
)";

std::set<std::string> moves_in(const char* table) {
    std::set<std::string> moves;
    std::istringstream lines(table);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string from, to;
        words >> from;
        while (words >> to)
            moves.insert(from + " " + to);
    }
    return moves;
}

TEST(Ledger, EveryMoveIsInTheTableAndNoOther) {
    for (const TransactionType type : types) {
        const char* table = type == TransactionType::stake          ? stake_moves
                            : type == TransactionType::stake_return ? return_moves
                                                                    : owed_moves;
        std::set<std::string> allowed;
        for (const TransferState from : all_states()) {
            for (const TransferState to : all_states()) {
                if (!may_move(type, from, to)) continue;
                allowed.insert(std::string(to_text(from)) + ": " + std::string(to_text(to)));
            }
        }
        EXPECT_EQ(allowed, moves_in(table)) << to_text(type);
    }
}

// Money owed ends as paid or by a person; it is never refused, and never in doubt.
TEST(Ledger, MoneyOwedIsNeverRefusedNorInDoubt) {
    for (const TransactionType type : types) {
        if (type == TransactionType::stake) continue;
        for (const TransferState from : all_states()) {
            EXPECT_FALSE(may_move(type, from, TransferState::refused));
            EXPECT_FALSE(may_move(type, from, TransferState::in_doubt));
        }
    }
}

TEST(Ledger, TextsAreReadBack) {
    for (int purpose = 0; to_text(static_cast<Purpose>(purpose)) != "?"; ++purpose) {
        EXPECT_EQ(
            parse_purpose(to_text(static_cast<Purpose>(purpose))), static_cast<Purpose>(purpose));
    }
    for (const TransferState state : all_states())
        EXPECT_EQ(parse_transfer_state(to_text(state)), state);
    for (const TransactionType type : types)
        EXPECT_EQ(transaction_type_from(static_cast<std::int64_t>(type)), type);
    EXPECT_EQ(parse_purpose("?"), std::nullopt);
    EXPECT_EQ(parse_transfer_state(""), std::nullopt);
    for (const std::int64_t value : {0, 3, -3, 5})
        EXPECT_EQ(transaction_type_from(value), std::nullopt) << value;
}

TEST(Ledger, SumsAreDebitsLessCreditsAndZeroInAll) {
    const Bet bet = bare_bet();
    const auto sums = sum_of(
        {posting(bet, Purpose::wallet, Purpose::stakes, 700),
         posting(bet, Purpose::payouts, Purpose::wallet, 200),
         posting(bet, Purpose::jackpots, Purpose::payouts, 200)});
    ASSERT_TRUE(sums.has_value());
    std::int64_t all = 0;
    std::map<Purpose, std::int64_t> by_purpose;
    for (const auto& [account, sum] : *sums) {
        all += sum;
        by_purpose[account.purpose] = sum;
    }
    EXPECT_EQ(all, 0);
    const std::map<Purpose, std::int64_t> expected{
        {Purpose::wallet, 500}, {Purpose::stakes, -700}, {Purpose::jackpots, 200}};
    EXPECT_EQ(by_purpose, expected) << "what sums to zero is left out";
    EXPECT_EQ(sum_of({})->size(), 0U);
}

TEST(Ledger, ASumThatNoNumberHoldsIsNone) {
    const Bet bet = bare_bet();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(
        sum_of(
            {posting(bet, Purpose::wallet, Purpose::stakes, most),
             posting(bet, Purpose::wallet, Purpose::payouts, 1)}),
        std::nullopt);
    EXPECT_EQ(
        sum_of(
            {posting(bet, Purpose::payouts, Purpose::wallet, most),
             posting(bet, Purpose::jackpots, Purpose::wallet, 2)}),
        std::nullopt);
}

// --- the pen: states and postings cannot part

Balances standing(const Bet& bet) {
    std::vector<Posting> postings;
    for (const Transfer& one : bet.transfers) {
        const auto position = position_of(one.type, one.state);
        if (!position) continue;
        postings.push_back(posting(bet, position->debit, position->credit, one.amount.minor()));
    }
    return *sum_of(postings);
}

TEST(Ledger, AnyWayThroughTheStatesPostsWhatStandsInTheEnd) {
    base::SeededRandom random(20'261'201);
    const CasinoTerms terms{};
    for (const TransactionType type : types) {
        for (int life = 0; life < 200; ++life) {
            BetChange change{.bet = bare_bet(), .postings = {}, .alarms = {}};
            const MoveContext context{terms, noon, random};
            add_transfer(change, context, {.type = type, .amount = cents(1000)});
            for (int step = 0; step < 8; ++step) {
                const auto states = all_states();
                const TransferState to = states[random.below(states.size())];
                const TransferState from = change.bet.transfers[0].state;
                if (!may_move(type, from, to)) continue;
                move_transfer(change, 0, to, noon);
                EXPECT_EQ(*sum_of(change.postings), standing(change.bet))
                    << to_text(type) << " " << to_text(from) << " to " << to_text(to);
                for (const Posting& line : change.postings) {
                    EXPECT_GT(line.amount.minor(), 0);
                    EXPECT_NE(line.debit, line.credit);
                }
            }
        }
    }
}

TEST(Ledger, NothingIsPostedOfNothingOrOfPlayMoney) {
    base::SeededRandom random(1);
    const CasinoTerms terms{};
    const MoveContext context{terms, noon, random};
    for (const bool demo : {false, true}) {
        BetChange change{.bet = bare_bet(), .postings = {}, .alarms = {}};
        change.bet.mode = demo ? Mode::demo : Mode::real;
        add_transfer(
            change, context, {.type = TransactionType::stake, .amount = cents(demo ? 1000 : 0)});
        move_transfer(change, 0, TransferState::booked, noon);
        EXPECT_TRUE(change.postings.empty());
        EXPECT_EQ(change.bet.transfers[0].state, TransferState::booked);
    }
}

TEST(Ledger, AMoveToThePresentStateDoesNothing) {
    BetChange change{.bet = bet_with(TransferState::booked), .postings = {}, .alarms = {}};
    const Bet before = change.bet;
    move_transfer(change, 0, TransferState::booked, noon + base::Duration(1));
    EXPECT_EQ(change.bet, before);
    EXPECT_TRUE(change.postings.empty());
}

}  // namespace
}  // namespace croupier::domain
