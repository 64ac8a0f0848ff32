// SPDX-License-Identifier: Apache-2.0
#include "domain/session.h"

namespace croupier::domain {

namespace {

std::optional<base::Instant>& block_of(Player& player, Blocker blocker) {
    return blocker == Blocker::casino ? player.blocked_by_casino_at : player.blocked_by_operator_at;
}

}  // namespace

std::string_view to_text(Blocker blocker) {
    return blocker == Blocker::casino ? "casino" : "operator";
}

std::optional<Blocker> parse_blocker(std::string_view text) {
    for (const Blocker blocker : {Blocker::casino, Blocker::house}) {
        if (to_text(blocker) == text) return blocker;
    }
    return std::nullopt;
}

bool is_blocked(const Player& player) {
    return player.blocked_by_casino_at || player.blocked_by_operator_at;
}

void block(Player& player, Blocker blocker, base::Instant now) {
    block_of(player, blocker) = now;
    player.sessions_ended_at = now;
}

bool lift_block(Player& player, Blocker blocker) {
    auto& block = block_of(player, blocker);
    const bool was = block.has_value();
    block.reset();
    return was;
}

bool is_live(
    const Session& session, const Player* player, const SessionPolicy& policy, base::Instant now) {
    if (session.ended_at && *session.ended_at <= now) return false;
    if (now - session.created_at >= policy.longest) return false;
    if (now - session.last_call_at >= policy.idle) return false;
    if (player == nullptr) return true;
    const bool ended =
        player->sessions_ended_at && session.created_at <= *player->sessions_ended_at;
    return !ended && !is_blocked(*player);
}

}  // namespace croupier::domain
