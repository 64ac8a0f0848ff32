// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/play.h"

#include <algorithm>
#include <utility>

namespace croupier::sandbox::provider {
namespace {

constexpr std::size_t orders_max = 4096;

}  // namespace

std::optional<std::string> check_stake(
    const Session& session, const Game& game, domain::Money stake) {
    if (stake.is_zero() || stake.is_negative()) return "the stake must be more than nothing";
    if (domain::less(stake, session.min_bet)) return "the stake is below the session's minimum";
    if (domain::less(session.max_bet, stake)) return "the stake is above the session's maximum";
    constexpr std::uint32_t hundredths = 100;
    if (!win_of(stake, game.max_odd * hundredths)) return "the stake could win more than fits";
    return std::nullopt;
}

bool Play::accept(PlayOrder order) {
    if (orders_.size() >= orders_max) return false;
    const std::int64_t chains = std::clamp<std::int64_t>(order.parallel, 1, order.bets);
    const OrderId id = ++last_id_;
    playing_ += order.bets;
    const std::int64_t bets = order.bets;
    orders_.emplace(id, Running{std::move(order), bets, chains});
    ready_.insert(ready_.end(), static_cast<std::size_t>(chains), id);
    wake();
    return true;
}

void Play::wake() {
    while (!ready_.empty() && has_room()) {
        const OrderId id = ready_.front();
        ready_.pop_front();
        begin_bet(id);
    }
}

void Play::begin_bet(OrderId id) {
    const auto at = orders_.find(id);
    Running& running = at->second;
    if (running.not_begun == 0) {
        if (--running.chains == 0) orders_.erase(at);
        return;
    }
    --running.not_begun;
    const PlayOrder& order = running.order;
    constexpr std::uint64_t whole = 1000;
    const bool called_off = order.called_off_per_thousand > 0 &&
                            parts_.draws.chance(order.called_off_per_thousand, whole);
    parts_.runner.play(
        order.session, *order.game, order.stake,
        called_off ? RoundFate::called_off : RoundFate::played,
        lifetime_.guard([this, id](const RoundResult&) { on_bet_over(id); }));
}

void Play::on_bet_over(OrderId id) {
    --playing_;
    const Running& running = orders_.at(id);
    // Without a gap the chain goes to the end of the queue; the runner's on_round_over wakes it.
    if (running.order.gap.count() == 0 || running.not_begun == 0) return ready_.push_back(id);
    parts_.loop.at(parts_.loop.now() + running.order.gap, lifetime_.guard([this, id] {
        ready_.push_back(id);
        wake();
    }));
}

void Play::stop() {
    for (auto& [id, running] : orders_)
        playing_ -= std::exchange(running.not_begun, 0);
}

}  // namespace croupier::sandbox::provider
