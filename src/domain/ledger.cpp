// SPDX-License-Identifier: Apache-2.0
#include "domain/ledger.h"

#include <array>
#include <utility>

namespace croupier::domain {

namespace {

constexpr std::array<std::pair<Purpose, std::string_view>, 15> purposes{{
    {Purpose::wallet, "wallet"},
    {Purpose::stakes_pending, "stakes_pending"},
    {Purpose::stakes_in_doubt, "stakes_in_doubt"},
    {Purpose::stakes, "stakes"},
    {Purpose::stake_returns, "stake_returns"},
    {Purpose::returns_owed, "returns_owed"},
    {Purpose::payouts, "payouts"},
    {Purpose::payouts_owed, "payouts_owed"},
    {Purpose::payout_returns, "payout_returns"},
    {Purpose::takebacks_due, "takebacks_due"},
    {Purpose::jackpots, "jackpots"},
    {Purpose::jackpots_owed, "jackpots_owed"},
    {Purpose::written_off, "written_off"},
    {Purpose::overpaid, "overpaid"},
    {Purpose::overcharged, "overcharged"},
}};

constexpr std::array<std::pair<TransferState, std::string_view>, 7> states{{
    {TransferState::pending, "pending"},
    {TransferState::received, "received"},
    {TransferState::booked, "booked"},
    {TransferState::refused, "refused"},
    {TransferState::in_doubt, "in_doubt"},
    {TransferState::voided, "voided"},
    {TransferState::written_off, "written_off"},
}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
    for (const auto& [known, name] : table) {
        if (known == value) return name;
    }
    return "?";
}

template <class Value, class Table>
std::optional<Value> value_in(const Table& table, std::string_view text) {
    for (const auto& [known, name] : table) {
        if (name == text) return known;
    }
    return std::nullopt;
}

// Which accounts an amount of this type touches: while it is on its way, and once it is booked.
struct Route {
    Position on_the_way;
    Position booked;
};

Route route_of(TransactionType type) {
    switch (type) {
    case TransactionType::stake:
        return {{Purpose::wallet, Purpose::stakes_pending}, {Purpose::wallet, Purpose::stakes}};
    case TransactionType::payout:
        return {{Purpose::payouts, Purpose::payouts_owed}, {Purpose::payouts, Purpose::wallet}};
    case TransactionType::stake_return:
        return {
            {Purpose::stake_returns, Purpose::returns_owed},
            {Purpose::stake_returns, Purpose::wallet}};
    case TransactionType::payout_return:
        return {
            {Purpose::takebacks_due, Purpose::payout_returns},
            {Purpose::wallet, Purpose::payout_returns}};
    case TransactionType::jackpot:
        return {{Purpose::jackpots, Purpose::jackpots_owed}, {Purpose::jackpots, Purpose::wallet}};
    }
    CROUPIER_CHECK(false);
    return {};
}

// A person closed it: what was owed stays with the house, what was due is given up.
Position written_off_position(TransactionType type) {
    const Position owed = route_of(type).on_the_way;
    if (type == TransactionType::payout_return) return {Purpose::written_off, owed.credit};
    return {owed.debit, Purpose::written_off};
}

bool stake_may_move(TransferState from, TransferState to) {
    using S = TransferState;
    switch (from) {
    case S::pending:
        return to == S::received || to == S::booked || to == S::refused || to == S::in_doubt ||
               to == S::voided;
    case S::received:
        return to == S::booked || to == S::refused || to == S::in_doubt;
    case S::in_doubt:
        return to == S::booked || to == S::voided;
    case S::refused:  // an accept of 200 after a refusal is never ignored: its return goes out
    case S::voided:
        return to == S::in_doubt || to == S::booked;
    case S::booked:
    case S::written_off:
        return false;
    }
    return false;
}

bool owed_may_move(TransactionType type, TransferState from, TransferState to) {
    using S = TransferState;
    switch (from) {
    case S::pending:
        return to == S::received || to == S::booked || to == S::written_off ||
               (to == S::voided && type == TransactionType::stake_return);
    case S::received:
        return to == S::pending || to == S::booked || to == S::written_off ||
               (to == S::voided && type == TransactionType::stake_return);
    case S::booked:  // a return that booked nothing, because the stake never was
        return to == S::voided && type == TransactionType::stake_return;
    case S::written_off:  // a return whose stake turned out never to have been taken
        return to == S::booked || (to == S::voided && type == TransactionType::stake_return);
    case S::voided:
        return to == S::booked;
    case S::refused:
    case S::in_doubt:
        return false;
    }
    return false;
}

}  // namespace

std::string_view to_text(Purpose purpose) { return name_in(purposes, purpose); }
std::optional<Purpose> parse_purpose(std::string_view text) {
    return value_in<Purpose>(purposes, text);
}
std::string_view to_text(TransferState state) { return name_in(states, state); }
std::optional<TransferState> parse_transfer_state(std::string_view text) {
    return value_in<TransferState>(states, text);
}

std::string_view to_text(TransactionType type) {
    switch (type) {
    case TransactionType::stake:
        return "stake";
    case TransactionType::payout:
        return "payout";
    case TransactionType::stake_return:
        return "stake_return";
    case TransactionType::payout_return:
        return "payout_return";
    case TransactionType::jackpot:
        return "jackpot";
    }
    return "?";
}

std::optional<TransactionType> transaction_type_from(std::int64_t wire_value) {
    using T = TransactionType;
    for (const T type : {T::stake, T::payout, T::stake_return, T::payout_return, T::jackpot}) {
        if (static_cast<std::int64_t>(type) == wire_value) return type;
    }
    return std::nullopt;
}

std::optional<Position> position_of(TransactionType type, TransferState state) {
    switch (state) {
    case TransferState::pending:
    case TransferState::received:
        return route_of(type).on_the_way;
    case TransferState::booked:
        return route_of(type).booked;
    case TransferState::in_doubt:
        return Position{Purpose::wallet, Purpose::stakes_in_doubt};
    case TransferState::written_off:
        return written_off_position(type);
    case TransferState::refused:
    case TransferState::voided:
        return std::nullopt;
    }
    return std::nullopt;
}

bool may_move(TransactionType type, TransferState from, TransferState to) {
    if (type == TransactionType::stake) return stake_may_move(from, to);
    return owed_may_move(type, from, to);
}

std::optional<Balances> sum_of(const std::vector<Posting>& postings) {
    Balances balances;
    for (const Posting& posting : postings) {
        auto& debit = balances[posting.debit];
        if (__builtin_add_overflow(debit, posting.amount.minor(), &debit)) return std::nullopt;
        auto& credit = balances[posting.credit];
        if (__builtin_sub_overflow(credit, posting.amount.minor(), &credit)) return std::nullopt;
    }
    std::erase_if(balances, [](const auto& entry) { return entry.second == 0; });
    return balances;
}

}  // namespace croupier::domain
