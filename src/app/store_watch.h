// SPDX-License-Identifier: Apache-2.0
// What the command line wrote into the store while the hub runs: changes of the directory become
// the new picture, orders about bets are carried out. Looks several times a second, on the reading
// thread. Loop thread only.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/executor.h"
#include "base/loop.h"
#include "usecases/directory.h"
#include "usecases/orders.h"

namespace croupier::app {

class StoreWatch {
public:
    using OpenedDirectory = base::Result<usecases::DirectoryPtr, std::string>;
    struct Parts {
        base::Loop& loop;
        base::Executor& reads;  // one thread
        usecases::DirectoryStore& directory_store;
        usecases::OrderStore& orders;
        usecases::DirectorySource& directory;
        usecases::Batcher& batcher;
        // Rows to picture, with the secrets opened; on the reading thread.
        std::function<OpenedDirectory(const usecases::DirectoryRows&)> open;
    };
    explicit StoreWatch(Parts parts) : parts_(std::move(parts)) {}
    StoreWatch(const StoreWatch&) = delete;
    StoreWatch& operator=(const StoreWatch&) = delete;

    void start() { look_later(); }
    // Nothing is taken up any more; what was taken up is finished.
    void stop();

private:
    struct Found {
        usecases::DirectoryPtr directory;  // null: as known
        std::string why_not;               // it could not be read
        std::vector<usecases::Order> orders;
    };
    void look_later();
    Found look(std::int64_t known);
    usecases::DirectoryPtr read_directory(std::int64_t known, std::string& why_not);
    void note_unreadable(const std::string& why_not);
    void take_up(const Found& found);
    void carry_out(const usecases::Order& order);
    void finish(const usecases::Order& order, const usecases::OrderOutcome& outcome);

    Parts parts_;
    base::TimerId timer_ = base::TimerId::none;
    bool stopped_ = false;
    bool unreadable_ = false;         // the directory, at the last look
    std::set<std::int64_t> in_hand_;  // orders taken up and not yet finished in the store
};

}  // namespace croupier::app
