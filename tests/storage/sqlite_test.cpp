// SPDX-License-Identifier: Apache-2.0
// What only a file can do: be opened, refused, reopened, grow and be taken over.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>
#include <vector>

#include "db/sqlite.h"
#include "storage/migrations/sqlite.h"
#include "storage/open.h"
#include "storage/sqlite/store.h"
#include "support/gen.h"
#include "support/temp_folder.h"

namespace croupier::test {
namespace {

using storage::open_store;

constexpr base::Instant now{1'760'000'000'000};

class SqliteFileTest : public ::testing::Test {
protected:
    [[nodiscard]] storage::Source source() const {
        return open_store("sqlite:" + file.string()).value();
    }
    std::unique_ptr<usecases::Store> make_store() {
        CROUPIER_CHECK(source().migrate(now).ok());
        return source().make_store().value();
    }
    // "" when it is understood, and the store brought up to date.
    static std::string refusal(const std::string& url) {
        const auto opened = open_store(url);
        if (!opened.ok()) return opened.error();
        const auto migrated = opened.value().migrate(now);
        return migrated.ok() ? "" : migrated.error();
    }
    // What each of the three makers says.
    [[nodiscard]] std::vector<std::string> refusals() const {
        const auto why = [](const auto& made) { return made.ok() ? "" : made.error(); };
        return {
            why(source().make_store()), why(source().make_reader()),
            why(source().make_directory())};
    }
    static bool says(const std::string& sentence, std::string_view words) {
        return sentence.find(words) != std::string::npos;
    }
    db::Connection connect() { return db::Connection::open(file).value(); }
    std::int64_t ask(std::string_view sql) {
        auto connection = connect();
        auto statement = connection.prepare(sql);
        CROUPIER_CHECK(statement.ok());
        CROUPIER_CHECK(statement.value().step().value());
        return statement.value().column_i64(0);
    }
    usecases::WriteSet batch() {
        usecases::WriteSet writes;
        writes.segment = {
            .chain = 0,
            .seq = ++seq,
            .prev_hash = std::string(64, '0'),
            .hash = std::string(64, '1'),
            .at = now,
            .body = "{}"};
        return writes;
    }
    // One session with a bet and a posting of it.
    domain::Bet write_bet(usecases::Store& store) {
        const auto player = gen.player();
        const auto session = gen.session(player);
        const auto bet = gen.bet(session);
        auto writes = batch();
        writes.players = {player};
        writes.sessions = {session};
        writes.bets = {{.bet = bet, .before = {}, .next_due = now}};
        writes.postings = {gen.posting(bet)};
        EXPECT_TRUE(store.load({}, now).ok());
        EXPECT_TRUE(store.commit(writes).ok());
        return bet;
    }

    TempFolder folder;
    std::filesystem::path file = folder.file("books.db");
    Generator gen{7};
    std::uint64_t seq = 0;
};

TEST_F(SqliteFileTest, MakesTheFileWithItsSchemaAndOpensItAgain) {
    for (int start = 0; start < 2; ++start) {
        ASSERT_EQ(refusal("sqlite:" + file.string()), "");
        EXPECT_EQ(refusals(), (std::vector<std::string>{"", "", ""}));
    }
    EXPECT_EQ(
        ask("SELECT count(*) FROM schema_migration"),
        std::ssize(storage::migrations::sqlite_steps));
    const auto rights = std::filesystem::status(file).permissions();
    EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(HubLockTest, OneHubAStore) {
    const test::TempFolder folder;
    const auto source = open_store("sqlite:" + folder.file("hub.sqlite").string());
    ASSERT_TRUE(source.ok());
    {
        const auto first = source.value().lock_for_hub();
        ASSERT_TRUE(first.ok());
        EXPECT_FALSE(source.value().lock_for_hub().ok());
    }
    EXPECT_TRUE(source.value().lock_for_hub().ok());
}

TEST_F(SqliteFileTest, NothingIsMadeBeforeItIsMigrated) {
    for (const auto& why : refusals())
        EXPECT_TRUE(says(why, "no such database")) << why;
    EXPECT_FALSE(std::filesystem::exists(file));
    { connect(); }  // an empty file
    for (const auto& why : refusals())
        EXPECT_TRUE(says(why, "is at step 0")) << why;
    ASSERT_EQ(refusal("sqlite:" + file.string()), "");
    for (const auto& why : refusals())
        EXPECT_EQ(why, "");
}

TEST_F(SqliteFileTest, RefusesADatabaseOfANewerVersion) {
    ASSERT_EQ(refusal("sqlite:" + file.string()), "");
    const auto newer = connect().execute(
        "INSERT INTO schema_migration(number, name, checksum, applied_at)"
        " VALUES (1000, 'x', 'x', 0)");
    ASSERT_TRUE(newer.ok());
    EXPECT_TRUE(says(source().migrate(now).error(), "made by a newer version"));
    for (const auto& why : refusals())
        EXPECT_TRUE(says(why, "made by a newer version")) << why;
}

TEST_F(SqliteFileTest, SaysWhyAFileCannotBeUsed) {
    // A folder that nobody may write to, root neither.
    EXPECT_TRUE(says(refusal("sqlite:/proc/croupier.db"), "/proc/croupier.db"));
    EXPECT_TRUE(says(refusal("sqlite:" + folder.file("none/books.db").string()), "No such file"));
    EXPECT_TRUE(says(refusal("sqlite:"), "sqlite:PATH"));
    EXPECT_TRUE(says(refusal("sqlite::memory:"), "needs the path of a file"));
}

TEST_F(SqliteFileTest, SaysWhichKindsOfStoreAreKnown) {
    EXPECT_TRUE(says(refusal("oracle:somewhere"), "\"oracle\""));
    EXPECT_TRUE(says(refusal("books.db"), "sqlite:PATH"));
    EXPECT_TRUE(says(refusal("postgres://user:pass@host/db"), "not in this version"));
    EXPECT_FALSE(says(refusal("mysql://user:pass@host/db"), "pass"));
}

TEST_F(SqliteFileTest, PortsShareTheFile) {
    auto store = make_store();
    auto reader = source().make_reader().value();
    auto directory = source().make_directory().value();
    const auto bet = write_bet(*store);
    EXPECT_EQ(reader->bets_after(domain::BetId(0), 10).value(), std::vector{bet});
    EXPECT_EQ(directory->version().value(), 0);
    store.reset();
    reader.reset();
    directory.reset();
    auto again = source().make_store().value();
    EXPECT_EQ(again->load({.bets = {bet.id}}, now).value().bets.at(bet.id), bet);
}

TEST_F(SqliteFileTest, PostingsAndSegmentsAreOnlyEverAdded) {
    auto store = make_store();
    write_bet(*store);
    auto connection = connect();
    for (const auto* const sql :
         {"UPDATE posting SET amount = amount + 1", "DELETE FROM posting",
          "UPDATE segment SET body = 'x'", "DELETE FROM segment"}) {
        const auto done = connection.execute(sql);
        ASSERT_FALSE(done.ok()) << sql;
        EXPECT_EQ(done.error().fault, db::DbFault::constraint) << sql;
        EXPECT_TRUE(says(done.error().detail, "only ever added")) << done.error().detail;
    }
    EXPECT_EQ(ask("SELECT count(*) FROM posting"), 1);
}

TEST_F(SqliteFileTest, MaintenanceFoldsDeltas) {
    auto store = make_store();
    write_bet(*store);
    EXPECT_EQ(ask("SELECT count(*) FROM account_delta"), 2);
    store->maintain(now);
    EXPECT_EQ(ask("SELECT count(*) FROM account_delta"), 0);
    EXPECT_EQ(ask("SELECT count(*) FROM account_balance"), 2);
    write_bet(*store);
    store->maintain(now + base::Duration(4999));  // not yet
    EXPECT_EQ(ask("SELECT count(*) FROM account_delta"), 2);
    store->maintain(now + base::Duration(5000));
    EXPECT_EQ(ask("SELECT count(*) FROM account_delta"), 0);
    // A clock that was set back does not stop it for long.
    write_bet(*store);
    store->maintain(now - base::Duration(3600'000));
    store->maintain(now - base::Duration(3600'000 - 5000));
    EXPECT_EQ(ask("SELECT count(*) FROM account_delta"), 0);
}

TEST_F(SqliteFileTest, MaintenanceKeepsTheLogShort) {
    auto store = make_store();
    const std::string body(1'000'000, 'x');
    for (int commit = 0; commit < 40; ++commit) {
        auto writes = batch();
        writes.segment.body = body;
        ASSERT_TRUE(store->load({}, now).ok());
        ASSERT_TRUE(store->commit(writes).ok());
        store->maintain(now);
    }
    EXPECT_LT(connect().wal_bytes().value(), 20'000'000);  // of 40 MB
    EXPECT_GT(std::filesystem::file_size(file), 20'000'000U);
}

TEST_F(SqliteFileTest, ARowThatCannotBeReadIsPoison) {
    auto store = make_store();
    const auto bet = write_bet(*store);
    ASSERT_TRUE(connect().execute("UPDATE bet SET currency = 'XXX'").ok());
    const auto loaded = store->load({.bets = {bet.id}}, now);
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error(), usecases::StoreFault::poison);
    EXPECT_TRUE(store->load({}, now).ok());  // nothing was left open
}

// For its life no file of this process grows beyond the limit: a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit full{bytes, before_.rlim_max};
        CROUPIER_CHECK(::setrlimit(RLIMIT_FSIZE, &full) == 0);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST_F(SqliteFileTest, ACommitThatFailsIsUnknownUntilItsNumberIsFenced) {
    auto store = make_store();
    const auto bet = write_bet(*store);
    auto writes = batch();
    writes.segment.body = std::string(2'000'000, 'x');
    ASSERT_TRUE(store->load({.bets = {bet.id}}, now).ok());
    {
        const FullDisk full(1'000'000);
        const auto committed = store->commit(writes);
        ASSERT_FALSE(committed.ok());
        EXPECT_EQ(committed.error(), usecases::StoreFault::unknown);
    }
    EXPECT_EQ(store->fate(0, writes.segment.seq).value(), usecases::Fate::fenced);
    ASSERT_TRUE(store->load({.bets = {bet.id}}, now).ok());
    const auto again = store->commit(writes);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error(), usecases::StoreFault::poison);
    write_bet(*store);
    EXPECT_EQ(store->chain_head(0).value().seq, seq);
}

TEST_F(SqliteFileTest, AStoreWithoutItsTablesIsDown) {
    auto store = make_store();
    ASSERT_TRUE(connect().execute("DROP TABLE session").ok());
    const auto session = gen.session(gen.player());
    const auto loaded = store->load({.sessions = {session.id}}, now);
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error(), usecases::StoreFault::down);
}

}  // namespace
}  // namespace croupier::test
