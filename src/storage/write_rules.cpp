// SPDX-License-Identifier: Apache-2.0
#include "storage/write_rules.h"

#include <algorithm>

#include "usecases/open_session.h"

namespace croupier::storage {

namespace {

using domain::Bet;
using domain::Transfer;
using Refused = std::optional<std::string>;

constexpr std::size_t hash_digits = 64;

Refused refused_player(const domain::Player& player) {
    if (player.key.slot != usecases::slot_for(player.casino, player.partner_user)) {
        return "a player outside their slot";
    }
    return std::nullopt;
}

Refused refused_session(const domain::Session& session) {
    if (session.player.slot != domain::slot_of(session.id)) return "a session outside its slot";
    for (const domain::Money money : {session.min_bet, session.max_bet, session.purse}) {
        if (money.currency() != session.currency) return "a session with two currencies";
    }
    return std::nullopt;
}

// What is decided about a bet when it is made, and never moves.
bool same_facts(const Bet& a, const Bet& b) {
    return a.id == b.id && a.player == b.player && a.casino == b.casino &&
           a.partner_user == b.partner_user && a.tag_id == b.tag_id && a.provider == b.provider &&
           a.provider_bet == b.provider_bet && a.session == b.session && a.game == b.game &&
           a.round == b.round && a.currency == b.currency && a.mode == b.mode &&
           a.instant == b.instant && a.win == b.win && a.content == b.content &&
           a.tombstone == b.tombstone && a.created_at == b.created_at &&
           a.hold_until == b.hold_until;
}

bool same_terms(const Transfer& a, const Transfer& b) {
    return a.id == b.id && a.type == b.type && a.amount == b.amount &&
           a.payout_key == b.payout_key && a.undoes == b.undoes && a.decided_at == b.decided_at;
}

Refused refused_change(const Bet& before, const Bet& after) {
    if (!same_facts(before, after)) return "a bet whose facts changed";
    if (after.transfers.size() < before.transfers.size()) return "a bet that lost a transfer";
    const auto same = std::equal(
        before.transfers.begin(), before.transfers.end(), after.transfers.begin(), same_terms);
    if (!same) return "a transfer whose terms changed";
    return std::nullopt;
}

Refused refused_bet(const usecases::BetWrite& write) {
    const Bet& bet = write.bet;
    if (bet.player.slot != domain::slot_of(bet.id)) return "a bet outside its slot";
    if (bet.win && bet.win->currency() != bet.currency) return "a bet with two currencies";
    for (const Transfer& transfer : bet.transfers) {
        if (transfer.amount.currency() != bet.currency) return "a bet with two currencies";
        if (transfer.amount.is_negative()) return "a transfer of less than nothing";
    }
    return write.before ? refused_change(*write.before, bet) : std::nullopt;
}

Refused refused_posting(const domain::Posting& posting) {
    if (posting.amount.is_negative() || posting.amount.is_zero()) return "a posting of nothing";
    if (posting.debit == posting.credit) return "a posting from an account to itself";
    if (posting.debit.currency != posting.amount.currency() ||
        posting.credit.currency != posting.amount.currency()) {
        return "a posting with two currencies";
    }
    return std::nullopt;
}

Refused refused_segment(const usecases::Segment& segment) {
    if (segment.seq == 0) return "a segment without a number";
    if (segment.hash.size() != hash_digits || segment.prev_hash.size() != hash_digits) {
        return "a segment without its hashes";
    }
    return std::nullopt;
}

template <class Rows>
Refused first_refused(const Rows& rows, Refused (*check)(const typename Rows::value_type&)) {
    for (const auto& row : rows) {
        if (auto refused = check(row)) return refused;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> refused_write(const usecases::WriteSet& writes) {
    if (auto refused = first_refused(writes.players, refused_player)) return refused;
    if (auto refused = first_refused(writes.sessions, refused_session)) return refused;
    if (auto refused = first_refused(writes.bets, refused_bet)) return refused;
    if (auto refused = first_refused(writes.postings, refused_posting)) return refused;
    return refused_segment(writes.segment);
}

}  // namespace croupier::storage
