// SPDX-License-Identifier: Apache-2.0
#include "sim/provider.h"

#include <algorithm>

namespace croupier::sim {

namespace {

std::string euros(std::int64_t cents) {
    return domain::to_text(domain::Money(cents, *domain::Currency::from_code("EUR")));
}

}  // namespace

void Provider::send_stake(Bet& bet) {
    std::string body = R"({"betAmount":)" + euros(bet.stake) + R"(,"betId":")" + bet.name +
                       R"(","gameRoundId":"r-)" + bet.name + "\"";
    if (bet.instant) body += R"(,"winAmount":)" + euros(bet.win);
    bet.stake_call = world_.call(seat(bet), bet.instant ? "pay-in-out" : "pay-in", body + "}");
}

void Provider::send_refund(Bet& bet) {
    bet.refund_call = world_.call(seat(bet), "refund", R"({"betId":")" + bet.name + "\"}");
}

void Provider::send_payout(Bet& bet, const std::string& round, std::int64_t cents) {
    bet.pay_calls[round] = world_.call(
        seat(bet), "pay-out",
        R"({"betId":")" + bet.name + R"(","gameRoundId":")" + round + R"(","winAmount":)" +
            euros(cents) + "}");
}

void Provider::new_bet() {
    Bet bet{
        .name = "b" + std::to_string(bets_.size() + 1),
        .seat = random_.below(world_.seats().size())};
    bet.stake = 1 + static_cast<std::int64_t>(random_.below(500));
    bet.instant = random_.chance(1, 3);
    bet.win = random_.chance(1, 2) ? 0 : static_cast<std::int64_t>(random_.below(900));
    bets_.push_back(bet);
    if (random_.chance(1, 20)) {
        bets_.back().refund_wanted = true;  // called off before it was sent
        send_refund(bets_.back());
    }
    send_stake(bets_.back());
    if (random_.chance(1, 10)) send_stake(bets_.back());  // a repeat hard behind it
}

// What a provider does by contract with each answer: 1 and 104 stand, 99 and silence are refunded,
// the rest never was.
void Provider::hear_stake(Bet& bet, int code) {
    using State = Bet::State;
    bet.state = code == 1 || code == 104 ? State::stands
                : code == 99 || code < 0 ? State::refunding
                                         : State::nothing;
    if (bet.state == State::stands && bet.instant) bet.paid["r-" + bet.name] = bet.win;
    if (bet.state == State::stands && bet.refund_wanted) bet.state = State::refunding;
}

void Provider::hear_refund(Bet& bet, int code) {
    if ((code != 1 && code != 5) || bet.state != Bet::State::refunding) return;
    bet.state = Bet::State::nothing;
    bet.paid.clear();
    bet.owed.clear();
}

void Provider::hear(Bet& bet) {
    if (bet.state == Bet::State::asked && bet.stake_call && bet.stake_call->code) {
        heard_ += bet.name + " stake " + std::to_string(*bet.stake_call->code) + "\n";
        hear_stake(bet, *bet.stake_call->code);
        bet.stake_call.reset();
    }
    if (bet.refund_call && bet.refund_call->code) {
        heard_ += bet.name + " refund " + std::to_string(*bet.refund_call->code) + "\n";
        hear_refund(bet, *bet.refund_call->code);
        bet.refund_call.reset();
    }
    hear_payouts(bet);
}

void Provider::hear_payouts(Bet& bet) {
    for (auto& [round, call] : bet.pay_calls) {
        if (!call || !call->code) continue;
        heard_ += bet.name + " payout " + std::to_string(*call->code) + "\n";
        if (*call->code == 1 && bet.owed.contains(round)) {
            bet.paid[round] = bet.owed[round];
            bet.owed.erase(round);
        }
        call.reset();
    }
}

// A round ends, or is called off; now and then a further win of equal amount.
void Provider::decide_round(Bet& bet) {
    const bool fresh = !bet.instant && bet.paid.empty() && bet.owed.empty();
    if (fresh && (calm_ || random_.chance(1, 3))) {
        if (!calm_ && random_.chance(1, 15)) {
            bet.state = Bet::State::refunding;
            return;
        }
        bet.owed["r-" + bet.name] =
            random_.chance(1, 3) ? 0 : static_cast<std::int64_t>(random_.below(900));
        return;
    }
    if (bet.instant && !calm_ && random_.chance(1, 20)) {
        bet.state = Bet::State::refunding;  // a paid pay-in-out is taken back
        return;
    }
    const bool more = !fresh && !seat(bet).one_payout && bet.paid.size() + bet.owed.size() < 4;
    if (more && !calm_ && random_.chance(1, 30)) {
        bet.owed["free-" + std::to_string(bet.paid.size() + bet.owed.size())] = 5;
    }
}

void Provider::nudge(Bet& bet) {
    using State = Bet::State;
    hear(bet);
    if (bet.state == State::asked && !bet.stake_call) bet.state = State::refunding;
    if (bet.state == State::stands) decide_round(bet);
    if (bet.state == State::refunding && !bet.refund_call) return send_refund(bet);
    if (bet.state != State::stands) return;
    for (const auto& [round, cents] : bet.owed) {
        if (!bet.pay_calls[round]) send_payout(bet, round, cents);
    }
}

void Provider::nudge_any() {
    if (!bets_.empty()) nudge(bets_[random_.below(bets_.size())]);
}

void Provider::nudge_all() {
    for (Bet& bet : bets_)
        nudge(bet);
}

void Provider::hub_died() {
    for (Bet& bet : bets_) {
        hear(bet);
        if (bet.state == Bet::State::asked) bet.state = Bet::State::refunding;
        bet.stake_call.reset();
        bet.refund_call.reset();
        bet.pay_calls.clear();
    }
}

bool Provider::settled(const Bet& bet) {
    return bet.state == Bet::State::nothing ||
           (bet.state == Bet::State::stands && bet.owed.empty());
}

bool Provider::settled() const {
    return std::all_of(bets_.begin(), bets_.end(), [](const Bet& bet) { return settled(bet); });
}

std::vector<Belief> Provider::beliefs() const {
    std::vector<Belief> beliefs;
    for (const Bet& bet : bets_) {
        Belief belief{.name = bet.name, .bet = world_.number_of(seat(bet), bet.name)};
        belief.stands = bet.state == Bet::State::stands;
        belief.stake = bet.stake;
        for (const auto& [round, cents] : bet.paid)
            belief.payouts.push_back(cents);
        beliefs.push_back(std::move(belief));
    }
    return beliefs;
}

}  // namespace croupier::sim
