// SPDX-License-Identifier: Apache-2.0
// Carries decided transfers to the casinos. It keeps no list of messages: after every commit it
// asks the bet itself which call is next (domain/next_call.h), makes it, and turns the answer into
// the next durable step. One call about a bet at a time; money owed never waits behind stakes.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "usecases/balances.h"
#include "usecases/batcher.h"
#include "usecases/directory.h"
#include "usecases/lines.h"
#include "usecases/list_trust.h"

namespace croupier::usecases {

struct DispatcherCounters {
    std::uint64_t makes = 0;
    std::uint64_t infos = 0;
    std::uint64_t closes = 0;
    std::uint64_t doubts = 0;     // calls whose outcome was not known
    std::uint64_t resubmits = 0;  // answers that the store could not take at once
};

class Dispatcher {
public:
    struct Parts {
        base::Loop& loop;
        DirectorySource& directory;
        CasinoWallet& wallet;
        Balances& balances;
        Batcher& batcher;
        const ListTrust& trust;
    };
    struct Limits {
        Lines::Bounds lines{};
        base::Duration store_retry{250};
        base::Duration bug_retry{60'000};  // after an invariant stopped a decision
    };
    explicit Dispatcher(const Parts& parts) : Dispatcher(parts, Limits{}) {}
    Dispatcher(const Parts& parts, Limits limits);
    ~Dispatcher();

    // Bets that were under way when the last hub died (StoreReader::bets_at_work). Call before the
    // first new bet can arrive: a stake of this start must not be taken for one of the last.
    void recover(const std::vector<domain::BetId>& bets);

    // Calls to casinos under way, and bets that wait for a place.
    [[nodiscard]] std::size_t in_flight() const;
    [[nodiscard]] const DispatcherCounters& counters() const;
    [[nodiscard]] const Lines& lines() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace croupier::usecases
