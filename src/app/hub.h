// SPDX-License-Identifier: Apache-2.0
// The hub, put together: store, keys, counterparties, use cases, routes. start() reads as the story
// of what the program consists of, and in which order it lives and dies.
#pragma once

#include <memory>
#include <string>

#include "app/cli.h"
#include "app/config.h"
#include "net/asio_loop.h"

namespace croupier::app {

// Loop thread only.
class Hub {
public:
    // Everything that the operator needs to know about the start goes to the log.
    static base::Result<std::unique_ptr<Hub>, CommandError> start(
        net::AsioLoop& loop, const Config& config);
    ~Hub();

    [[nodiscard]] std::uint16_t port() const;
    // Held replies are answered first; `done` runs when the last is out or the time for draining is
    // over.
    void drain(base::Task done);

    // For start() alone: Parts is complete nowhere else.
    struct Parts;
    explicit Hub(std::unique_ptr<Parts> parts);

private:
    std::unique_ptr<Parts> parts_;
};

// `croupier hub`: runs until a signal, answers what is held, ends.
ExitCode run_hub(const Config& config);

}  // namespace croupier::app
