// SPDX-License-Identifier: Apache-2.0
// Several programs may start on one file at once, so what is missing is decided anew inside each
// step's write transaction, never before it.
#include "db/migrations.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/text.h"

namespace croupier::db {

namespace {

constexpr std::string_view make_record_table =
    "CREATE TABLE schema_migration(number INTEGER PRIMARY KEY CHECK (number > 0),"
    " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";

struct Applied {
    std::int64_t number;
    std::string name;
    std::string checksum;
};

std::string sha256_hex(std::string_view text) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const int done =
        EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    CROUPIER_CHECK(done == 1);
    return base::to_hex(std::span<const std::uint8_t>(digest.data(), size));
}

DbResult<std::int64_t> count_of(Connection& connection, std::string_view sql) {
    CROUPIER_TRY(auto statement, connection.prepare(sql));
    CROUPIER_TRY(const bool found, statement.step());
    return found ? statement.column_i64(0) : 0;
}

DbResult<bool> has_record_table(Connection& connection) {
    CROUPIER_TRY(
        const auto count,
        count_of(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'"));
    return count > 0;
}

DbResult<std::vector<Applied>> load_applied(Connection& connection) {
    std::vector<Applied> all;
    CROUPIER_TRY(const bool recorded, has_record_table(connection));
    if (!recorded) return all;
    CROUPIER_TRY(
        auto statement,
        connection.prepare("SELECT number, name, checksum FROM schema_migration ORDER BY number"));
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return all;
        all.push_back(
            {statement.column_i64(0), statement.column_text(1), statement.column_text(2)});
    }
}

DbResult<void> check_numbering(std::span<const Migration> migrations) {
    int expected = 1;
    for (const auto& migration : migrations) {
        if (migration.number != expected) {
            return base::fail(DbError{
                DbFault::other, "the program's schema steps have a gap: step " +
                                    std::to_string(migration.number) + " stands where step " +
                                    std::to_string(expected) + " belongs"});
        }
        ++expected;
    }
    return {};
}

DbResult<void> check_applied(
    const std::vector<Applied>& applied, std::span<const Migration> migrations) {
    if (!applied.empty() && applied.back().number > std::ssize(migrations)) {
        return base::fail(DbError{
            DbFault::newer, "the database was made by a newer version: it has schema step " +
                                std::to_string(applied.back().number) +
                                ", this program knows steps up to " +
                                std::to_string(migrations.size())});
    }
    for (std::size_t index = 0; index < applied.size(); ++index) {
        const auto& row = applied[index];
        const auto& migration = migrations[index];
        if (row.number != migration.number) {
            return base::fail(DbError{
                DbFault::corrupt, "the database's record of schema steps has a gap: step " +
                                      std::to_string(migration.number) + " is missing"});
        }
        if (row.checksum != sha256_hex(migration.sql)) {
            return base::fail(DbError{
                DbFault::other, "schema step " + std::to_string(row.number) + " (" + row.name +
                                    ") was applied with another text than this program's"});
        }
    }
    return {};
}

// How many of the steps the database has, once it is known that they are ours.
DbResult<std::size_t> checked_level(Connection& connection, std::span<const Migration> migrations) {
    CROUPIER_TRY(const auto applied, load_applied(connection));
    CROUPIER_TRY_VOID(check_applied(applied, migrations));
    return applied.size();
}

// A database with tables and no record of steps belongs to some other program: left alone.
DbResult<void> begin_record(Connection& connection) {
    CROUPIER_TRY(const auto objects, count_of(connection, "SELECT count(*) FROM sqlite_schema"));
    if (objects > 0) {
        return base::fail(
            DbError{DbFault::other, "the database has tables, but no record of schema steps"});
    }
    return connection.execute(make_record_table);
}

DbResult<void> apply(Connection& connection, const Migration& migration, base::Instant now) {
    if (auto done = connection.execute(migration.sql); !done.ok()) {
        auto error = std::move(done).error();
        error.detail = "schema step " + std::to_string(migration.number) + " (" +
                       std::string(migration.name) + "): " + error.detail;
        return base::fail(std::move(error));
    }
    CROUPIER_TRY(
        auto statement, connection.prepare("INSERT INTO schema_migration"
                                           "(number, name, checksum, applied_at)"
                                           " VALUES (?, ?, ?, ?)"));
    statement.bind(1, migration.number).bind(2, migration.name);
    statement.bind(3, sha256_hex(migration.sql)).bind(4, now.unix_ms);
    return statement.run();
}

// True: a step was applied, and must be committed. False: none was missing.
DbResult<bool> apply_next(
    Connection& connection, std::span<const Migration> migrations, base::Instant now) {
    CROUPIER_TRY(const auto level, checked_level(connection, migrations));
    if (level == migrations.size()) return false;
    if (level == 0) CROUPIER_TRY_VOID(begin_record(connection));
    CROUPIER_TRY_VOID(apply(connection, migrations[level], now));
    return true;
}

}  // namespace

DbResult<void> migrate(
    Connection& connection, std::span<const Migration> migrations, base::Instant now) {
    CROUPIER_TRY_VOID(check_numbering(migrations));
    for (;;) {
        CROUPIER_TRY_VOID(connection.begin_immediate());
        auto applied = apply_next(connection, migrations, now);
        if (!applied.ok() || !applied.value()) {
            connection.rollback();
            if (!applied.ok()) return base::fail(std::move(applied).error());
            return {};
        }
        if (auto committed = connection.commit(); !committed.ok()) {
            connection.rollback();
            return committed;
        }
    }
}

DbResult<void> check_schema(Connection& connection, std::span<const Migration> migrations) {
    CROUPIER_TRY_VOID(check_numbering(migrations));
    CROUPIER_TRY(const auto level, checked_level(connection, migrations));
    if (level == migrations.size()) return {};
    return base::fail(DbError{
        DbFault::other, "the database's schema is at step " + std::to_string(level) +
                            ", this program needs step " + std::to_string(migrations.size()) +
                            ": migrate it first"});
}

}  // namespace croupier::db
