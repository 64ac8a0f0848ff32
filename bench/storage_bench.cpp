// SPDX-License-Identifier: Apache-2.0
// What the store carries: bets a second, each from its names over the placed stake to the booked
// one (two batches), by batch size, with and without the fsync of the disk below. The bare durable
// commit says what the machine itself gives: set TMPDIR to the disk in question.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "db/migrations.h"
#include "storage/migrations/sqlite.h"
#include "storage/sqlite/store.h"
#include "support/gen.h"
#include "support/temp_folder.h"

namespace {

using namespace croupier;

constexpr base::Instant start{1'760'000'000'000};
constexpr std::size_t players = 2000;
constexpr std::size_t casinos = 5;

enum Sync : std::int64_t { without_fsync, durable };

db::Connection connect(const std::filesystem::path& file, std::int64_t sync) {
    auto connection = db::Connection::open(file).value();
    CROUPIER_CHECK(db::migrate(connection, storage::migrations::sqlite(), start).ok());
    if (sync == without_fsync) {
        CROUPIER_CHECK(connection.execute("PRAGMA synchronous=OFF").ok());
    }
    return connection;
}

// One lane's work without the decisions: what it would name, and what it would write.
class Lane {
public:
    explicit Lane(std::int64_t sync) : store_(connect(folder_.file("books.db"), sync)) {
        Batch batch{.names = {}, .writes = next_batch()};
        auto& writes = batch.writes;
        for (std::size_t player = 0; player < players; ++player) {
            const domain::CasinoId casino(1 + player % casinos);
            const domain::PartnerUserId user("player-" + std::to_string(player));
            writes.players.push_back(gen_.player(casino, user));
            writes.sessions.push_back(gen_.session(writes.players.back()));
        }
        sessions_ = writes.sessions;
        run(batch);
    }

    struct Batch {
        usecases::Names names;
        usecases::WriteSet writes;
    };

    Batch make_place(std::size_t bets) {
        Batch batch{.names = {}, .writes = next_batch()};
        placed_.clear();
        while (placed_.size() < bets) {
            const auto& session = sessions_[next_session_++ % players];
            placed_.push_back(usual_bet(session));
            const auto& bet = placed_.back();
            batch.names.session_bets.push_back({session.id, bet.provider_bet});
            batch.writes.postings.push_back(posting(bet));
            batch.writes.bets.push_back({.bet = bet, .before = {}, .next_due = start});
        }
        return batch;
    }

    Batch make_book() {
        Batch batch{.names = {}, .writes = next_batch()};
        for (const auto& before : placed_) {
            batch.names.bets.push_back(before.id);
            auto bet = before;
            bet.transfers[0].state = domain::TransferState::booked;
            bet.transfers[0].partner_transaction =
                domain::PartnerTransactionId(std::to_string(++last_booking_));
            batch.writes.postings.push_back(posting(bet));
            batch.writes.bets.push_back({.bet = std::move(bet), .before = before, .next_due = {}});
        }
        return batch;
    }

    void run(Batch& batch) {
        batch.writes.segment.body.assign(300 * batch.writes.bets.size(), 'e');  // evidence
        now_ = now_ + base::Duration(10);
        CROUPIER_CHECK(store_.load(batch.names, now_).ok());
        CROUPIER_CHECK(store_.commit(batch.writes).ok());
        store_.maintain(now_);
    }

private:
    static domain::Posting posting(const domain::Bet& bet) {
        const domain::ProviderId provider;  // one, as in a real house there are few
        const auto account = [&](domain::Purpose purpose) {
            return domain::Account{bet.casino, provider, bet.currency, purpose};
        };
        return {
            .bet = bet.id,
            .transfer = bet.transfers[0].id,
            .debit = account(domain::Purpose::stakes_pending),
            .credit = account(domain::Purpose::stakes),
            .amount = {100, bet.currency}};
    }
    usecases::WriteSet next_batch() {
        usecases::WriteSet writes;
        writes.segment = {
            .chain = 0,
            .seq = ++seq_,
            .prev_hash = std::string(64, '0'),
            .hash = std::string(64, '1'),
            .at = start,
            .body = ""};
        return writes;
    }
    // With ids and texts as long as providers and casinos make them.
    domain::Bet usual_bet(const domain::Session& session) {
        auto bet = gen_.bet(session);
        bet.partner_user = domain::PartnerUserId("player-" + std::to_string(next_session_));
        bet.provider_bet = domain::ProviderBetId(base::to_text(gen_.uuid()));
        bet.round = domain::RoundId(base::to_text(gen_.uuid()));
        bet.content = "stake 10.00 round " + bet.round.value();
        auto stake = gen_.transfer(bet.currency);
        stake.id = domain::TransactionId(base::make_uuid7(now_, random_));
        stake.decided_at = now_;
        stake.partner_transaction = {};
        bet.transfers = {stake};
        return bet;
    }

    test::TempFolder folder_;
    test::Generator gen_{1};
    base::SeededRandom random_{2};
    storage::sqlite::SqliteStore store_;
    std::vector<domain::Session> sessions_;
    std::vector<domain::Bet> placed_;
    std::size_t next_session_ = 0;
    std::uint64_t seq_ = 0;
    std::uint64_t last_booking_ = 1'000'000;
    base::Instant now_ = start;
};

void bare_durable_commit(benchmark::State& state) {
    const test::TempFolder folder;
    auto connection = db::Connection::open(folder.file("bare.db")).value();
    CROUPIER_CHECK(connection.execute("CREATE TABLE t(a)").ok());
    for (auto _ : state)
        CROUPIER_CHECK(connection.execute("INSERT INTO t VALUES (1)").ok());
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bare_durable_commit)->UseRealTime();

void place_and_book_bets(benchmark::State& state) {
    const auto bets = static_cast<std::size_t>(state.range(0));
    Lane lane(state.range(1));
    for (auto _ : state) {
        state.PauseTiming();
        auto place = lane.make_place(bets);
        auto book = lane.make_book();
        state.ResumeTiming();
        lane.run(place);
        lane.run(book);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(place_and_book_bets)
    ->ArgNames({"batch", "durable"})
    ->ArgsProduct({{1, 16, 256}, {without_fsync, durable}})
    ->UseRealTime();

}  // namespace
