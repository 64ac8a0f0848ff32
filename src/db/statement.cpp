// SPDX-License-Identifier: Apache-2.0
// Statements: binding, stepping, reading columns.
#include <sqlite3.h>

#include <utility>

#include "db/sqlite_parts.h"

namespace croupier::db {

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
