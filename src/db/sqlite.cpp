// SPDX-License-Identifier: Apache-2.0
// Connections. The settings that durability rests on are in configure().
#include "db/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "db/sqlite_parts.h"

namespace croupier::db {

namespace {

// Left over of the log's file once the log began anew: large enough not to be grown again for each
// burst of commits, small enough not to hold the disk hostage after one.
constexpr std::string_view wal_size_kept = "PRAGMA journal_size_limit=67108864";

bool in_memory(const std::filesystem::path& file) { return file == ":memory:"; }

// SQLite makes files with the process's umask; ours hold secrets and books. An existing file is not
// even opened: closing any descriptor of it would drop the locks that SQLite holds in this process.
DbResult<void> make_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
        return {};
    }
    const int reason = errno;
    if (reason == EEXIST) return {};
    const auto fault = reason == ENOSPC || reason == EDQUOT ? DbFault::full : DbFault::closed;
    return base::fail(DbError{
        fault, "cannot make " + file.string() + ": " + std::generic_category().message(reason)});
}

bool is_blank(std::string_view sql) {
    return sql.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

}  // namespace

Connection::Connection(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

DbResult<Connection> Connection::open(
    const std::filesystem::path& file, const SqliteOptions& options) {
    if (file.empty()) return base::fail(DbError{DbFault::closed, "no database file is named"});
    if (!options.read_only && !in_memory(file)) CROUPIER_TRY_VOID(make_private(file));

    auto handle = std::make_unique<Handle>();
    handle->file = file;
    const int access =
        options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int result = sqlite3_open_v2(
        file.c_str(), &handle->database, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    if (result != SQLITE_OK) {
        return base::fail(error_of(handle->database, result, "open " + file.string()));
    }
    // Without the right to write, SQLite opens for reading only and does not say so.
    if (!options.read_only && sqlite3_db_readonly(handle->database, "main") == 1) {
        return base::fail(DbError{DbFault::closed, "no right to write " + file.string()});
    }
    Connection connection(std::move(handle));
    CROUPIER_TRY_VOID(connection.configure(options));
    return connection;
}

int Connection::note_wal_pages(void* handle, sqlite3*, const char*, int pages) {
    static_cast<Handle*>(handle)->wal_pages = pages;
    return SQLITE_OK;
}

DbResult<void> Connection::configure(const SqliteOptions& options) {
    sqlite3* const database = handle_->database;
    constexpr base::Duration::rep longest = std::numeric_limits<int>::max();
    handle_->busy_timeout_ms =
        static_cast<int>(std::clamp<base::Duration::rep>(options.busy_timeout.count(), 0, longest));
    sqlite3_busy_timeout(database, handle_->busy_timeout_ms);

    constexpr std::pair<int, int> switches[] = {
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (const auto& [name, value] : switches) {
        const int result = sqlite3_db_config(database, name, value, nullptr);
        if (result != SQLITE_OK) return base::fail(error_of(database, result, "configure"));
    }
    // Reads the file's header, so that a file which is no database is refused here.
    CROUPIER_TRY_VOID(execute("PRAGMA schema_version"));
    if (options.read_only) return {};

    CROUPIER_TRY(auto journal_mode, prepare("PRAGMA journal_mode=WAL"));
    CROUPIER_TRY(const bool answered, journal_mode.step());
    const auto mode = answered ? journal_mode.column_text(0) : "";
    if (mode != "wal" && !in_memory(handle_->file)) {
        return base::fail(DbError{DbFault::other, "no write-ahead log: journal mode is " + mode});
    }
    // FULL: each commit is on the disk before it returns; NORMAL would lose the last ones.
    CROUPIER_TRY_VOID(execute("PRAGMA synchronous=FULL"));
    // The hook takes the place of automatic checkpoints; setting those later would remove it.
    CROUPIER_TRY_VOID(execute("PRAGMA wal_autocheckpoint=0"));
    sqlite3_wal_hook(database, note_wal_pages, handle_.get());
    return execute(wal_size_kept);
}

DbResult<void> Connection::execute(std::string_view sql) {
    const std::string terminated(sql);
    const int result =
        sqlite3_exec(handle_->database, terminated.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK)
        return base::fail(error_of(handle_->database, result, statement_name(sql)));
    return {};
}

DbResult<Statement> Connection::prepare(std::string_view sql) {
    auto found = handle_->statements.find(sql);
    if (found == handle_->statements.end()) {
        sqlite3_stmt* statement = nullptr;
        const char* rest = nullptr;
        const int result = sqlite3_prepare_v3(
            handle_->database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
            &statement, &rest);
        if (result != SQLITE_OK)
            return base::fail(error_of(handle_->database, result, statement_name(sql)));
        const auto used = static_cast<std::size_t>(rest - sql.data());
        if (statement == nullptr || !is_blank(sql.substr(used))) {
            sqlite3_finalize(statement);
            return base::fail(DbError{
                DbFault::other, "not exactly one statement: " + std::string(statement_name(sql))});
        }
        found = handle_->statements.emplace(sql, Cached{statement, false}).first;
    }
    if (found->second.lent) {
        return base::fail(
            DbError{DbFault::other, "in use already: " + std::string(statement_name(sql))});
    }
    return Statement(&found->second);
}

DbResult<void> Connection::begin_immediate() {
    CROUPIER_TRY(auto statement, prepare("BEGIN IMMEDIATE"));
    return statement.run();
}

DbResult<void> Connection::commit() {
    CROUPIER_TRY(auto statement, prepare("COMMIT"));
    return statement.run();
}

void Connection::rollback() noexcept {
    if (sqlite3_get_autocommit(handle_->database) != 0) return;
    sqlite3_exec(handle_->database, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_->database); }

DbResult<std::int64_t> Connection::data_version() {
    CROUPIER_TRY(auto statement, prepare("PRAGMA data_version"));
    CROUPIER_TRY(const bool answered, statement.step());
    if (!answered) return base::fail(DbError{DbFault::other, "no data_version"});
    return statement.column_i64(0);
}

DbResult<std::int64_t> Connection::wal_bytes() const {
    if (in_memory(handle_->file)) return 0;
    auto log = handle_->file;
    log += "-wal";
    std::error_code failure;
    const auto size = std::filesystem::file_size(log, failure);
    if (failure == std::errc::no_such_file_or_directory) return 0;
    if (failure)
        return base::fail(DbError{DbFault::other, log.string() + ": " + failure.message()});
    return static_cast<std::int64_t>(size);
}

std::int64_t Connection::wal_pages() const { return handle_->wal_pages; }

constexpr int restart_waits_ms = 50;

DbResult<void> Connection::checkpoint(Checkpoint mode) {
    const int kind =
        mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    // A reader that stands in the way may stand there for an hour: the caller has other work.
    sqlite3_busy_timeout(handle_->database, std::min(handle_->busy_timeout_ms, restart_waits_ms));
    const int result =
        sqlite3_wal_checkpoint_v2(handle_->database, nullptr, kind, nullptr, nullptr);
    sqlite3_busy_timeout(handle_->database, handle_->busy_timeout_ms);
    if (result != SQLITE_OK) return base::fail(error_of(handle_->database, result, "checkpoint"));
    return {};
}

}  // namespace croupier::db
