// SPDX-License-Identifier: Apache-2.0
#include "storage/open.h"

#include <filesystem>

#include "storage/migrations/sqlite.h"
#include "storage/sqlite/directory.h"
#include "storage/sqlite/orders.h"
#include "storage/sqlite/reader.h"
#include "storage/sqlite/store.h"

namespace croupier::storage {

namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";
// A lane waits for the command line's short writes, and no longer than a provider waits for it.
constexpr base::Duration lane_waits{1000};

std::string sentence(const std::string& path, const db::DbError& error) {
    return path + ": " + error.detail;
}

db::DbResult<db::Connection> connect(const std::string& path, const db::SqliteOptions& options) {
    CROUPIER_TRY(auto connection, db::Connection::open(path, options));
    CROUPIER_TRY_VOID(db::check_schema(connection, migrations::sqlite()));
    return connection;
}

template <class Port, class Part>
Opened<std::unique_ptr<Port>> make(const std::string& path, const db::SqliteOptions& options) {
    // Asked first: a connection that may write would make the file.
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return base::fail(path + ": no such database");
    auto connection = connect(path, options);
    if (!connection.ok()) return base::fail(sentence(path, connection.error()));
    return std::unique_ptr<Port>(std::make_unique<Part>(std::move(connection).value()));
}

}  // namespace

Opened<Source> open_store(std::string_view url) {
    if (url.starts_with(sqlite_scheme)) {
        const std::string_view path = url.substr(sqlite_scheme.size());
        if (!path.empty() && path != ":memory:") return Source(std::string(path));
        return base::fail(std::string("sqlite: needs the path of a file: sqlite:PATH"));
    }
    if (url.starts_with("postgres:") || url.starts_with("postgresql:")) {
        return base::fail(std::string("PostgreSQL is not in this version: use sqlite:PATH"));
    }
    // The scheme alone: what follows may hold a password.
    const std::string scheme(url.substr(0, url.find(':')));
    return base::fail("no store of the kind \"" + scheme + "\" is known: use sqlite:PATH");
}

Opened<base::FileLock> Source::lock_for_hub() const {
    return base::FileLock::beside(path_, "another hub");
}

Opened<void> Source::migrate(base::Instant now) const {
    auto connection = db::Connection::open(path_);
    if (!connection.ok()) return base::fail(sentence(path_, connection.error()));
    const auto migrated = db::migrate(connection.value(), migrations::sqlite(), now);
    if (!migrated.ok()) return base::fail(sentence(path_, migrated.error()));
    return {};
}

Opened<std::unique_ptr<usecases::Store>> Source::make_store() const {
    return make<usecases::Store, sqlite::SqliteStore>(path_, {.busy_timeout = lane_waits});
}

Opened<std::unique_ptr<usecases::StoreReader>> Source::make_reader() const {
    return make<usecases::StoreReader, sqlite::SqliteReader>(path_, {.read_only = true});
}

Opened<std::unique_ptr<usecases::DirectoryStore>> Source::make_directory() const {
    return make<usecases::DirectoryStore, sqlite::SqliteDirectory>(path_, {});
}

Opened<std::unique_ptr<usecases::OrderStore>> Source::make_orders() const {
    return make<usecases::OrderStore, sqlite::SqliteOrders>(path_, {});
}

}  // namespace croupier::storage
