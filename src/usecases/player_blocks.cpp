// SPDX-License-Identifier: Apache-2.0
#include "usecases/player_blocks.h"

#include "usecases/open_session.h"

namespace croupier::usecases {

namespace {

using domain::Blocker;
using domain::Player;

Player find_or_make(View& view, const PartnerPlayer& partner) {
    if (const Player* known = view.player_of(partner)) return *known;
    return {
        .key =
            {slot_for(partner.first, partner.second),
             domain::PlayerId(base::make_uuid4(view.random()))},
        .casino = partner.first,
        .partner_user = partner.second,
        .created_at = view.now()};
}

domain::PlayerEvent event_of(const View& view, const Player& player, bool blocked) {
    return {.player = player.key, .at = view.now(), .blocked = blocked};
}

}  // namespace

bool heed_refusal(
    View& view, const domain::Bet& bet, std::size_t ordinal, const domain::CasinoAnswer& word) {
    const domain::Transfer& transfer = bet.transfers.at(ordinal);
    const bool says_so = word.verdict == domain::Verdict::refused &&
                         word.refusal == domain::ErrorCode::player_blocked;
    const bool open_stake =
        transfer.type == domain::TransactionType::stake && !domain::is_settled(transfer.state);
    const Player* found = view.player(bet.player);
    if (!says_so || !open_stake || found == nullptr) return false;
    Player player = *found;
    const bool news = !player.blocked_by_casino_at;
    domain::block(player, Blocker::casino, view.now());
    if (news) {
        auto event = event_of(view, player, true);
        event.reason = "refused the stake of bet " + std::to_string(bet.id.value());
        view.put(std::move(event));
    }
    view.put(std::move(player));
    return true;
}

Player note_vouched(View& view, const Vouched& vouched) {
    Player player = find_or_make(view, {vouched.casino, vouched.user.partner_user});
    player.max_stake = vouched.user.max_stake;
    const auto& blocked_at = player.blocked_by_casino_at;
    if (blocked_at && *blocked_at < vouched.asked_at) {
        domain::lift_block(player, Blocker::casino);
        auto event = event_of(view, player, false);
        event.reason = "users/auth succeeded";
        view.put(std::move(event));
    }
    const Player* known = view.player(player.key);
    if (known == nullptr || !(*known == player)) view.put(player);
    return player;
}

}  // namespace croupier::usecases
