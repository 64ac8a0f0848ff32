// SPDX-License-Identifier: Apache-2.0
// Group commit for the book: what gathers while the loop is busy shares one commit, so that
// hundreds of rounds in flight do not pay for hundreds of disk syncs. A change's `done` runs after
// the commit that holds it, in order, so "durable before visible" holds for everyone who acts in
// `done`. Loop thread only.
#pragma once

#include <deque>
#include <functional>

#include "base/loop.h"
#include "sandbox/common/lifeline.h"
#include "sandbox/provider/book.h"

namespace croupier::sandbox::provider {

class BookQueue {
public:
    // A disk that is full or busy stops everything here, changes in hand, until it works again:
    // tried anew after `retry_after`. Only a constraint that the change itself violates is handed
    // to `done`.
    BookQueue(base::Loop& loop, Book& book, base::Duration retry_after)
        : loop_(loop), book_(book), retry_after_(retry_after) {}

    using Done = std::function<void(const db::DbResult<void>&)>;
    // The change may run more than once (after a rollback): it writes rows and nothing else.
    void submit(Book::Change change, Done done);

private:
    struct Entry {
        Book::Change change;
        Done done;
        db::DbResult<void> outcome;
    };
    void flush();
    db::DbResult<void> commit(std::deque<Entry>& batch);
    void try_later(std::deque<Entry> batch, const db::DbError& error);

    base::Loop& loop_;
    Book& book_;
    base::Duration retry_after_;
    std::deque<Entry> waiting_;
    bool flush_is_due_ = false;
    Lifeline lifetime_;
};

}  // namespace croupier::sandbox::provider
