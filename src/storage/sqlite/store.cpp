// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/store.h"

#include <algorithm>

#include "storage/sqlite/bet_rows.h"
#include "storage/sqlite/faults.h"
#include "storage/sqlite/list_rows.h"
#include "storage/sqlite/load.h"
#include "storage/sqlite/people_rows.h"
#include "storage/sqlite/request_rows.h"
#include "storage/sqlite/segments.h"
#include "storage/write_rules.h"

namespace croupier::storage::sqlite {

namespace {

// Deltas are folded when there are many, or soon: a fold costs one commit of its own.
constexpr std::size_t fold_at_deltas = 1024;
constexpr std::size_t fold_deltas_max = 4096;
constexpr base::Duration fold_every{5000};

constexpr std::size_t forget_max = 4096;
constexpr base::Duration forget_every{5000};

// 8 MB of log: a checkpoint then takes a few milliseconds between two batches. A log beyond 256 MB
// means that a reader stands in its way, and is waited for.
constexpr std::int64_t checkpoint_every_pages = 2048;
constexpr std::int64_t restart_at_pages = 65536;

// 64 MB of pages stay in memory; SQLite's own 2 MB would read the same index pages in every batch.
constexpr std::string_view cache_sql = "PRAGMA cache_size=-65536";

}  // namespace

SqliteStore::SqliteStore(db::Connection connection)
    : connection_(std::move(connection)), ledger_(connection_) {
    const auto sized = connection_.execute(cache_sql);
    if (!sized.ok()) base::log_warning("store_cache", {{"detail", sized.error().detail}});
}

SqliteStore::~SqliteStore() { connection_.rollback(); }

base::Result<usecases::Snapshot, usecases::StoreFault> SqliteStore::load(
    const usecases::Names& names, base::Instant now) {
    CROUPIER_CHECK(!open_);
    if (auto begun = connection_.begin_immediate(); !begun.ok()) {
        return base::fail(noted_fault("begin", begun.error()));
    }
    auto snapshot = load_snapshot(connection_, names, now);
    open_ = snapshot.ok();
    if (!open_) connection_.rollback();
    return or_fault("load", std::move(snapshot));
}

base::Result<void, usecases::StoreFault> SqliteStore::commit(const usecases::WriteSet& writes) {
    CROUPIER_CHECK(open_);
    if (auto written = write(writes); !written.ok()) {
        rollback();
        return base::fail(noted_fault("write", written.error()));
    }
    open_deltas_ += fresh_deltas_;  // too many, if it fails: harmless
    if (auto committed = connection_.commit(); !committed.ok()) {
        rollback();
        const auto fault = noted_fault("commit", committed.error());
        // The log may hold the commit although its fsync failed: only fate() can tell.
        if (fault == usecases::StoreFault::down) return base::fail(usecases::StoreFault::unknown);
        return base::fail(fault);
    }
    open_ = false;
    ledger_.committed();
    return {};
}

DbResult<void> SqliteStore::write(const usecases::WriteSet& writes) {
    if (const auto refused = refused_write(writes)) return refuse_row(*refused);
    for (const auto& player : writes.players) {
        CROUPIER_TRY_VOID(write_player(connection_, player));
    }
    for (const auto& event : writes.player_events) {
        CROUPIER_TRY_VOID(insert_player_event(connection_, event));
    }
    for (const auto& session : writes.sessions) {
        CROUPIER_TRY_VOID(write_session(connection_, session));
    }
    for (const auto& bet : writes.bets)
        CROUPIER_TRY_VOID(write_bet(connection_, bet));
    for (const auto& request : writes.requests)
        CROUPIER_TRY_VOID(insert_request(connection_, request));
    for (const auto& verdict : writes.list_verdicts)
        CROUPIER_TRY_VOID(write_list_verdict(connection_, verdict));
    CROUPIER_TRY_VOID(insert_segment(connection_, writes.segment));
    CROUPIER_TRY(fresh_deltas_, ledger_.write(writes.postings, writes.segment));
    return {};
}

void SqliteStore::rollback() noexcept {
    connection_.rollback();
    ledger_.rolled_back();
    open_ = false;
}

base::Result<usecases::Fate, usecases::StoreFault> SqliteStore::fate(
    std::uint32_t chain, std::uint64_t seq) {
    CROUPIER_CHECK(!open_);
    return or_fault("fate", find_fate(connection_, chain, seq));
}

base::Result<usecases::ChainHead, usecases::StoreFault> SqliteStore::chain_head(
    std::uint32_t chain) {
    return or_fault("chain head", read_chain_head(connection_, chain));
}

void SqliteStore::maintain(base::Instant now) {
    CROUPIER_CHECK(!open_);
    fold_if_due(now);
    forget_if_due(now);
    checkpoint_if_due();
}

void SqliteStore::fold_if_due(base::Instant now) {
    folded_at_ = std::min(folded_at_, now);  // the clock may have been set back
    const bool due = open_deltas_ >= fold_at_deltas || now - folded_at_ >= fold_every;
    if (open_deltas_ == 0 || !due) return;
    folded_at_ = now;
    const auto folded = or_fault("fold", fold_deltas(connection_, fold_deltas_max, full_accounts_));
    if (!folded.ok()) return;  // noted; they stay open and are counted all the same
    const bool more = folded.value() == fold_deltas_max;
    open_deltas_ = more ? std::max(open_deltas_, fold_at_deltas) : 0;
}

void SqliteStore::forget_if_due(base::Instant now) {
    forgot_at_ = std::min(forgot_at_, now);  // the clock may have been set back
    if (now - forgot_at_ < forget_every) return;
    const auto gone = or_fault("forget", forget_requests(connection_, now, forget_max));
    if (gone.ok() && gone.value() == forget_max) return;  // the rest after the next batch
    forgot_at_ = now;
}

void SqliteStore::checkpoint_if_due() {
    const std::int64_t pages = connection_.wal_pages();
    checkpointed_pages_ = std::min(checkpointed_pages_, pages);  // the log may have begun anew
    if (pages - checkpointed_pages_ < checkpoint_every_pages) return;
    checkpointed_pages_ = pages;
    using enum db::Connection::Checkpoint;
    const auto done = connection_.checkpoint(pages >= restart_at_pages ? restart : passive);
    if (done.ok() || done.error().fault == db::DbFault::busy) return;  // busy: at the next turn
    base::log_error("store_fault", {{"during", "checkpoint"}, {"detail", done.error().detail}});
}

}  // namespace croupier::storage::sqlite
