// SPDX-License-Identifier: Apache-2.0
// The sandbox provider: a game studio with games, odds and a durable book of its own. It speaks the
// contract's sections 4 and 5 and knows nothing of the hub but its address, so that its book is a
// witness of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "net/asio_loop.h"
#include "sandbox/common/start_error.h"
#include "sandbox/provider/options.h"

namespace croupier::sandbox::provider {

// Loop thread only. Destroying it stops it at once; what was in flight is finished by the next
// start.
class Provider {
public:
    // Opens the book, listens, and takes up what an earlier run left unfinished: bets whose fate is
    // unknown are refunded, payouts owed are repeated. `random` gives ids and must not repeat over
    // restarts. One provider works on a book.
    static base::Result<std::unique_ptr<Provider>, StartError> start(
        net::AsioLoop& loop, const ProviderOptions& options, base::Random& random);
    ~Provider();

    [[nodiscard]] std::uint16_t port() const;
    // Begins no further bets, answers what it was asked; `done` runs when all rounds are at rest,
    // or at `deadline`.
    void drain(base::Instant deadline, base::Task done);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;

public:
    explicit Provider(std::unique_ptr<Parts> parts);  // start() only: nobody else has Parts
};

}  // namespace croupier::sandbox::provider
