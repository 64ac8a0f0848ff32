// SPDX-License-Identifier: Apache-2.0
#include "sim/simulation.h"

#include <map>

#include "crypto/digest.h"
#include "scenarios/hub_world.h"

namespace croupier::sim {

namespace {

using scenarios::Call;
using scenarios::Fate;
using scenarios::HubWorld;

// What the provider may believe of one of its bets. It knows the contract and nothing of the hub.
struct ProviderBet {
    std::string id;
    std::int64_t stake_cents = 0;
    bool instant = false;
    std::int64_t win_cents = 0;  // instant
    enum class State { asked, stands, refunding, nothing } state = State::asked;
    std::map<std::string, std::int64_t> owed;  // payouts not yet acknowledged, by round
    std::map<std::string, std::int64_t> paid;
    bool refund_wanted = false;
    std::shared_ptr<Call> stake_call, refund_call;
    std::map<std::string, std::shared_ptr<Call>> pay_calls;
};

std::string euros(std::int64_t cents) {
    return domain::to_text(domain::Money(cents, *domain::Currency::from_code("EUR")));
}

class Life {
public:
    Life(std::uint64_t seed, std::uint64_t bets) : random_(seed), bets_wanted_(bets) {}
    Outcome live();

private:
    void draw_world();
    void draw_fates();
    void step();
    void new_bet();
    void nudge(ProviderBet& bet);
    void hear(ProviderBet& bet);
    void hear_payouts(ProviderBet& bet);
    void send_stake(ProviderBet& bet);
    void send_refund(ProviderBet& bet);
    void send_payout(ProviderBet& bet, const std::string& round, std::int64_t cents);
    void restart();
    void calm_down();
    void judge(const ProviderBet& bet);
    void note(const std::string& line) { trace_ += line + "\n"; }
    [[nodiscard]] bool settled(const ProviderBet& bet) const;

    base::SeededRandom random_;
    HubWorld world_;
    std::vector<ProviderBet> bets_;
    std::uint64_t bets_wanted_;
    std::map<Fate, std::uint64_t> weights_;  // swarm: drawn per life, some faults off entirely
    std::uint64_t restart_weight_ = 0;
    bool calm_ = false;
    std::string trace_;
    Outcome outcome_;
};

void Life::draw_world() {
    auto& terms = world_.casino.terms;
    terms.booking = random_.chance(1, 2) ? domain::Booking::accept : domain::Booking::answer;
    world_.casino.stock = random_.chance(1, 3);
    world_.casino_known = random_.chance(1, 2);
    terms.repeat_key = world_.casino.stock || random_.chance(1, 2) ? domain::RepeatKey::info
                                                                   : domain::RepeatKey::transaction;
    for (const Fate fate : {Fate::silent, Fate::loses, Fate::garbage, Fate::deaf, Fate::unsent}) {
        weights_[fate] = random_.chance(1, 2) ? random_.below(200) : 0;
    }
    restart_weight_ = random_.chance(2, 3) ? random_.below(60) : 0;
}

void Life::draw_fates() {
    for (const char* kind :
         {"stake", "payout", "stake_return", "payout_return", "info", "close", "reopen"}) {
        auto& queue = world_.casino.scripts[kind];
        queue.clear();
        for (int call = 0; call < 4 && !calm_; ++call) {
            scenarios::Script script;
            std::uint64_t draw = random_.below(1000);
            for (const auto& [fate, weight] : weights_) {
                if (draw < weight) {
                    script.fate = fate;
                    break;
                }
                draw -= weight;
            }
            if (std::string(kind) == "stake" && random_.chance(1, 20)) {
                script = {.fate = Fate::refuses, .error = 900101, .booking = {}};
            }
            queue.push_back(script);
        }
    }
}

void Life::send_stake(ProviderBet& bet) {
    std::string body = R"({"betAmount":)" + euros(bet.stake_cents) + R"(,"betId":")" + bet.id +
                       R"(","gameRoundId":"r-)" + bet.id + "\"";
    if (bet.instant) body += R"(,"winAmount":)" + euros(bet.win_cents);
    bet.stake_call = world_.call(bet.instant ? "pay-in-out" : "pay-in", body + "}");
}

void Life::send_refund(ProviderBet& bet) {
    bet.refund_call = world_.call("refund", R"({"betId":")" + bet.id + "\"}");
}

void Life::send_payout(ProviderBet& bet, const std::string& round, std::int64_t cents) {
    bet.pay_calls[round] = world_.call(
        "pay-out", R"({"betId":")" + bet.id + R"(","gameRoundId":")" + round + R"(","winAmount":)" +
                       euros(cents) + "}");
}

void Life::new_bet() {
    ProviderBet bet;
    bet.id = "b" + std::to_string(bets_.size() + 1);
    bet.stake_cents = 1 + static_cast<std::int64_t>(random_.below(500));
    bet.instant = random_.chance(1, 3);
    bet.win_cents = random_.chance(1, 2) ? 0 : static_cast<std::int64_t>(random_.below(900));
    bets_.push_back(bet);
    if (random_.chance(1, 40)) {
        bets_.back().refund_wanted = true;  // called off before it was sent
        send_refund(bets_.back());
    }
    send_stake(bets_.back());
    if (random_.chance(1, 10)) send_stake(bets_.back());  // a repeat hard behind it
}

// What a provider does by contract with each answer: 1 and 104 stand, 99 and silence are refunded,
// the rest never was.
void Life::hear(ProviderBet& bet) {
    using State = ProviderBet::State;
    if (bet.state == State::asked && bet.stake_call && bet.stake_call->code) {
        const int code = *bet.stake_call->code;
        note(bet.id + " stake " + std::to_string(code));
        bet.state = code == 1 || code == 104 ? State::stands
                    : code == 99 || code < 0 ? State::refunding  // < 0: the hub died first
                                             : State::nothing;
        if (bet.state == State::stands && bet.instant) bet.paid["r-" + bet.id] = bet.win_cents;
        if (bet.state == State::stands && bet.refund_wanted) bet.state = State::refunding;
        bet.stake_call.reset();
    }
    if (bet.refund_call && bet.refund_call->code) {
        const int code = *bet.refund_call->code;
        note(bet.id + " refund " + std::to_string(code));
        if ((code == 1 || code == 5) && bet.state == State::refunding) {
            bet.state = State::nothing;
            bet.paid.clear();
            bet.owed.clear();
        }
        bet.refund_call.reset();
    }
    hear_payouts(bet);
}

void Life::hear_payouts(ProviderBet& bet) {
    for (auto& [round, call] : bet.pay_calls) {
        if (!call || !call->code) continue;
        note(bet.id + " payout " + std::to_string(*call->code));
        if (*call->code == 1 && bet.owed.contains(round)) {
            bet.paid[round] = bet.owed[round];
            bet.owed.erase(round);
        }
        call.reset();
    }
}

void Life::nudge(ProviderBet& bet) {
    using State = ProviderBet::State;
    hear(bet);
    if (bet.state == State::refunding && !bet.refund_call) return send_refund(bet);
    if (bet.state != State::stands) return;
    if (!bet.instant && bet.paid.empty() && bet.owed.empty() && (calm_ || random_.chance(1, 3))) {
        if (!calm_ && random_.chance(1, 15)) {
            bet.state = State::refunding;
            return send_refund(bet);
        }
        bet.owed["r-" + bet.id] =
            random_.chance(1, 3) ? 0 : static_cast<std::int64_t>(random_.below(900));
    } else if (!calm_ && random_.chance(1, 30) && bet.paid.size() < 4) {
        bet.owed["free-" + std::to_string(bet.paid.size() + bet.owed.size())] = 5;  // equal amounts
    }
    for (const auto& [round, cents] : bet.owed) {
        auto& call = bet.pay_calls[round];
        if (!call) send_payout(bet, round, cents);
    }
}

void Life::restart() {
    ++outcome_.restarts;
    note("restart");
    world_.kill();
    for (ProviderBet& bet : bets_) {
        // The connection is gone: a stake is refunded, the rest is repeated.
        hear(bet);
        if (bet.state == ProviderBet::State::asked) bet.state = ProviderBet::State::refunding;
        bet.stake_call.reset();
        bet.refund_call.reset();
        bet.pay_calls.clear();
    }
    world_.start();
}

void Life::step() {
    draw_fates();
    if (bets_.size() < bets_wanted_ && !calm_) new_bet();
    for (int touched = 0; touched < 3 && !bets_.empty(); ++touched) {
        nudge(bets_[random_.below(bets_.size())]);
    }
    if (!calm_ && random_.below(1000) < restart_weight_) restart();
    world_.advance(base::Duration(static_cast<std::int64_t>(random_.below(calm_ ? 20'000 : 2500))));
}

bool Life::settled(const ProviderBet& bet) const {
    using State = ProviderBet::State;
    return bet.state == State::nothing || (bet.state == State::stands && bet.owed.empty());
}

void Life::calm_down() {
    calm_ = true;
    for (int round = 0; round < 200; ++round) {
        world_.new_session();  // the first may have ended long ago
        bool all = true;
        for (ProviderBet& bet : bets_) {
            nudge(bet);
            all = all && settled(bet);
        }
        draw_fates();
        world_.advance(base::Duration(60'000));
        if (all && !world_.unrest()) return;
    }
    outcome_.findings.push_back("not at rest: " + world_.unrest().value_or("the provider waits"));
}

// What the casino has must be what the provider believes: a bet that stands moved its stake once
// and each payout once; one that does not moved nothing in the end.
void Life::judge(const ProviderBet& bet) {
    const auto hub_bet = world_.bet(bet.id);
    std::map<int, std::int64_t> sums;
    std::vector<std::int64_t> paid;
    if (hub_bet) {
        for (const auto& booking : world_.casino.bets[hub_bet->id].bookings) {
            sums[static_cast<int>(booking.type)] += booking.amount.minor();
            if (booking.type == domain::TransactionType::payout)
                paid.push_back(booking.amount.minor());
        }
    }
    const auto finding = [&](const std::string& what) {
        outcome_.findings.push_back(bet.id + ": " + what);
    };
    if (!settled(bet)) return finding("the provider still waits");
    if (bet.state == ProviderBet::State::nothing) {
        if (sums[-1] != sums[2])
            finding("void, but the casino took " + std::to_string(sums[-1] - sums[2]));
        if (sums[1] != sums[-2])
            finding("void, but the casino paid " + std::to_string(sums[1] - sums[-2]));
        return;
    }
    std::vector<std::int64_t> expected;
    for (const auto& [round, cents] : bet.paid)
        expected.push_back(cents);
    std::sort(expected.begin(), expected.end());
    std::sort(paid.begin(), paid.end());
    if (sums[-1] != bet.stake_cents || sums[2] != 0)
        finding("stands, but its stake is not the casino's");
    if (paid != expected) finding("stands, but its payouts are not the casino's");
}

Outcome Life::live() {
    draw_world();
    world_.start();
    while (bets_.size() < bets_wanted_)
        step();
    for (int more = 0; more < 20; ++more)
        step();
    calm_down();
    for (const ProviderBet& bet : bets_)
        judge(bet);
    for (const std::string& call : world_.casino.calls)
        note(call);
    outcome_.bets = bets_.size();
    outcome_.trace_hash = crypto::sha256_hex(trace_);
    return outcome_;
}

}  // namespace

Outcome run(std::uint64_t seed, std::uint64_t bets) { return Life(seed, bets).live(); }

}  // namespace croupier::sim
