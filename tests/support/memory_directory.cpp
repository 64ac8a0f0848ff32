// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "support/memory_store.h"

namespace croupier::test {

namespace {

using usecases::DirectoryError;
using usecases::DirectoryFault;
using Done = base::Result<void, DirectoryError>;

base::Failure<DirectoryError> refuse(DirectoryFault fault, std::string detail) {
    return base::fail(DirectoryError{fault, std::move(detail)});
}

template <class Rows, class Row>
Done add_row(Rows& rows, const typename Rows::key_type& key, const Row& row) {
    if (!rows.emplace(key, row).second) return refuse(DirectoryFault::exists, "there already");
    return {};
}

template <class Rows, class Row>
Done set_row(Rows& rows, const typename Rows::key_type& key, const Row& row) {
    const auto found = rows.find(key);
    if (found == rows.end()) return refuse(DirectoryFault::not_found, "not there");
    found->second = row;
    return {};
}

Done counted(std::int64_t& version, Done done) {
    if (done.ok()) ++version;
    return done;
}

}  // namespace

MemoryDirectory::Done<usecases::DirectoryRows> MemoryDirectory::read() {
    const std::lock_guard guard(disk_.mutex_);
    const MemoryBooks& books = disk_.books_;
    usecases::DirectoryRows rows;
    rows.version = books.directory_version;
    for (const auto& [id, row] : books.casinos)
        rows.casinos.push_back(row);
    for (const auto& [id, row] : books.providers)
        rows.providers.push_back(row);
    for (const auto& [id, game] : books.games)
        rows.games.push_back(storage::shown(game));
    for (const auto& [kid, row] : books.keys)
        rows.keys.push_back(row);
    std::stable_sort(rows.keys.begin(), rows.keys.end(), [](const auto& a, const auto& b) {
        return a.created_at < b.created_at;
    });
    return rows;
}

MemoryDirectory::Done<std::int64_t> MemoryDirectory::version() {
    const std::lock_guard guard(disk_.mutex_);
    return disk_.books_.directory_version;
}

MemoryDirectory::Done<void> MemoryDirectory::add_casino(const usecases::CasinoRow& row) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    return counted(books.directory_version, add_row(books.casinos, row.terms.id, row));
}

MemoryDirectory::Done<void> MemoryDirectory::set_casino(const usecases::CasinoRow& row) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    return counted(books.directory_version, set_row(books.casinos, row.terms.id, row));
}

MemoryDirectory::Done<void> MemoryDirectory::add_provider(const usecases::ProviderRow& row) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    return counted(books.directory_version, add_row(books.providers, row.terms.id, row));
}

MemoryDirectory::Done<void> MemoryDirectory::set_provider(const usecases::ProviderRow& row) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    return counted(books.directory_version, set_row(books.providers, row.terms.id, row));
}

MemoryDirectory::Done<MemoryDirectory::SyncCount> MemoryDirectory::sync_games(
    domain::ProviderId provider, const std::vector<domain::GameTerms>& listed) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    if (!books.providers.contains(provider)) {
        return refuse(DirectoryFault::not_found, "no such provider");
    }
    std::vector<storage::KnownGame> known;
    for (const auto& [id, game] : books.games) {
        if (game.terms.provider == provider) known.push_back(game);
    }
    auto sync = storage::sync_games(known, provider, listed);
    for (const auto& game : sync.changed)
        books.games.insert_or_assign(game.terms.id, game);
    for (auto& game : sync.added) {
        game.id = domain::GameId(books.games.empty() ? 1 : books.games.rbegin()->first.value() + 1);
        books.games.emplace(game.id, storage::KnownGame{game, true});
    }
    if (!sync.added.empty() || !sync.changed.empty()) ++books.directory_version;
    return sync.count;
}

MemoryDirectory::Done<void> MemoryDirectory::set_game(const domain::GameTerms& game) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    const auto found = books.games.find(game.id);
    if (found == books.games.end()) return refuse(DirectoryFault::not_found, "no such game");
    found->second = storage::set_by_operator(found->second, game);
    ++books.directory_version;
    return {};
}

MemoryDirectory::Done<void> MemoryDirectory::add_key(const usecases::KeyRow& row) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    return counted(books.directory_version, add_row(books.keys, row.kid, row));
}

MemoryDirectory::Done<void> MemoryDirectory::set_key(const usecases::KeyRow& row) {
    const std::lock_guard guard(disk_.mutex_);
    auto& books = disk_.books_;
    return counted(books.directory_version, set_row(books.keys, row.kid, row));
}

}  // namespace croupier::test
