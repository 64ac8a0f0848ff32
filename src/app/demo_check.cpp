// SPDX-License-Identifier: Apache-2.0
#include "app/demo_check.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>
#include <vector>

#include "base/log.h"
#include "domain/next_call.h"

namespace croupier::app {

namespace {

using Fault = DemoWorld::Fault;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick{200};
constexpr std::chrono::milliseconds short_tick{50};
constexpr int looks_for_half = 400;
constexpr int looks_for_start = 600;
constexpr std::uint64_t pending_most = 300;
constexpr std::chrono::minutes patience{10};

void print_book(const Book& book) {
    for (const auto& [currency, sums] : book.totals()) {
        const auto part = [&, currency = currency](const char* name, const Line& line) {
            std::printf(
                "  %s %s (%s)", name, domain::to_text(domain::Money(line.sum, currency)).c_str(),
                grouped(line.count).c_str());
        };
        std::printf("%-9s %s", book.name.c_str(), std::string(currency.code()).c_str());
        part("stakes", sums.stakes);
        part("payouts", sums.payouts);
        part("returns", sums.returns);
        part("payout returns", sums.payout_returns);
        std::printf("  net %s\n", domain::to_text(domain::Money(sums.net(), currency)).c_str());
    }
}

// On a terminal one line that is drawn again; elsewhere nothing.
void draw_progress(std::uint64_t done, std::uint64_t all) {
    if (isatty(STDERR_FILENO) == 0) return;
    constexpr std::uint64_t width = 40;
    const std::uint64_t filled = all == 0 ? width : std::min(width, done * width / all);
    std::string bar(filled, '#');
    bar.resize(width, '.');
    std::fprintf(
        stderr, "\r[%s] %s of %s bets ", bar.c_str(),
        grouped(static_cast<std::int64_t>(done)).c_str(),
        grouped(static_cast<std::int64_t>(all)).c_str());
    if (done >= all) std::fprintf(stderr, "\n");
}

void print_fates(std::uint64_t kills, const BetFates& fates) {
    std::printf(
        "%s kills, %s bets: %s booked, %s void, %s tombstones, %s in doubt on the way\n",
        grouped(static_cast<std::int64_t>(kills)).c_str(), grouped(fates.bets).c_str(),
        grouped(fates.booked).c_str(), grouped(fates.none_moved).c_str(),
        grouped(fates.tombstones).c_str(), grouped(fates.doubted).c_str());
}

}  // namespace

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (int place = static_cast<int>(text.size()) - 3; place > (number < 0 ? 1 : 0); place -= 3) {
        text.insert(static_cast<std::size_t>(place), ",");
    }
    return text;
}

DemoCheck::DemoCheck(
    DemoWorld& world, const DemoOptions& options, std::unique_ptr<usecases::StoreReader> reader,
    const std::atomic<bool>& ending)
    : world_(world),
      options_(options),
      reader_(std::move(reader)),
      ending_(ending),
      random_(options.seed) {}

Fault DemoCheck::play_out() {
    if (auto fault = world_.set_faults(true)) return fault;
    // In portions, so that kills fall between and into them.
    const std::uint64_t portions = std::max<std::uint64_t>(options_.kills, 10);
    std::uint64_t ordered = 0;
    std::uint64_t open = 0;  // of this portion, not yet taken on
    for (std::uint64_t portion = 1; portion <= portions && !ending_; ++portion) {
        const std::uint64_t upto = options_.bets * portion / portions;
        open += upto - ordered;
        ordered = upto;
        play_portion(open);
        if (portion <= options_.kills) kill_one();
        played_ = ordered - open;
        draw_progress(played_, options_.bets);
    }
    while (open > 0 && !ending_) {  // what a party that was killed could not take on
        wait_until_all_answer();
        if (world_.play(open)) std::this_thread::sleep_for(tick);
        played_ = ordered - open;
    }
    return wait_until_quiet();
}

// With kills to come, the next falls when a part of the portion, drawn anew each time, is still
// under way: had it fallen at once, hardly a stake would be booked, and a kill would prove little.
void DemoCheck::play_portion(std::uint64_t& open) {
    if (options_.kills == 0) {
        for (int tries = 0; open > 0 && tries < 50 && !ending_ && world_.play(open); ++tries)
            std::this_thread::sleep_for(tick);
        return wait_below(pending_most, looks_for_start);
    }
    wait_until_all_answer();
    (void)world_.set_faults(true);  // who was started again has forgotten them
    const auto before = world_.pending();
    const std::uint64_t portion = open;
    (void)world_.play(open);  // what is left comes with the next portion
    const std::uint64_t part = random_.below(portion / 2 + 1);
    wait_below((before.ok() ? before.value() : 0) + part, looks_for_half);
}

void DemoCheck::wait_below(std::uint64_t most, int looks) {
    for (int look = 0; look < looks && !ending_; ++look) {
        const auto pending = world_.pending();
        if (pending.ok() && pending.value() <= most) return;
        std::this_thread::sleep_for(short_tick);
    }
}

void DemoCheck::wait_until_all_answer() {
    for (int look = 0; look < looks_for_start && !ending_ && !world_.all_answer(); ++look)
        std::this_thread::sleep_for(short_tick);
}

// One who is about to be started again cannot be killed: then another draw, in a moment.
void DemoCheck::kill_one() {
    static const std::vector<std::string> names{"hub", "casino", "provider"};
    while (!ending_) {
        const std::string& name = names[random_.below(names.size())];
        const auto pids = world_.children().pids();
        const auto victim = pids.find(name);
        if (victim != pids.end() && kill(victim->second, SIGKILL) == 0) {
            ++kills_;
            base::log_info("killed", {{"name", name}, {"kill", kills_}});
            return;
        }
        std::this_thread::sleep_for(short_tick);
    }
}

Fault DemoCheck::wait_until_quiet() {
    const auto limit = Clock::now() + patience;
    bool faults_off = false;
    int quiet_looks = 0;
    while (Clock::now() < limit && !ending_) {
        if (!faults_off) faults_off = !world_.set_faults(false);
        const auto now_quiet = quiet();
        quiet_looks = now_quiet.ok() && now_quiet.value() ? quiet_looks + 1 : 0;
        if (faults_off && quiet_looks >= 3) return std::nullopt;
        std::this_thread::sleep_for(tick);
    }
    if (ending_) return std::nullopt;
    const auto pending = world_.pending();
    return "something is still pending after ten minutes" +
           (pending.ok() ? " (" + std::to_string(pending.value()) + " at the counterparties)"
                         : std::string());
}

base::Result<bool, std::string> DemoCheck::quiet() {
    CROUPIER_TRY(const std::uint64_t pending, world_.pending());
    if (pending != 0) return false;
    return hub_rests();
}

base::Result<bool, std::string> DemoCheck::hub_rests() {
    constexpr std::size_t page_size = 200;
    domain::BetId after{};
    while (true) {
        const auto at_work = reader_->bets_at_work(after, page_size);
        if (!at_work.ok()) return base::fail(std::string("the hub's store cannot be read"));
        for (const domain::BetId id : at_work.value()) {
            const auto bet = reader_->bet(id);
            if (!bet.ok()) return base::fail(std::string("the hub's store cannot be read"));
            // Later looks go on for hours and move nothing of what is at rest.
            const bool rests =
                !bet.value() || domain::only_looks_are_left(*bet.value(), domain::CasinoTerms{});
            if (!rests) return false;
            after = id;
        }
        if (at_work.value().size() < page_size) return true;
    }
}

bool DemoCheck::prove() {
    std::vector<std::string> differences;
    const auto note = [&](const auto& result) {
        if (!result.ok()) differences.push_back(result.error());
        return result.ok();
    };
    const auto hub = hub_book(*reader_);
    const auto casino = world_.read_book("casino");
    const auto provider = world_.read_book("provider");
    if (note(hub) && note(casino) && note(provider)) {
        for (const Book* book : {&hub.value(), &casino.value(), &provider.value()})
            print_book(*book);
        differences = differences_with_casino(hub.value(), casino.value());
        const Book by_its_ids = by_provider_bet(hub.value());
        for (auto& line : differences_with_provider(by_its_ids, provider.value())) {
            differences.push_back(std::move(line));
        }
        auto ledger = differences_in_ledger(*reader_);
        if (note(ledger)) {
            for (auto& line : ledger.value())
                differences.push_back(std::move(line));
        }
    }
    const auto fates = fates_of_bets(*reader_);
    if (note(fates)) print_fates(kills_, fates.value());
    for (const std::string& line : differences)
        std::printf("difference: %s\n", line.c_str());
    std::printf("%s\n", differences.empty() ? "books agree" : "books differ");
    std::fflush(stdout);
    return differences.empty();
}

}  // namespace croupier::app
