// SPDX-License-Identifier: Apache-2.0
// The durable state in one SQLite file. BEGIN IMMEDIATE takes the file's one write lock, which
// stands for the locks of all players; COMMIT returns after the fsync of the write-ahead log.
#pragma once

#include "db/sqlite.h"
#include "storage/sqlite/ledger.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

class SqliteStore final : public usecases::Store {
public:
    // The schema is in place.
    explicit SqliteStore(db::Connection connection);
    ~SqliteStore() override;

    base::Result<usecases::Snapshot, usecases::StoreFault> load(
        const usecases::Names& names, base::Instant now) override;
    base::Result<void, usecases::StoreFault> commit(const usecases::WriteSet& writes) override;
    void rollback() noexcept override;
    base::Result<usecases::Fate, usecases::StoreFault> fate(
        std::uint32_t chain, std::uint64_t seq) override;
    base::Result<usecases::ChainHead, usecases::StoreFault> chain_head(
        std::uint32_t chain) override;
    void maintain(base::Instant now) override;

private:
    DbResult<void> write(const usecases::WriteSet& writes);
    void fold_if_due(base::Instant now);
    void forget_if_due(base::Instant now);
    void checkpoint_if_due();

    db::Connection connection_;
    Ledger ledger_;
    bool open_ = false;             // a load stands without its commit or rollback
    std::size_t fresh_deltas_ = 0;  // of the batch under way
    std::size_t open_deltas_ = 1;   // not folded, as far as known; the last run may have left some
    std::set<std::int64_t> full_accounts_;  // whose sum is beyond 64 bits: not folded
    base::Instant folded_at_;
    base::Instant forgot_at_;              // requests
    std::int64_t checkpointed_pages_ = 0;  // of the log, when last taken over
};

}  // namespace croupier::storage::sqlite
