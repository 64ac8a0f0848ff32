// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "storage/cursor.h"
#include "support/memory_store.h"

namespace croupier::test {

namespace {

using usecases::StoreFault;
using usecases::TransactionPage;
using usecases::TransactionQuery;

bool asked_for(const TransactionQuery& query, const domain::Bet& bet) {
    return bet.casino == query.casino && bet.mode == domain::Mode::real &&
           (!query.bet || *query.bet == bet.id) &&
           (!query.player || *query.player == bet.partner_user);
}

using InOrder = std::map<storage::TransactionCursor, TransactionPage::Row>;

void collect(InOrder& found, const TransactionQuery& query, const domain::Bet& bet) {
    for (std::size_t ordinal = 0; ordinal < bet.transfers.size(); ++ordinal) {
        const auto& transfer = bet.transfers[ordinal];
        if (transfer.decided_at < query.from || transfer.decided_at >= query.to) continue;
        found.emplace(
            storage::TransactionCursor{transfer.decided_at, transfer.id},
            TransactionPage::Row{bet, ordinal});
    }
}

}  // namespace

base::Result<std::vector<domain::BetId>, StoreFault> MemoryReader::bets_at_work(
    domain::BetId after, std::size_t limit) {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<domain::BetId> ids;
    for (auto at = disk_.books_.bets.upper_bound(after);
         at != disk_.books_.bets.end() && ids.size() < limit; ++at) {
        if (at->second.next_due) ids.push_back(at->first);
    }
    return ids;
}

base::Result<std::vector<domain::BetId>, StoreFault> MemoryReader::bets_stuck(
    domain::BetId after, std::size_t limit) {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<domain::BetId> ids;
    for (auto at = disk_.books_.bets.upper_bound(after);
         at != disk_.books_.bets.end() && ids.size() < limit; ++at) {
        const domain::Bet& bet = at->second.bet;
        const bool stuck =
            std::any_of(bet.transfers.begin(), bet.transfers.end(), [](const auto& transfer) {
                return transfer.stuck || transfer.extra == domain::Extra::open;
            });
        if (stuck || bet.closing.state == domain::Closure::given_up) ids.push_back(at->first);
    }
    return ids;
}

base::Result<std::optional<domain::Bet>, StoreFault> MemoryReader::bet(domain::BetId id) {
    const std::lock_guard guard(disk_.mutex_);
    const auto found = disk_.books_.bets.find(id);
    if (found == disk_.books_.bets.end()) return std::optional<domain::Bet>();
    return std::optional(found->second.bet);
}

base::Result<TransactionPage, StoreFault> MemoryReader::transactions(
    const TransactionQuery& query) {
    const std::lock_guard guard(disk_.mutex_);
    const auto after = storage::parse_cursor(query.cursor);
    if (!query.cursor.empty() && !after) return base::fail(StoreFault::poison);
    InOrder found;
    for (const auto& [id, row] : disk_.books_.bets) {
        if (asked_for(query, row.bet)) collect(found, query, row.bet);
    }
    TransactionPage page;
    auto at = after ? found.upper_bound(*after) : found.begin();
    for (; at != found.end() && page.rows.size() < query.limit; ++at) {
        page.rows.push_back(at->second);
    }
    if (at != found.end() && !page.rows.empty()) {
        const auto& last = page.rows.back();
        const auto& transfer = last.bet.transfers[last.ordinal];
        page.cursor = storage::to_text({transfer.decided_at, transfer.id});
    }
    return page;
}

base::Result<domain::Balances, StoreFault> MemoryReader::balances() {
    const std::lock_guard guard(disk_.mutex_);
    return storage::balances_of(disk_.books_.accounts);
}

base::Result<std::vector<domain::Bet>, StoreFault> MemoryReader::bets_after(
    domain::BetId after, std::size_t limit) {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<domain::Bet> bets;
    for (auto at = disk_.books_.bets.upper_bound(after);
         at != disk_.books_.bets.end() && bets.size() < limit; ++at) {
        bets.push_back(at->second.bet);
    }
    return bets;
}

base::Result<std::optional<domain::Player>, StoreFault> MemoryReader::player(
    const usecases::PartnerPlayer& partner) {
    const std::lock_guard guard(disk_.mutex_);
    const auto found = disk_.books_.players_by_partner.find(partner);
    if (found == disk_.books_.players_by_partner.end()) return std::optional<domain::Player>();
    return std::optional(disk_.books_.players.at(found->second));
}

base::Result<std::vector<domain::PlayerEvent>, StoreFault> MemoryReader::player_events(
    const domain::PlayerKey& player) {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<domain::PlayerEvent> events;
    for (const domain::PlayerEvent& event : disk_.books_.player_events) {
        if (event.player == player) events.push_back(event);
    }
    return events;
}

base::Result<std::vector<usecases::SeenRequest>, StoreFault> MemoryReader::seen_requests(
    base::Instant now) {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<usecases::SeenRequest> requests;
    for (const auto& [key, request] : disk_.books_.requests) {
        if (request.until > now) requests.push_back(request);
    }
    std::stable_sort(requests.begin(), requests.end(), [](const auto& a, const auto& b) {
        return a.until < b.until;
    });
    return requests;
}

base::Result<std::vector<usecases::ListVerdict>, StoreFault> MemoryReader::list_verdicts() {
    const std::lock_guard guard(disk_.mutex_);
    std::vector<usecases::ListVerdict> verdicts;
    for (const auto& [casino, verdict] : disk_.books_.list_verdicts)
        verdicts.push_back(verdict);
    return verdicts;
}

}  // namespace croupier::test
