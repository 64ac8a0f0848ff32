// SPDX-License-Identifier: Apache-2.0
// How SQLite's result codes become faults, and what a log gets to read about them.
#include <algorithm>
#include <cerrno>
#include <utility>

#include "db/sqlite_parts.h"

namespace croupier::db {

namespace {

constexpr std::size_t statement_name_max = 60;

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

}  // namespace

std::string_view statement_name(std::string_view sql) {
    sql.remove_prefix(std::min(sql.find_first_not_of(" \n"), sql.size()));
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

}  // namespace croupier::db
