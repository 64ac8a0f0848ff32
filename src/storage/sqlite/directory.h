// SPDX-License-Identifier: Apache-2.0
// The directory in the store's own file. Other processes (the command line) write to it while a hub
// runs, so each write is a short transaction of its own.
#pragma once

#include "db/sqlite.h"
#include "usecases/directory.h"

namespace croupier::storage::sqlite {

class SqliteDirectory final : public usecases::DirectoryStore {
public:
    explicit SqliteDirectory(db::Connection connection) : connection_(std::move(connection)) {}
    template <class T>
    using Done = base::Result<T, usecases::DirectoryError>;

    Done<usecases::DirectoryRows> read() override;
    Done<std::int64_t> version() override;
    Done<void> add_casino(const usecases::CasinoRow& row) override;
    Done<void> set_casino(const usecases::CasinoRow& row) override;
    Done<void> add_provider(const usecases::ProviderRow& row) override;
    Done<void> set_provider(const usecases::ProviderRow& row) override;
    Done<SyncCount> sync_games(
        domain::ProviderId provider, const std::vector<domain::GameTerms>& listed) override;
    Done<void> set_game(const domain::GameTerms& game) override;
    Done<void> add_key(const usecases::KeyRow& row) override;
    Done<void> set_key(const usecases::KeyRow& row) override;

private:
    // Runs `act` in a write transaction and commits when it answers a value.
    template <class Act>
    auto change(Act act) -> decltype(act());
    template <class Row>
    Done<void> add(const Row& row);
    template <class Row>
    Done<void> set(const Row& row);
    Done<void> count_up();

    db::Connection connection_;
};

}  // namespace croupier::storage::sqlite
