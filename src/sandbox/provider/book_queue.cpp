// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/book_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.h"

namespace croupier::sandbox::provider {
namespace {

constexpr std::size_t changes_per_commit_max = 256;

}  // namespace

void BookQueue::submit(Book::Change change, Done done) {
    waiting_.push_back({std::move(change), std::move(done), {}});
    if (flush_is_due_) return;
    flush_is_due_ = true;
    loop_.post(lifetime_.guard([this] { flush(); }));
}

void BookQueue::flush() {
    const auto count = std::min(waiting_.size(), changes_per_commit_max);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    std::deque<Entry> batch(
        std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);

    if (auto committed = commit(batch); !committed.ok()) {
        return try_later(std::move(batch), committed.error());
    }
    flush_is_due_ = !waiting_.empty();
    if (flush_is_due_) loop_.post(lifetime_.guard([this] { flush(); }));
    for (const Entry& entry : batch)
        entry.done(entry.outcome);
}

db::DbResult<void> BookQueue::commit(std::deque<Entry>& batch) {
    CROUPIER_TRY_VOID(book_.begin());
    for (Entry& entry : batch) {
        entry.outcome = book_.attempt(entry.change);
        if (entry.outcome.ok() || entry.outcome.error().fault == db::DbFault::constraint) continue;
        book_.rollback();
        return entry.outcome;
    }
    auto committed = book_.commit();
    if (!committed.ok()) book_.rollback();
    return committed;
}

void BookQueue::try_later(std::deque<Entry> batch, const db::DbError& error) {
    base::log_error(
        "provider.book.not_written", {{"detail", error.detail}, {"changes", batch.size()}});
    waiting_.insert(
        waiting_.begin(), std::make_move_iterator(batch.begin()),
        std::make_move_iterator(batch.end()));
    loop_.at(loop_.now() + retry_after_, lifetime_.guard([this] { flush(); }));
}

}  // namespace croupier::sandbox::provider
