// SPDX-License-Identifier: Apache-2.0
// A database file of its own for each test, and short ways to ask it things.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "db/sqlite.h"
#include "support/temp_folder.h"

namespace croupier::db {

inline constexpr SqliteOptions no_wait{.read_only = false, .busy_timeout = base::Duration(0)};

class SqliteTest : public ::testing::Test {
protected:
    [[nodiscard]] Connection open(const SqliteOptions& options = no_wait) const {
        auto connection = Connection::open(file, options);
        CROUPIER_CHECK(connection.ok());
        return std::move(connection).value();
    }

    test::TempFolder folder;
    std::filesystem::path file = folder.file("books.db");
};

inline void must(Connection& connection, std::string_view sql) {
    const auto done = connection.execute(sql);
    ASSERT_TRUE(done.ok()) << sql << ": " << done.error().detail;
}

inline std::string ask(Connection& connection, std::string_view sql) {
    auto statement = connection.prepare(sql);
    if (!statement.ok()) return "error: " + statement.error().detail;
    auto row = statement.value().step();
    if (!row.ok()) return "error: " + row.error().detail;
    return row.value() ? statement.value().column_text(0) : "no row";
}

// "" for success, so that one comparison tells what went wrong instead.
template <class T>
std::string fault(const DbResult<T>& result) {
    if (result.ok()) return "";
    switch (result.error().fault) {
    case DbFault::busy:
        return "busy";
    case DbFault::constraint:
        return "constraint";
    case DbFault::full:
        return "full";
    case DbFault::corrupt:
        return "corrupt";
    case DbFault::closed:
        return "closed";
    case DbFault::newer:
        return "newer";
    case DbFault::other:
        return "other";
    }
    return "no such fault";
}

inline bool says(const DbError& error, std::string_view words) {
    return error.detail.find(words) != std::string::npos;
}

}  // namespace croupier::db
