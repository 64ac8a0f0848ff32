// SPDX-License-Identifier: Apache-2.0
// Reads beside the lanes on a connection of its own; the write-ahead log lets it read what was
// committed last while a batch is being written.
#pragma once

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

class SqliteReader final : public usecases::StoreReader {
public:
    explicit SqliteReader(db::Connection connection) : connection_(std::move(connection)) {}

    base::Result<std::vector<domain::BetId>, usecases::StoreFault> bets_at_work(
        domain::BetId after, std::size_t limit) override;
    base::Result<std::vector<domain::BetId>, usecases::StoreFault> bets_stuck(
        domain::BetId after, std::size_t limit) override;
    base::Result<std::optional<domain::Bet>, usecases::StoreFault> bet(domain::BetId id) override;
    base::Result<usecases::TransactionPage, usecases::StoreFault> transactions(
        const usecases::TransactionQuery& query) override;
    base::Result<domain::Balances, usecases::StoreFault> balances() override;
    base::Result<std::vector<domain::Bet>, usecases::StoreFault> bets_after(
        domain::BetId after, std::size_t limit) override;
    base::Result<std::optional<domain::Player>, usecases::StoreFault> player(
        const usecases::PartnerPlayer& partner) override;
    base::Result<std::vector<domain::PlayerEvent>, usecases::StoreFault> player_events(
        const domain::PlayerKey& player) override;
    base::Result<std::vector<usecases::SeenRequest>, usecases::StoreFault> seen_requests(
        base::Instant now) override;
    base::Result<std::vector<usecases::ListVerdict>, usecases::StoreFault> list_verdicts() override;

private:
    // One picture for all statements of a read: a bet and its transfers never differ.
    template <class Read>
    auto in_one_picture(std::string_view during, Read read);

    db::Connection connection_;
};

}  // namespace croupier::storage::sqlite
