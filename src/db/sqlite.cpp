// SPDX-License-Identifier: Apache-2.0
// The settings that durability rests on are in configure(); how SQLite's result codes become faults
// is in fault_of().
#include "db/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <unordered_map>
#include <utility>

namespace croupier::db {

namespace {

// Left over of the log's file once the log began anew: large enough not to be grown again for each
// burst of commits, small enough not to hold the disk hostage after one.
constexpr std::string_view wal_size_kept = "PRAGMA journal_size_limit=67108864";
constexpr std::size_t statement_name_max = 60;

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

DbFault fault_of(sqlite3* database, int result) {
    // A quota reaches SQLite as an ordinary write error; only the system's error tells.
    const int system_error = database == nullptr ? 0 : sqlite3_system_errno(database);
    switch (result & 0xff) {
    case SQLITE_BUSY:
        return DbFault::busy;
    case SQLITE_CONSTRAINT:
        return DbFault::constraint;
    case SQLITE_FULL:
        return DbFault::full;
    case SQLITE_IOERR:
        return system_error == ENOSPC || system_error == EDQUOT ? DbFault::full : DbFault::other;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DbFault::corrupt;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return DbFault::closed;
    }
    return DbFault::other;
}

// The first words of the text. It ends before any literal, so that no row data gets into a log.
std::string_view statement_name(std::string_view sql) {
    return sql.substr(0, std::min(sql.find_first_of("'(\n"), statement_name_max));
}

DbError error_of(sqlite3* database, int result, std::string_view during) {
    std::string detail = database == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(database);
    detail += " [";
    detail += std::to_string(result);
    detail += "] in: ";
    detail += during;
    return {fault_of(database, result), std::move(detail)};
}

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

struct Connection::Cached {
    sqlite3_stmt* statement;
    bool lent;
};

struct Connection::Handle {
    sqlite3* database = nullptr;
    std::filesystem::path file;
    std::unordered_map<std::string, Cached, TextHash, std::equal_to<>> statements;

    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        for (const auto& [sql, cached] : statements) {
            CROUPIER_ASSUME(!cached.lent);
            sqlite3_finalize(cached.statement);
        }
        const int result = sqlite3_close(database);
        CROUPIER_ASSUME(result == SQLITE_OK);
    }
};

// ---- Connection

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

DbResult<void> Connection::configure(const SqliteOptions& options) {
    sqlite3* const database = handle_->database;
    constexpr base::Duration::rep longest = std::numeric_limits<int>::max();
    sqlite3_busy_timeout(
        database, static_cast<int>(
                      std::clamp<base::Duration::rep>(options.busy_timeout.count(), 0, longest)));

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
    CROUPIER_TRY_VOID(execute("PRAGMA wal_autocheckpoint=0"));
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

DbResult<void> Connection::checkpoint(Checkpoint mode) {
    const int kind =
        mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    const int result =
        sqlite3_wal_checkpoint_v2(handle_->database, nullptr, kind, nullptr, nullptr);
    if (result != SQLITE_OK) return base::fail(error_of(handle_->database, result, "checkpoint"));
    return {};
}

// ---- Statement

Statement::Statement(Connection::Cached* lent) : lent_(lent) { lent_->lent = true; }

Statement::Statement(Statement&& other) noexcept
    : lent_(std::exchange(other.lent_, nullptr)), bind_fault_(other.bind_fault_) {}

Statement::~Statement() {
    if (lent_ == nullptr) return;
    reset();
    lent_->lent = false;
}

Statement& Statement::bind(int index, std::int64_t value) {
    note_bind(sqlite3_bind_int64(lent_->statement, index, value));
    return *this;
}

// An empty view may point nowhere, which SQLite would take for NULL: hence the "".
Statement& Statement::bind(int index, std::string_view text) {
    note_bind(sqlite3_bind_text64(
        lent_->statement, index, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT,
        SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
    note_bind(sqlite3_bind_blob64(
        lent_->statement, index, bytes.empty() ? "" : bytes.data(), bytes.size(),
        SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind_null(int index) {
    note_bind(sqlite3_bind_null(lent_->statement, index));
    return *this;
}

DbResult<bool> Statement::step() {
    if (bind_fault_ != SQLITE_OK) return base::fail(error_now(bind_fault_));
    const int result = sqlite3_step(lent_->statement);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    auto error = error_now(result);
    reset();
    return base::fail(std::move(error));
}

DbResult<void> Statement::run() {
    for (;;) {
        auto more = step();
        if (!more.ok()) {
            reset();
            return base::fail(std::move(more).error());
        }
        if (!more.value()) break;
    }
    reset();
    return {};
}

void Statement::reset() {
    sqlite3_reset(lent_->statement);
    sqlite3_clear_bindings(lent_->statement);
    bind_fault_ = SQLITE_OK;
}

std::int64_t Statement::column_i64(int index) const {
    return sqlite3_column_int64(lent_->statement, index);
}

std::string Statement::column_text(int index) const {
    // The bytes must be asked for before their number.
    const void* const bytes = sqlite3_column_blob(lent_->statement, index);
    const int size = sqlite3_column_bytes(lent_->statement, index);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

bool Statement::column_is_null(int index) const {
    return sqlite3_column_type(lent_->statement, index) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::column_optional_i64(int index) const {
    if (column_is_null(index)) return std::nullopt;
    return column_i64(index);
}

std::optional<std::string> Statement::column_optional_text(int index) const {
    if (column_is_null(index)) return std::nullopt;
    return column_text(index);
}

void Statement::note_bind(int result) {
    if (bind_fault_ == SQLITE_OK) bind_fault_ = result;
}

DbError Statement::error_now(int result) const {
    // A later call may have replaced the connection's message of a failed bind.
    sqlite3* const database =
        bind_fault_ == SQLITE_OK ? sqlite3_db_handle(lent_->statement) : nullptr;
    return error_of(database, result, statement_name(sqlite3_sql(lent_->statement)));
}

}  // namespace croupier::db
