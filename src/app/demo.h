// SPDX-License-Identifier: Apache-2.0
// The whole world on one machine: hub, sandbox casino and sandbox provider as three processes with
// a book each, real HTTP between them, and a page that shows the three books side by side.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace croupier::app {

struct DemoOptions {
    std::filesystem::path data;  // empty: a folder of its own kind (see demo_command)
    std::uint16_t port = 8080;   // hub; casino, provider and status page on the three after it
    std::string store = "sqlite";
    bool check = false;  // play, wait until nothing is pending, compare the books, end
    std::uint64_t bets = 2000;
    bool stock = false;       // with check: a casino of the documented fields alone that acts late
    std::uint64_t kills = 0;  // with check: kill -9 one of the three this often while they play
    std::uint64_t seed = 0;   // of the kills; 0: any
};

// The exit status: 0, or 1 when the books differ or the demo could not run.
int run_demo(const DemoOptions& options);

}  // namespace croupier::app
