// SPDX-License-Identifier: Apache-2.0
// The demo as a proof: plays with faults on, kills if asked, waits until nothing is under way, and
// compares the three books.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/demo_world.h"
#include "base/random.h"
#include "usecases/ports.h"

namespace croupier::app {

// With thousands grouped: "12,345".
std::string grouped(std::int64_t number);

class DemoCheck {
public:
    using Fault = DemoWorld::Fault;
    DemoCheck(
        DemoWorld& world, const DemoOptions& options, std::unique_ptr<usecases::StoreReader> reader,
        const std::atomic<bool>& ending);

    // Plays with faults on and, if asked, kills; ends when nothing is under way anywhere, or early
    // with the demo.
    Fault play_out();
    [[nodiscard]] std::uint64_t played() const { return played_; }  // what the provider took on
    // Prints the books, what became of the bets, and whether the books agree.
    bool prove();

private:
    void play_portion(std::uint64_t& open);
    void wait_below(std::uint64_t most, int looks);
    void wait_until_all_answer();
    void kill_one();
    Fault wait_until_quiet();
    base::Result<bool, std::string> quiet();
    base::Result<bool, std::string> hub_rests();

    DemoWorld& world_;
    const DemoOptions& options_;
    std::unique_ptr<usecases::StoreReader> reader_;
    const std::atomic<bool>& ending_;
    base::SeededRandom random_;
    std::uint64_t kills_ = 0;
    std::uint64_t played_ = 0;
};

}  // namespace croupier::app
