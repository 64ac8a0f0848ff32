// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/bet_rules.h"

#include <algorithm>

namespace croupier::sandbox::casino {

namespace {

using Type = TransactionType;

Decision refuse(Code code) { return {code, std::nullopt, false}; }

Decision undo(const BetTransaction& transaction) {
    return {Code::success, transaction.number, false};
}

bool has(const BetState& bet, Type type) {
    return std::any_of(
        bet.transactions.begin(), bet.transactions.end(),
        [&](const BetTransaction& t) { return t.type == type; });
}

bool has_standing_payout(const BetState& bet) {
    return std::any_of(
        bet.transactions.begin(), bet.transactions.end(), [](const BetTransaction& t) {
            return t.type == Type::payout && !t.undone && !t.amount.is_zero();
        });
}

Decision decide_stake(
    const Demand& demand, const BetState& bet, const PlayerState& player, Dialect dialect) {
    if (dialect == Dialect::ours && bet.known) return refuse(Code::wrong_state);
    if (player.blocked) return refuse(Code::user_blocked);
    if (!player.promo_code_usable) return refuse(Code::promo_code_invalid);
    if (player.stake_max && domain::less(*player.stake_max, demand.amount))
        return refuse(Code::limit_reached);
    if (domain::less(player.balance, demand.amount)) return refuse(Code::not_enough_money);
    return {};
}

Decision decide_payout(const BetState& bet, Dialect dialect) {
    if (!has(bet, Type::stake)) return refuse(Code::bet_not_found);
    if (dialect == Dialect::ours && has(bet, Type::bet_return)) return refuse(Code::wrong_state);
    return {};
}

// Undoes the stake, whole; what was paid on it must have been taken back before.
Decision decide_bet_return(const Demand& demand, const BetState& bet, Dialect dialect) {
    const bool never_staked = !has(bet, Type::stake);
    if (dialect == Dialect::ours && never_staked) return {Code::success, std::nullopt, true};
    const auto stake = std::find_if(
        bet.transactions.begin(), bet.transactions.end(),
        [](const BetTransaction& t) { return t.type == Type::stake; });
    if (stake == bet.transactions.end()) return refuse(Code::bet_not_found);
    if (dialect == Dialect::ours && (stake->undone || has_standing_payout(bet)))
        return refuse(Code::wrong_state);
    if (stake->amount != demand.amount) return refuse(Code::incorrect_amount);
    return undo(*stake);
}

// Undoes a payout of that amount, the last one first.
Decision decide_payout_return(const Demand& demand, const BetState& bet, Dialect dialect) {
    bool any = false;
    for (auto t = bet.transactions.rbegin(); t != bet.transactions.rend(); ++t) {
        if (t->type != Type::payout || (t->undone && dialect == Dialect::ours)) continue;
        if (t->amount == demand.amount) return undo(*t);
        any = true;
    }
    if (any) return refuse(Code::incorrect_amount);
    return refuse(has(bet, Type::payout) ? Code::wrong_state : Code::bet_not_found);
}

Decision decide_cashback(const Demand& demand, const BetState& bet, Dialect dialect) {
    if (demand.type == Type::payout_return) return decide_payout_return(demand, bet, dialect);
    if (demand.type != Type::payout) return refuse(Code::wrong_state);
    if (demand.amount.is_zero()) return refuse(Code::incorrect_amount);
    if (dialect == Dialect::ours && bet.known) return refuse(Code::wrong_state);
    return {};
}

}  // namespace

Decision decide(
    const Demand& demand, const BetState& bet, const PlayerState& player, Dialect dialect) {
    if (bet.known && !bet.of_this_player) {
        return refuse(demand.type == Type::stake ? Code::wrong_state : Code::bet_not_found);
    }
    if (bet.known && bet.cashback != demand.cashback) return refuse(Code::wrong_state);
    if (bet.closed) return refuse(Code::bet_closed);
    const bool jackpot_beside = demand.type == Type::jackpot && has(bet, Type::jackpot);
    if (bet.tombstone && demand.type != Type::bet_return && !jackpot_beside)
        return refuse(Code::bet_closed);
    if (demand.cashback) return decide_cashback(demand, bet, dialect);
    switch (demand.type) {
    case Type::stake:
        return decide_stake(demand, bet, player, dialect);
    case Type::payout:
        return decide_payout(bet, dialect);
    case Type::bet_return:
        return decide_bet_return(demand, bet, dialect);
    case Type::payout_return:
        return decide_payout_return(demand, bet, dialect);
    case Type::jackpot:
        return demand.amount.is_zero() ? refuse(Code::incorrect_amount) : Decision{};
    }
    return refuse(Code::invalid_request);
}

std::optional<domain::Money> balance_after(const Demand& demand, domain::Money balance) {
    switch (demand.type) {
    case Type::stake:
    case Type::payout_return:
        return domain::subtract(balance, demand.amount);
    case Type::payout:
    case Type::bet_return:
    case Type::jackpot:
        return domain::add(balance, demand.amount);
    }
    return std::nullopt;
}

std::optional<TransactionType> parse_transaction_type(std::int64_t number) {
    switch (number) {
    case -1:
        return Type::stake;
    case 1:
        return Type::payout;
    case 2:
        return Type::bet_return;
    case -2:
        return Type::payout_return;
    case 4:
        return Type::jackpot;
    }
    return std::nullopt;
}

}  // namespace croupier::sandbox::casino
