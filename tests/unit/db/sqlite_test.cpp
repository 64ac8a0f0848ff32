// SPDX-License-Identifier: Apache-2.0
// The SQLite layer against real files: settings, values, statements, the fault of each failure.
#include "db/sqlite.h"

#include <sys/stat.h>

#include <fstream>
#include <limits>
#include <string>

#include "unit/db/sqlite_fixture.h"

namespace croupier::db {
namespace {

TEST_F(SqliteTest, SettingsAreDurableAndStrict) {
    auto connection = open({.read_only = false, .busy_timeout = base::Duration(1234)});
    EXPECT_EQ(ask(connection, "PRAGMA journal_mode"), "wal");
    EXPECT_EQ(ask(connection, "PRAGMA synchronous"), "2");  // FULL
    EXPECT_EQ(ask(connection, "PRAGMA foreign_keys"), "1");
    EXPECT_EQ(ask(connection, "PRAGMA wal_autocheckpoint"), "0");
    EXPECT_EQ(ask(connection, "PRAGMA trusted_schema"), "0");
    EXPECT_EQ(ask(connection, "PRAGMA busy_timeout"), "1234");
    // A mistyped column in double quotes is an error, not a text.
    EXPECT_EQ(fault(connection.execute("SELECT \"no_such_column\"")), "other");
}

TEST_F(SqliteTest, FilesAreForTheirOwnerOnly) {
    const auto umask_before = ::umask(0);
    auto connection = open();
    must(connection, "CREATE TABLE t(a)");
    ::umask(umask_before);
    for (const std::string_view suffix : {"", "-wal", "-shm"}) {
        struct stat status {};
        const auto path = file.string() + std::string(suffix);
        ASSERT_EQ(::stat(path.c_str(), &status), 0) << path;
        EXPECT_EQ(status.st_mode & 0777, 0600U) << path;
    }
}

TEST_F(SqliteTest, KeepsWhatWasCommittedForTheNextOpening) {
    {
        auto connection = open();
        must(connection, "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
    }
    auto connection = open();
    EXPECT_EQ(ask(connection, "SELECT sum(a) FROM t"), "3");
}

TEST_F(SqliteTest, ValuesComeBackAsTheyWent) {
    auto connection = open();
    must(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT, c BLOB) STRICT");
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    const std::string text("a\0b'ü", 6);
    const std::string bytes("\0\xff\0", 3);
    {
        auto insert = connection.prepare("INSERT INTO t VALUES (?, ?, ?, ?)").value();
        insert.bind(1, 1).bind(2, least).bind(3, text).bind_blob(4, bytes);
        ASSERT_TRUE(insert.run().ok());
        insert.bind(1, 2).bind_null(2).bind(3, std::string_view{}).bind_blob(4, {});
        ASSERT_TRUE(insert.run().ok());
        insert.bind(1, 3).bind(2, std::optional<std::int64_t>(7));
        insert.bind(3, std::optional<std::string>("x")).bind_null(4);
        ASSERT_TRUE(insert.run().ok());
        insert.bind(1, 4).bind(2, std::optional<std::int64_t>());
        insert.bind(3, std::optional<std::string>()).bind(4, std::optional<std::string>());
        ASSERT_TRUE(insert.run().ok());
        EXPECT_EQ(connection.changes(), 1);
    }
    auto select = connection.prepare("SELECT a, b, c FROM t ORDER BY id").value();
    ASSERT_TRUE(select.step().value());
    EXPECT_EQ(select.column_i64(0), least);
    EXPECT_EQ(select.column_text(1), text);
    EXPECT_EQ(select.column_text(2), bytes);
    ASSERT_TRUE(select.step().value());
    EXPECT_EQ(select.column_optional_i64(0), std::nullopt);
    EXPECT_EQ(select.column_optional_text(1), "");  // empty, not NULL
    EXPECT_FALSE(select.column_is_null(2));
    EXPECT_EQ(select.column_text(2), "");
    ASSERT_TRUE(select.step().value());
    EXPECT_EQ(select.column_optional_i64(0), 7);
    EXPECT_EQ(select.column_optional_text(1), "x");
    EXPECT_TRUE(select.column_is_null(2));
    ASSERT_TRUE(select.step().value());
    EXPECT_EQ(select.column_optional_i64(0), std::nullopt);
    EXPECT_EQ(select.column_optional_text(1), std::nullopt);
    EXPECT_EQ(select.column_text(1), "");
    EXPECT_FALSE(select.step().value());
}

TEST_F(SqliteTest, StatementsAreLentToOneUserAtATimeAndComeBackClean) {
    auto connection = open();
    constexpr std::string_view echo = "SELECT ?, ?";
    {
        auto first = connection.prepare(echo).value();
        first.bind(1, 5).bind(2, "x");
        ASSERT_TRUE(first.step().value());
        auto second = connection.prepare(echo);
        ASSERT_EQ(fault(second), "other");
        EXPECT_TRUE(says(second.error(), "in use already"));
        const auto moved = std::move(first);
        EXPECT_EQ(moved.column_i64(0), 5);
        EXPECT_FALSE(connection.prepare(echo).ok());
    }
    auto again = connection.prepare(echo).value();
    ASSERT_TRUE(again.step().value());
    EXPECT_TRUE(again.column_is_null(0));
    EXPECT_TRUE(again.column_is_null(1));
}

TEST_F(SqliteTest, AConnectionMovesWithItsStatements) {
    auto moved = Connection::open(":memory:").value();
    auto connection = open();
    auto statement = connection.prepare("SELECT 7").value();
    moved = std::move(connection);
    ASSERT_TRUE(statement.step().value());
    EXPECT_EQ(statement.column_i64(0), 7);
    EXPECT_EQ(ask(moved, "SELECT 8"), "8");
}

TEST_F(SqliteTest, PrepareTakesExactlyOneStatement) {
    auto connection = open();
    EXPECT_EQ(fault(connection.prepare("SELECT 1; SELECT 2")), "other");
    EXPECT_EQ(fault(connection.prepare("")), "other");
    EXPECT_EQ(fault(connection.prepare(" ; ")), "other");
    EXPECT_EQ(fault(connection.prepare("SELEC 1")), "other");
    EXPECT_EQ(fault(connection.prepare("SELECT 1 ;\n ")), "");
}

TEST_F(SqliteTest, AFailedBindIsToldByTheStepAndForgottenByTheReset) {
    auto connection = open();
    auto statement = connection.prepare("SELECT ?").value();
    statement.bind(2, 5).bind(1, 5);
    EXPECT_EQ(fault(statement.step()), "other");
    EXPECT_EQ(fault(statement.run()), "other");
    statement.bind(1, 6);
    ASSERT_TRUE(statement.step().value());
    EXPECT_EQ(statement.column_i64(0), 6);
}

TEST_F(SqliteTest, ViolationsAreConstraintFaultsThatNameNoRowData) {
    auto connection = open();
    must(
        connection,
        "CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT UNIQUE CHECK (name <> 'no')) STRICT;"
        "CREATE TABLE c(p INTEGER NOT NULL REFERENCES p(id)) STRICT;"
        "INSERT INTO p VALUES (1, 'secret-name')");
    const auto repeated = connection.execute("INSERT INTO p VALUES (2, 'secret-name')");
    ASSERT_EQ(fault(repeated), "constraint");
    EXPECT_TRUE(says(repeated.error(), "p.name")) << repeated.error().detail;
    EXPECT_FALSE(says(repeated.error(), "secret")) << repeated.error().detail;
    EXPECT_EQ(fault(connection.execute("INSERT INTO p VALUES (1, 'x')")), "constraint");
    EXPECT_EQ(fault(connection.execute("INSERT INTO p VALUES (3, 'no')")), "constraint");
    EXPECT_EQ(fault(connection.execute("INSERT INTO c VALUES (9)")), "constraint");
    EXPECT_EQ(fault(connection.execute("INSERT INTO c VALUES (NULL)")), "constraint");
    // A failed statement can be used again at once.
    auto insert = connection.prepare("INSERT INTO c VALUES (?)").value();
    EXPECT_EQ(fault(insert.bind(1, 9).run()), "constraint");
    EXPECT_EQ(fault(insert.bind(1, 1).run()), "");
}

TEST_F(SqliteTest, AnErrorNamesItsStatementByTheFirstWords) {
    auto connection = open();
    const auto refused = connection.prepare("\n  SELECT a\nFROM nowhere");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().detail, "no such table: nowhere [1] in: SELECT a");
}

TEST_F(SqliteTest, AFullDatabaseIsFullAndKeepsWhatItHad) {
    auto connection = open();
    must(connection, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    must(connection, "PRAGMA max_page_count=4");
    ASSERT_TRUE(connection.begin_immediate().ok());
    EXPECT_EQ(fault(connection.execute("INSERT INTO t VALUES (zeroblob(100000))")), "full");
    connection.rollback();
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM t"), "1");
}

TEST_F(SqliteTest, WhatIsNoDatabaseIsCorruptAndLeftAsItIs) {
    const std::string text(8192, 'x');
    std::ofstream(file) << text;
    for (const bool read_only : {false, true}) {
        const auto refused = Connection::open(file, {.read_only = read_only});
        EXPECT_EQ(fault(refused), "corrupt");
    }
    std::ifstream in(file);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text);
}

TEST_F(SqliteTest, ADamagedPageIsCorrupt) {
    {
        auto connection = open();
        must(connection, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    }
    {
        std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(4096);  // the second page: table t
        out << std::string(64, '\x7f');
    }
    auto connection = open();
    auto statement = connection.prepare("SELECT a FROM t").value();
    EXPECT_EQ(fault(statement.step()), "corrupt");
}

TEST_F(SqliteTest, WhatCannotBeOpenedIsClosed) {
    EXPECT_EQ(fault(Connection::open(folder.file("none/books.db"))), "closed");
    EXPECT_EQ(fault(Connection::open(folder.path())), "closed");
    EXPECT_EQ(fault(Connection::open("")), "closed");
    const auto missing = Connection::open(file, {.read_only = true});
    ASSERT_EQ(fault(missing), "closed");
    EXPECT_TRUE(says(missing.error(), file.string())) << missing.error().detail;
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(SqliteTest, AReadOnlyConnectionSeesCommitsAndWritesNothing) {
    auto writer = open();
    must(writer, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    auto reader = open({.read_only = true});
    EXPECT_EQ(ask(reader, "SELECT count(*) FROM t"), "1");
    must(writer, "INSERT INTO t VALUES (2)");
    EXPECT_EQ(ask(reader, "SELECT count(*) FROM t"), "2");
    EXPECT_EQ(fault(reader.execute("INSERT INTO t VALUES (3)")), "other");
    EXPECT_EQ(ask(writer, "SELECT count(*) FROM t"), "2");
}

TEST(SqliteInMemoryTest, Works) {
    auto connection = Connection::open(":memory:").value();
    must(connection, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM t"), "1");
    EXPECT_EQ(connection.wal_bytes().value(), 0);
    EXPECT_FALSE(std::filesystem::exists(":memory:"));
}

}  // namespace
}  // namespace croupier::db
