// SPDX-License-Identifier: Apache-2.0
#include "support/memory_commit.h"

#include "storage/write_rules.h"

namespace croupier::test {

namespace {

using domain::Bet;
using usecases::BetKey;

BetKey key_of(const Bet& bet) { return {bet.provider, bet.player, bet.provider_bet}; }
usecases::PartnerPlayer partner_of(const domain::Player& player) {
    return {player.casino, player.partner_user};
}

// Whether a real store's constraints would let these writes in.
class Checking {
public:
    explicit Checking(const MemoryBooks& books) : books_(books) {}

    bool allows(const usecases::WriteSet& writes) {
        if (storage::refused_write(writes)) return false;
        for (const auto& player : writes.players) {
            if (!allows_player(player)) return false;
        }
        for (const auto& write : writes.bets) {
            if (!allows_bet(write) || !allows_transfers(write)) return false;
        }
        const auto chain = books_.segments.find(writes.segment.chain);
        const bool taken =
            chain != books_.segments.end() && chain->second.contains(writes.segment.seq);
        return !taken && allows_postings(writes.postings);
    }

private:
    bool allows_player(const domain::Player& player) {
        const auto found = books_.players_by_partner.find(partner_of(player));
        if (found != books_.players_by_partner.end() && found->second != player.key) return false;
        return partners_.emplace(partner_of(player), player.key).first->second == player.key;
    }
    bool allows_bet(const usecases::BetWrite& write) {
        if (write.before) return books_.bets.contains(write.bet.id);
        const BetKey key = key_of(write.bet);
        if (books_.bets.contains(write.bet.id) || books_.bets_by_key.contains(key)) return false;
        return bets_.insert(write.bet.id).second && keys_.insert(key).second;
    }
    bool allows_transfers(const usecases::BetWrite& write) {
        const std::size_t known = write.before ? write.before->transfers.size() : 0;
        if (write.before && books_.bets.at(write.bet.id).bet.transfers.size() != known)
            return false;
        for (std::size_t ordinal = known; ordinal < write.bet.transfers.size(); ++ordinal) {
            const auto id = write.bet.transfers[ordinal].id;
            if (books_.transactions.contains(id) || !transactions_.insert(id).second) return false;
        }
        return true;
    }
    bool allows_postings(const std::vector<domain::Posting>& postings) {
        const auto sums = storage::sums_of(postings);
        for (const auto& posting : postings) {
            if (!books_.bets.contains(posting.bet) && !bets_.contains(posting.bet)) return false;
        }
        return sums.has_value();
    }

    const MemoryBooks& books_;
    std::map<usecases::PartnerPlayer, domain::PlayerKey> partners_;
    std::set<domain::BetId> bets_;
    std::set<BetKey> keys_;
    std::set<domain::TransactionId> transactions_;
};

void write_bookings(MemoryBooks& books, const Bet& bet) {
    if (bet.mode == domain::Mode::demo) return;
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const auto& booking = bet.transfers[ordinal].partner_transaction;
        if (booking.value().empty()) continue;
        books.bookings[{bet.casino, booking}].emplace(bet.id, ordinal);
    }
}

void forget_bookings(MemoryBooks& books, const Bet& bet) {
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const auto found =
            books.bookings.find({bet.casino, bet.transfers[ordinal].partner_transaction});
        if (found == books.bookings.end()) continue;
        found->second.erase({bet.id, ordinal});
        if (found->second.empty()) books.bookings.erase(found);
    }
}

void write_player(MemoryBooks& books, const domain::Player& player) {
    if (const auto before = books.players.find(player.key); before != books.players.end()) {
        books.players_by_partner.erase(partner_of(before->second));
    }
    books.players.insert_or_assign(player.key, player);
    books.players_by_partner.insert_or_assign(partner_of(player), player.key);
}

void write_bet(MemoryBooks& books, const usecases::BetWrite& write) {
    const Bet& bet = write.bet;
    if (const auto before = books.bets.find(bet.id); before != books.bets.end()) {
        forget_bookings(books, before->second.bet);
    } else {
        books.rounds[{bet.provider, bet.player, bet.round}].push_back(bet.id);
    }
    books.bets.insert_or_assign(bet.id, MemoryBooks::BetRow{bet, write.next_due});
    books.bets_by_key.insert_or_assign(key_of(bet), bet.id);
    for (const auto& transfer : bet.transfers)
        books.transactions.insert(transfer.id);
    write_bookings(books, bet);
}

}  // namespace

bool may_write(const MemoryBooks& books, const usecases::WriteSet& writes) {
    return Checking(books).allows(writes);
}

void write_all(MemoryBooks& books, const usecases::WriteSet& writes) {
    for (const auto& player : writes.players)
        write_player(books, player);
    for (const auto& session : writes.sessions) {
        books.sessions.insert_or_assign(session.id, session);
    }
    books.player_events.insert(
        books.player_events.end(), writes.player_events.begin(), writes.player_events.end());
    for (const auto& write : writes.bets)
        write_bet(books, write);
    books.postings.insert(books.postings.end(), writes.postings.begin(), writes.postings.end());
    const auto sums = storage::sums_of(writes.postings);
    for (const auto& [account, sum] : *sums)
        storage::add_to(books.accounts, account, sum);
    for (const auto& request : writes.requests)
        books.requests.emplace(std::pair(request.provider, request.id), request);
    for (const auto& verdict : writes.list_verdicts)
        books.list_verdicts.insert_or_assign(verdict.casino, verdict);
    const auto& segment = writes.segment;
    books.segments[segment.chain].emplace(
        segment.seq, MemoryBooks::SegmentRow{segment, /*fenced=*/false});
}

}  // namespace croupier::test
