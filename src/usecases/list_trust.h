// SPDX-License-Identifier: Apache-2.0
// Whether a casino's empty list of a bet means that it booked nothing. Many answer "nothing" for
// want of a list, and a stake found void by such an answer would be the player's loss. So an empty
// list counts only where the casino was seen to list what it booked: soon after its first booked
// stake, and once a day from then on, it is asked about a bet whose stake it has booked (contract
// section 1.5, "canary"). Until one such answer lists the stake, and from the day that one does
// not, its empty lists are none. What was found outlives the process. Loop thread only.
#pragma once

#include <memory>
#include <vector>

#include "usecases/batcher.h"
#include "usecases/directory.h"

namespace croupier::usecases {

struct ListTrustCounters {
    std::uint64_t asked = 0;   // questions about a booked bet that left
    std::uint64_t failed = 0;  // answers that did not list its stake
};

class ListTrust {
public:
    struct Parts {
        base::Loop& loop;
        DirectorySource& directory;
        CasinoWallet& wallet;
        Batcher& batcher;
    };
    // `known`: what an earlier process found (StoreReader::list_verdicts). Watches the batcher.
    ListTrust(const Parts& parts, const std::vector<ListVerdict>& known);
    ~ListTrust();

    // True only after the finding is durable; false at once when a question failed.
    [[nodiscard]] bool believes(domain::CasinoId casino) const;

    struct Figures {
        domain::CasinoId casino;
        bool believed = false;
    };
    // Of every casino that ever booked a stake.
    [[nodiscard]] std::vector<Figures> figures() const;
    [[nodiscard]] const ListTrustCounters& counters() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace croupier::usecases
