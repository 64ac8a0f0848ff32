// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/directory.h"

#include <algorithm>

#include "storage/sqlite/directory_rows.h"

namespace croupier::storage::sqlite {

namespace {

using usecases::DirectoryError;
using usecases::DirectoryFault;
template <class T>
using Done = SqliteDirectory::Done<T>;

constexpr std::string_view version_sql = "SELECT version FROM directory_version";
constexpr std::string_view count_up_sql = "UPDATE directory_version SET version = version + 1";
constexpr std::string_view has_provider_sql = "SELECT 1 FROM provider WHERE provider = ?";

base::Failure<DirectoryError> refuse(DirectoryFault fault, std::string detail) {
    return base::fail(DirectoryError{fault, std::move(detail)});
}

// A failure of the database itself, whatever was asked.
template <class T>
Done<T> or_store_fault(DbResult<T> result) {
    if (!result.ok()) return refuse(DirectoryFault::store, result.error().detail);
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        return std::move(result).value();
    }
}

DbResult<std::int64_t> read_version(db::Connection& connection) {
    CROUPIER_TRY(auto statement, connection.prepare(version_sql));
    CROUPIER_TRY(const bool found, statement.step());
    if (!found) return refuse_row("no directory version");
    return statement.column_i64(0);
}

DbResult<usecases::DirectoryRows> read_rows(db::Connection& connection) {
    usecases::DirectoryRows rows;
    CROUPIER_TRY(rows.version, read_version(connection));
    CROUPIER_TRY(rows.casinos, read_casinos(connection));
    CROUPIER_TRY(rows.providers, read_providers(connection));
    CROUPIER_TRY(const auto games, read_games(connection));
    for (const KnownGame& game : games)
        rows.games.push_back(shown(game));
    CROUPIER_TRY(rows.keys, read_keys(connection));
    return rows;
}

DbResult<bool> has_provider(db::Connection& connection, domain::ProviderId provider) {
    CROUPIER_TRY(auto statement, connection.prepare(has_provider_sql));
    bind_all(statement, provider);
    return statement.step();
}

DbResult<GameSync> write_sync(
    db::Connection& connection, domain::ProviderId provider,
    const std::vector<domain::GameTerms>& listed) {
    CROUPIER_TRY(auto known, read_games(connection));
    std::erase_if(known, [&](const KnownGame& game) { return game.terms.provider != provider; });
    auto sync = sync_games(known, provider, listed);
    for (const KnownGame& game : sync.changed) {
        CROUPIER_TRY(const bool done, set_row(connection, game));
        if (!done) return refuse_row("no game to update");
    }
    for (const domain::GameTerms& terms : sync.added) {
        CROUPIER_TRY_VOID(add_row(connection, KnownGame{terms, true}));
    }
    return sync;
}

}  // namespace

template <class Act>
auto SqliteDirectory::change(Act act) -> decltype(act()) {
    CROUPIER_TRY_VOID(or_store_fault(connection_.begin_immediate()));
    auto done = act();
    auto committed = done.ok() ? or_store_fault(connection_.commit()) : Done<void>{};
    connection_.rollback();  // harmless after the commit
    if (!committed.ok()) return base::fail(std::move(committed).error());
    return done;
}

template <class Row>
Done<void> SqliteDirectory::add(const Row& row) {
    return change([&]() -> Done<void> {
        const auto added = add_row(connection_, row);
        if (!added.ok() && added.error().fault == db::DbFault::constraint) {
            return refuse(DirectoryFault::exists, added.error().detail);
        }
        CROUPIER_TRY_VOID(or_store_fault(added));
        return count_up();
    });
}

template <class Row>
Done<void> SqliteDirectory::set(const Row& row) {
    return change([&]() -> Done<void> {
        CROUPIER_TRY(const bool found, or_store_fault(set_row(connection_, row)));
        if (!found) return refuse(DirectoryFault::not_found, "not there");
        return count_up();
    });
}

Done<void> SqliteDirectory::count_up() { return or_store_fault(connection_.execute(count_up_sql)); }

Done<usecases::DirectoryRows> SqliteDirectory::read() {
    CROUPIER_TRY_VOID(or_store_fault(connection_.execute("BEGIN")));
    auto rows = or_store_fault(read_rows(connection_));
    connection_.rollback();
    return rows;
}

Done<std::int64_t> SqliteDirectory::version() { return or_store_fault(read_version(connection_)); }

Done<void> SqliteDirectory::add_casino(const usecases::CasinoRow& row) { return add(row); }
Done<void> SqliteDirectory::set_casino(const usecases::CasinoRow& row) { return set(row); }
Done<void> SqliteDirectory::add_provider(const usecases::ProviderRow& row) { return add(row); }
Done<void> SqliteDirectory::set_provider(const usecases::ProviderRow& row) { return set(row); }
Done<void> SqliteDirectory::add_key(const usecases::KeyRow& row) { return add(row); }
Done<void> SqliteDirectory::set_key(const usecases::KeyRow& row) { return set(row); }

Done<SqliteDirectory::SyncCount> SqliteDirectory::sync_games(
    domain::ProviderId provider, const std::vector<domain::GameTerms>& listed) {
    return change([&]() -> Done<SyncCount> {
        CROUPIER_TRY(const bool known, or_store_fault(has_provider(connection_, provider)));
        if (!known) return refuse(DirectoryFault::not_found, "no such provider");
        CROUPIER_TRY(const auto sync, or_store_fault(write_sync(connection_, provider, listed)));
        // A list that changed nothing is no write.
        if (!sync.added.empty() || !sync.changed.empty()) CROUPIER_TRY_VOID(count_up());
        return sync.count;
    });
}

Done<void> SqliteDirectory::set_game(const domain::GameTerms& game) {
    return change([&]() -> Done<void> {
        CROUPIER_TRY(const auto games, or_store_fault(read_games(connection_)));
        const auto before = std::find_if(games.begin(), games.end(), [&](const KnownGame& known) {
            return known.terms.id == game.id;
        });
        if (before == games.end()) return refuse(DirectoryFault::not_found, "no such game");
        CROUPIER_TRY(
            const bool done, or_store_fault(set_row(connection_, set_by_operator(*before, game))));
        if (!done) return refuse(DirectoryFault::not_found, "no such game");
        return count_up();
    });
}

}  // namespace croupier::storage::sqlite
