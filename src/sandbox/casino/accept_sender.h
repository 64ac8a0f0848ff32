// SPDX-License-Identifier: Apache-2.0
// Tells the hub how each transaction ended, until the hub has taken it. The queue is the wallet's
// table of announcements, written in the transaction that booked; this class is its sender and
// remembers only when to try what again. An accept that the hub took, but whose removal was lost,
// is told twice: the hub's accept is idempotent.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/backoff.h"
#include "base/loop.h"
#include "base/random.h"
#include "base/result.h"
#include "sandbox/casino/hub_client.h"
#include "sandbox/casino/wallet_store.h"
#include "sandbox/common/faults.h"
#include "sandbox/common/lifeline.h"

namespace croupier::sandbox::casino {

struct AcceptPolicy {
    base::BackoffPolicy delays{.first = base::Duration(1000), .most = base::Duration(30'000)};
    base::Duration removal_delay{200};  // taken accepts leave the books in batches
    std::size_t in_flight_max = 32;
};

// Loop thread only.
class AcceptSender {
public:
    struct Parts {
        base::Loop& loop;
        HubClient& hub;
        WalletStore& store;
        Faults& faults;
        base::Random& random;
    };
    AcceptSender(Parts parts, AcceptPolicy policy) : parts_(parts), policy_(policy) {}

    // Takes up what a former process left; call once, before the first add().
    base::Result<void, std::string> resume();
    // Under faults it may be sent later, or never.
    void add(Announcement announcement);
    // Sends nothing more and writes down what was taken.
    void stop();

    // Not yet taken by the hub.
    [[nodiscard]] std::size_t pending() const { return queue_.size(); }

private:
    struct Item {
        Announcement announcement;
        std::uint32_t failures = 0;
    };

    void enqueue(Announcement announcement, base::Duration wait);
    void try_later(std::int64_t number, base::Duration wait);
    void pump();
    void take_off(std::int64_t number);
    void send(const Item& item);
    void finish(std::int64_t number, const HubAnswer& answer);
    void remove_taken();

    Parts parts_;
    AcceptPolicy policy_;
    std::map<std::int64_t, Item> queue_;
    std::deque<std::int64_t> ready_;
    std::vector<std::int64_t> taken_;
    std::size_t in_flight_ = 0;
    bool stopped_ = false;
    Lifeline lifeline_;
};

}  // namespace croupier::sandbox::casino
