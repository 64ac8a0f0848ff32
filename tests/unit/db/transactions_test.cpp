// SPDX-License-Identifier: Apache-2.0
// Transactions, two connections on one file, and the write-ahead log between them.
#include "unit/db/sqlite_fixture.h"

namespace croupier::db {
namespace {

class TransactionsTest : public SqliteTest {};

TEST_F(TransactionsTest, RollbackUndoesAndIsHarmlessOutside) {
    auto connection = open();
    must(connection, "CREATE TABLE t(a)");
    connection.rollback();
    ASSERT_TRUE(connection.begin_immediate().ok());
    must(connection, "INSERT INTO t VALUES (1)");
    connection.rollback();
    connection.rollback();
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM t"), "0");
    ASSERT_TRUE(connection.begin_immediate().ok());
    EXPECT_EQ(fault(connection.begin_immediate()), "other");
    must(connection, "INSERT INTO t VALUES (1)");
    ASSERT_TRUE(connection.commit().ok());
    EXPECT_EQ(fault(connection.commit()), "other");
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM t"), "1");
}

TEST_F(TransactionsTest, ATransactionLeftOpenIsGoneWithItsConnection) {
    {
        auto connection = open();
        must(connection, "CREATE TABLE t(a)");
        ASSERT_TRUE(connection.begin_immediate().ok());
        must(connection, "INSERT INTO t VALUES (1)");
    }
    auto connection = open();
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM t"), "0");
}

TEST_F(TransactionsTest, ASecondWriterIsBusyUntilTheFirstIsDone) {
    auto first = open();
    auto second = open();
    must(first, "CREATE TABLE t(a)");
    ASSERT_TRUE(first.begin_immediate().ok());
    must(first, "INSERT INTO t VALUES (1)");
    EXPECT_EQ(fault(second.begin_immediate()), "busy");
    EXPECT_EQ(fault(second.execute("INSERT INTO t VALUES (2)")), "busy");
    EXPECT_EQ(ask(second, "SELECT count(*) FROM t"), "0");  // readers see the last commit
    ASSERT_TRUE(first.commit().ok());
    ASSERT_TRUE(second.begin_immediate().ok());
    must(second, "INSERT INTO t VALUES (2)");
    ASSERT_TRUE(second.commit().ok());
    EXPECT_EQ(ask(first, "SELECT count(*) FROM t"), "2");
}

TEST_F(TransactionsTest, AReaderOfAnOldSnapshotThatWritesIsBusy) {
    auto first = open();
    auto second = open();
    must(first, "CREATE TABLE t(a)");
    must(second, "BEGIN");
    EXPECT_EQ(ask(second, "SELECT count(*) FROM t"), "0");
    must(first, "INSERT INTO t VALUES (1)");
    EXPECT_EQ(fault(second.execute("INSERT INTO t VALUES (2)")), "busy");
    second.rollback();
    EXPECT_EQ(fault(second.execute("INSERT INTO t VALUES (2)")), "");
}

TEST_F(TransactionsTest, DataVersionTellsOfOthersCommitsOnly) {
    auto first = open();
    auto second = open();
    must(first, "CREATE TABLE t(a)");
    const auto before = first.data_version().value();
    must(first, "INSERT INTO t VALUES (1)");
    EXPECT_EQ(first.data_version().value(), before);
    must(second, "INSERT INTO t VALUES (2)");
    EXPECT_NE(first.data_version().value(), before);
}

TEST_F(TransactionsTest, TheLogGrowsUntilItIsTakenOverByACheckpoint) {
    auto connection = open();
    must(connection, "CREATE TABLE t(a)");
    const auto small = connection.wal_bytes().value();
    EXPECT_GT(small, 0);
    // 8 MB: far more than SQLite's automatic checkpoint would let stand.
    for (int commit = 0; commit < 8; ++commit) {
        must(connection, "INSERT INTO t VALUES (randomblob(1000000))");
    }
    const auto grown = connection.wal_bytes().value();
    EXPECT_GT(grown, 8'000'000);
    const auto database_before = std::filesystem::file_size(file);
    ASSERT_TRUE(connection.checkpoint(Connection::Checkpoint::passive).ok());
    EXPECT_GT(std::filesystem::file_size(file), database_before + 8'000'000);
    // The log begins anew: eight more commits fit where the first eight were.
    ASSERT_TRUE(connection.checkpoint(Connection::Checkpoint::restart).ok());
    for (int commit = 0; commit < 8; ++commit) {
        must(connection, "INSERT INTO t VALUES (randomblob(900000))");
    }
    EXPECT_LE(connection.wal_bytes().value(), grown);
}

TEST_F(TransactionsTest, PagesOfTheLogAreKnownAfterEachCommit) {
    auto connection = open();
    must(connection, "CREATE TABLE t(a)");
    must(connection, "INSERT INTO t VALUES (randomblob(1000000))");
    const auto grown = connection.wal_pages();
    EXPECT_GE(grown, 1'000'000 / 4096);
    ASSERT_TRUE(connection.checkpoint(Connection::Checkpoint::restart).ok());
    must(connection, "INSERT INTO t VALUES (1)");
    EXPECT_LT(connection.wal_pages(), grown);
    EXPECT_GT(connection.wal_pages(), 0);
}

TEST_F(TransactionsTest, ALogGrownBeyondWhatIsKeptShrinksAfterRestart) {
    auto connection = open();
    must(connection, "CREATE TABLE t(a)");
    for (int commit = 0; commit < 9; ++commit) {
        must(connection, "INSERT INTO t VALUES (zeroblob(8000000))");
    }
    constexpr std::int64_t kept = 64 * 1024 * 1024;
    EXPECT_GT(connection.wal_bytes().value(), kept);
    ASSERT_TRUE(connection.checkpoint(Connection::Checkpoint::restart).ok());
    must(connection, "INSERT INTO t VALUES (1)");
    EXPECT_LE(connection.wal_bytes().value(), kept);
}

TEST_F(TransactionsTest, AReaderKeepsTheLogFromRestartingButNotAPassiveCheckpoint) {
    auto writer = open();
    auto reader = open();
    must(writer, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    must(reader, "BEGIN");
    EXPECT_EQ(ask(reader, "SELECT count(*) FROM t"), "1");
    must(writer, "INSERT INTO t VALUES (2)");
    EXPECT_EQ(fault(writer.checkpoint(Connection::Checkpoint::passive)), "");
    EXPECT_EQ(fault(writer.checkpoint(Connection::Checkpoint::restart)), "busy");
    EXPECT_EQ(ask(reader, "SELECT count(*) FROM t"), "1");
    reader.rollback();
    EXPECT_EQ(fault(writer.checkpoint(Connection::Checkpoint::restart)), "");
}

}  // namespace
}  // namespace croupier::db
