// SPDX-License-Identifier: Apache-2.0
// Numbered, checksummed schema steps. A step that was applied and differs from the program's text
// is refused, and so is a database that has steps which this program does not know ("made by a
// newer version").
#pragma once

#include <span>
#include <string_view>

#include "db/sqlite.h"

namespace croupier::db {

struct Migration {
    int number;             // 1, 2, 3 … without gaps
    std::string_view name;  // one line: what it does
    std::string_view sql;
};

// Applies what is missing, each step in a transaction of its own, recorded in table
// schema_migration.
DbResult<void> migrate(
    Connection& connection, std::span<const Migration> migrations, base::Instant now);
// Checks only; for programs that must not change the schema.
DbResult<void> check_schema(Connection& connection, std::span<const Migration> migrations);

}  // namespace croupier::db
