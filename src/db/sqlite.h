// SPDX-License-Identifier: Apache-2.0
// Thin RAII over SQLite: a connection, cached statements, transactions. One thread a connection.
// Every failure is a DbError value; nothing throws. Column and parameter indexes start at 0 and 1
// as in SQLite's own API.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

struct sqlite3;

namespace croupier::db {

enum class DbFault {
    busy,        // another process holds the lock beyond the busy time-out: nothing happened
    constraint,  // a unique, check or foreign key was violated
    full,        // disk full or quota
    corrupt,     // not a database, or damaged
    closed,      // the file cannot be opened
    newer,       // made by a newer version of the program
    other
};
struct DbError {
    DbFault fault;
    std::string detail;  // SQLite's message and the statement's name; holds no row data
};
template <class T>
using DbResult = base::Result<T, DbError>;

struct SqliteOptions {
    bool read_only = false;
    base::Duration busy_timeout{5000};
};

class Statement;

class Connection {
public:
    // WAL, synchronous=FULL, foreign keys on, automatic checkpoints off (call checkpoint()). Makes
    // the file with mode 0600 when it is missing. ":memory:" works, for tests.
    static DbResult<Connection> open(
        const std::filesystem::path& file, const SqliteOptions& options = {});

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    // Statements without parameters or rows, several separated by ';'.
    DbResult<void> execute(std::string_view sql);

    // Prepared once per connection and SQL text, then reset and handed out again: hold one user of
    // a text at a time (a second one is refused). A statement must not outlive its connection.
    // Texts are the program's constants: the cache keeps each until the connection closes.
    DbResult<Statement> prepare(std::string_view sql);

    DbResult<void> begin_immediate();
    DbResult<void> commit();
    void rollback() noexcept;  // harmless outside a transaction

    [[nodiscard]] std::int64_t changes() const;  // rows changed by the last statement
    DbResult<std::int64_t> data_version();       // changes when another connection commits
    // Size of the write-ahead log's file; it shrinks at the first commit after the log began anew.
    DbResult<std::int64_t> wal_bytes() const;
    // Pages in the log after this connection's last commit: what a checkpoint has to carry, at no
    // cost to ask. Starts small again when the log began anew.
    [[nodiscard]] std::int64_t wal_pages() const;
    // Passive takes what readers allow; restart waits for them and starts the log anew. Busy: a
    // reader stayed beyond the busy time-out, or another connection is at it.
    enum class Checkpoint { passive, restart };
    DbResult<void> checkpoint(Checkpoint mode);

private:
    struct Cached;
    struct Handle;
    explicit Connection(std::unique_ptr<Handle> handle);
    DbResult<void> configure(const SqliteOptions& options);
    static int note_wal_pages(void* handle, sqlite3*, const char*, int pages);

    std::unique_ptr<Handle> handle_;
    friend class Statement;
};

// A prepared statement lent by its connection. Bind, then step until false. Resets itself when it
// goes out of scope.
class Statement {
public:
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view text);
    Statement& bind_blob(int index, std::string_view bytes);
    Statement& bind_null(int index);
    // Exactly optional<int64> and optional<string>: as plain overloads they would make
    // bind(1, some_string) ambiguous.
    template <std::same_as<std::int64_t> T>
    Statement& bind(int index, const std::optional<T>& value) {
        return value ? bind(index, *value) : bind_null(index);
    }
    template <std::same_as<std::string> T>
    Statement& bind(int index, const std::optional<T>& text) {
        return text ? bind(index, std::string_view(*text)) : bind_null(index);
    }

    // True: a row stands ready. False: done. A failed bind is reported here.
    DbResult<bool> step();
    // For statements without rows; the statement is reset and can be bound anew at once.
    DbResult<void> run();
    // Forgets the parameters too, so that none is carried into the next use by mistake.
    void reset();

    [[nodiscard]] std::int64_t column_i64(int index) const;
    [[nodiscard]] std::string column_text(int index) const;  // "" for NULL; also for blobs
    [[nodiscard]] bool column_is_null(int index) const;
    [[nodiscard]] std::optional<std::int64_t> column_optional_i64(int index) const;
    [[nodiscard]] std::optional<std::string> column_optional_text(int index) const;

private:
    explicit Statement(Connection::Cached* lent);
    void note_bind(int result);
    DbError error_now(int result) const;

    Connection::Cached* lent_;  // null after a move
    int bind_fault_ = 0;        // the first one since the last reset
    friend class Connection;
};

}  // namespace croupier::db
