// SPDX-License-Identifier: Apache-2.0
// Schema steps against real files: what is applied once, what is refused, what a failure leaves.
#include "db/migrations.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/temp_folder.h"

namespace croupier::db {
namespace {

using Steps = std::vector<Migration>;

constexpr base::Instant first_start{1'700'000'000'000};
constexpr base::Instant second_start{1'700'000'000'001};

Steps three_steps() {
    return {
        {1, "players", "CREATE TABLE player(id INTEGER PRIMARY KEY, name TEXT) STRICT"},
        {2, "names are unique", "CREATE UNIQUE INDEX player_name ON player(name)"},
        {3, "bets", "CREATE TABLE bet(id INTEGER PRIMARY KEY); INSERT INTO bet VALUES (7)"}};
}

Steps first_of(int count) {
    auto steps = three_steps();
    steps.resize(static_cast<std::size_t>(count), steps.front());
    return steps;
}

class MigrationsTest : public ::testing::Test {
protected:
    static Connection open_file(const std::filesystem::path& path) {
        auto opened = Connection::open(path, {.read_only = false, .busy_timeout = {}});
        CROUPIER_CHECK(opened.ok());
        return std::move(opened).value();
    }

    // All rows of one query as one text.
    std::string ask(std::string_view sql) {
        auto statement = connection.prepare(sql);
        if (!statement.ok()) return "error: " + statement.error().detail;
        std::string rows;
        while (statement.value().step().value()) {
            rows += statement.value().column_text(0) + ";";
        }
        return rows;
    }
    std::string levels() { return ask("SELECT number || '@' || applied_at FROM schema_migration"); }

    void expect_refused(const Steps& steps, DbFault fault, std::string_view words) {
        const auto migrated = migrate(connection, steps, second_start);
        ASSERT_FALSE(migrated.ok());
        EXPECT_EQ(migrated.error().fault, fault) << migrated.error().detail;
        EXPECT_NE(migrated.error().detail.find(words), std::string::npos)
            << migrated.error().detail;
        const auto checked = check_schema(connection, steps);
        ASSERT_FALSE(checked.ok());
        EXPECT_EQ(checked.error().fault, fault) << checked.error().detail;
    }

    test::TempFolder folder;
    std::filesystem::path file = folder.file("books.db");
    Connection connection = open_file(file);
};

TEST_F(MigrationsTest, AppliesEachStepOnceInOrderAndRecordsIt) {
    ASSERT_TRUE(migrate(connection, first_of(1), first_start).ok());
    EXPECT_EQ(levels(), "1@1700000000000;");
    ASSERT_TRUE(migrate(connection, three_steps(), second_start).ok());
    EXPECT_EQ(levels(), "1@1700000000000;2@1700000000001;3@1700000000001;");
    EXPECT_EQ(ask("SELECT name FROM schema_migration"), "players;names are unique;bets;");
    EXPECT_EQ(ask("SELECT id FROM bet"), "7;");
    ASSERT_TRUE(migrate(connection, three_steps(), second_start).ok());
    EXPECT_EQ(ask("SELECT id FROM bet"), "7;");
    EXPECT_TRUE(check_schema(connection, three_steps()).ok());
}

TEST_F(MigrationsTest, TheChecksumIsSha256OfTheText) {
    const Steps steps{{1, "a", "SELECT 1"}};
    ASSERT_TRUE(migrate(connection, steps, first_start).ok());
    // printf 'SELECT 1' | sha256sum
    EXPECT_EQ(
        ask("SELECT checksum FROM schema_migration"),
        "e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5;");
}

TEST_F(MigrationsTest, NoStepsNeedNoTable) {
    EXPECT_TRUE(migrate(connection, {}, first_start).ok());
    EXPECT_TRUE(check_schema(connection, {}).ok());
    EXPECT_EQ(ask("SELECT name FROM sqlite_schema"), "");
}

TEST_F(MigrationsTest, RefusesADatabaseOfANewerVersion) {
    ASSERT_TRUE(migrate(connection, three_steps(), first_start).ok());
    expect_refused(
        first_of(2), DbFault::newer,
        "made by a newer version: it has schema step 3, this program knows steps up to 2");
    EXPECT_EQ(ask("SELECT count(*) FROM schema_migration"), "3;");
}

TEST_F(MigrationsTest, RefusesAStepWhoseTextChanged) {
    ASSERT_TRUE(migrate(connection, first_of(2), first_start).ok());
    auto steps = three_steps();
    steps[1].sql = "CREATE INDEX player_name ON player(name)";
    expect_refused(steps, DbFault::other, "schema step 2 (names are unique)");
    EXPECT_EQ(ask("SELECT count(*) FROM schema_migration"), "2;");
    // A name may be put better; only the text counts.
    steps = three_steps();
    steps[1].name = "one player a name";
    EXPECT_TRUE(migrate(connection, steps, first_start).ok());
}

TEST_F(MigrationsTest, RefusesAProgramWithGapsInItsSteps) {
    auto steps = three_steps();
    steps.erase(steps.begin() + 1);
    expect_refused(steps, DbFault::other, "step 3 stands where step 2 belongs");
    steps = three_steps();
    steps[0].number = 0;
    expect_refused(steps, DbFault::other, "step 0 stands where step 1 belongs");
    steps = three_steps();
    steps[2].number = 2;
    expect_refused(steps, DbFault::other, "step 2 stands where step 3 belongs");
    EXPECT_EQ(ask("SELECT name FROM sqlite_schema"), "");
}

TEST_F(MigrationsTest, RefusesARecordWithGaps) {
    ASSERT_TRUE(migrate(connection, three_steps(), first_start).ok());
    ASSERT_TRUE(connection.execute("DELETE FROM schema_migration WHERE number = 2").ok());
    expect_refused(three_steps(), DbFault::corrupt, "step 2 is missing");
}

TEST_F(MigrationsTest, LeavesAForeignDatabaseAlone) {
    ASSERT_TRUE(connection.execute("CREATE TABLE recipe(id)").ok());
    const auto migrated = migrate(connection, three_steps(), first_start);
    ASSERT_FALSE(migrated.ok());
    EXPECT_EQ(migrated.error().fault, DbFault::other);
    EXPECT_EQ(ask("SELECT name FROM sqlite_schema"), "recipe;");
}

TEST_F(MigrationsTest, AFailingStepLeavesTheDatabaseAtTheStepBefore) {
    auto steps = three_steps();
    steps[2].sql = "CREATE TABLE bet(id); INSERT INTO player VALUES (1, 'x'); INSERT INTO nowhere";
    const auto migrated = migrate(connection, steps, first_start);
    ASSERT_FALSE(migrated.ok());
    EXPECT_EQ(migrated.error().detail.find("schema step 3 (bets): "), 0U)
        << migrated.error().detail;
    EXPECT_EQ(ask("SELECT number FROM schema_migration"), "1;2;");
    EXPECT_EQ(ask("SELECT count(*) FROM player"), "0;");
    EXPECT_EQ(ask("SELECT count(*) FROM sqlite_schema WHERE name = 'bet'"), "0;");
    // The repaired step goes on from there, also for another connection.
    auto other = open_file(file);
    EXPECT_TRUE(migrate(other, three_steps(), second_start).ok());
    EXPECT_EQ(ask("SELECT id FROM bet"), "7;");
}

TEST_F(MigrationsTest, AFailingFirstStepLeavesNothing) {
    const Steps steps{{1, "broken", "CREATE TABLE t(a); CREATE TABLE t(a)"}};
    EXPECT_FALSE(migrate(connection, steps, first_start).ok());
    EXPECT_EQ(ask("SELECT name FROM sqlite_schema"), "");
}

TEST_F(MigrationsTest, IsBusyWhileAnotherWrites) {
    auto other = open_file(file);
    ASSERT_TRUE(other.begin_immediate().ok());
    const auto migrated = migrate(connection, three_steps(), first_start);
    ASSERT_FALSE(migrated.ok());
    EXPECT_EQ(migrated.error().fault, DbFault::busy);
    other.rollback();
    EXPECT_TRUE(migrate(connection, three_steps(), first_start).ok());
}

TEST_F(MigrationsTest, CheckSaysWhatIsMissingAndChangesNothing) {
    const auto empty = check_schema(connection, three_steps());
    ASSERT_FALSE(empty.ok());
    EXPECT_EQ(empty.error().fault, DbFault::other);
    EXPECT_NE(
        empty.error().detail.find("is at step 0, this program needs step 3"), std::string::npos)
        << empty.error().detail;
    EXPECT_EQ(ask("SELECT name FROM sqlite_schema"), "");

    ASSERT_TRUE(migrate(connection, three_steps(), first_start).ok());
    auto reader = Connection::open(file, {.read_only = true});
    ASSERT_TRUE(reader.ok());
    EXPECT_TRUE(check_schema(reader.value(), three_steps()).ok());
}

}  // namespace
}  // namespace croupier::db
