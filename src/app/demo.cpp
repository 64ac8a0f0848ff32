// SPDX-License-Identifier: Apache-2.0
#include "app/demo.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/demo_check.h"
#include "app/demo_folder.h"
#include "app/demo_page.h"
#include "app/demo_world.h"
#include "storage/open.h"

namespace croupier::app {

namespace {

using Fault = DemoWorld::Fault;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick{200};
constexpr std::chrono::seconds between_looks{10};

std::atomic<bool> asked_to_end{false};

void on_signal(int) { asked_to_end.store(true); }

base::Result<std::unique_ptr<usecases::StoreReader>, std::string> open_reader(
    const DemoWorld& world) {
    CROUPIER_TRY(const storage::Source source, storage::open_store(world.store_url()));
    return source.make_reader();
}

int check(DemoWorld& world, const DemoOptions& options) {
    auto reader = open_reader(world);
    if (!reader.ok()) {
        std::fprintf(stderr, "croupier demo: %s\n", reader.error().c_str());
        return 1;
    }
    DemoCheck check(world, options, std::move(reader).value(), asked_to_end);
    const Fault fault = check.play_out();
    if (asked_to_end) {
        std::fprintf(
            stderr, "croupier demo: interrupted after %s of %s bets; the books were not compared\n",
            grouped(static_cast<std::int64_t>(check.played())).c_str(),
            grouped(static_cast<std::int64_t>(options.bets)).c_str());
        return 1;
    }
    if (fault) {
        std::fprintf(stderr, "croupier demo: %s\n", fault->c_str());
        check.prove();
        return 1;
    }
    return check.prove() ? 0 : 1;
}

// A few bets a second, for as long as somebody watches.
int show(DemoWorld& world, const DemoOptions& options, const std::filesystem::path& data) {
    auto reader = open_reader(world);
    if (!reader.ok()) {
        std::fprintf(stderr, "croupier demo: %s\n", reader.error().c_str());
        return 1;
    }
    DemoPage page(world, static_cast<std::uint16_t>(options.port + 3), *reader.value());
    if (const Fault fault = page.open()) {
        std::fprintf(stderr, "croupier demo: %s\n", fault->c_str());
        return 1;
    }
    std::printf("Croupier runs. Watch it: http://127.0.0.1:%d/\n", options.port + 3);
    std::printf(
        "  hub       %s\n  casino    %s\n  provider  %s\n", world.url("hub").c_str(),
        world.url("casino").c_str(), world.url("provider").c_str());
    std::printf(
        "  addresses, ids, secrets, players: %s\nCtrl-C ends it.\n", (data / "demo.json").c_str());
    std::fflush(stdout);
    auto next_look = Clock::now();
    auto next_bets = next_look;
    while (!asked_to_end) {
        const auto now = Clock::now();
        if (now >= next_look) {
            // The more a look costs the more seldom it comes.
            const auto cost = page.look();
            next_look = Clock::now() + std::max<Clock::duration>(between_looks, cost * 20);
        } else if (now >= next_bets) {
            std::uint64_t bets = 2;
            (void)world.play(bets);  // a party that is down is back in a moment
            next_bets = now + std::chrono::seconds(1);
        }
        std::this_thread::sleep_for(tick);
    }
    std::printf("\nending: held replies are answered first\n");
    return 0;
}

}  // namespace

int run_demo(const DemoOptions& options) {
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    const bool temporary = options.data.empty() && options.check;
    auto folder = temporary ? DemoFolder::make_temporary()
                            : DemoFolder::open(options.data.empty() ? "demo-data" : options.data);
    if (!folder.ok()) {
        std::fprintf(stderr, "croupier demo: %s\n", folder.error().c_str());
        return 1;
    }
    const std::filesystem::path& data = folder.value().path();
    DemoWorld world(options, data, asked_to_end);
    int status = 1;
    if (const Fault fault = world.open()) {
        std::fprintf(stderr, "croupier demo: %s\n", fault->c_str());
    } else {
        status = options.check ? check(world, options) : show(world, options, data);
    }
    world.close();
    if (status != 0 && world.started() && !asked_to_end) {
        folder.value().keep();
        std::fprintf(stderr, "croupier demo: kept for a look: %s\n", data.c_str());
    }
    return status;
}

}  // namespace croupier::app
