// SPDX-License-Identifier: Apache-2.0
#include "app/demo.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/demo_folder.h"
#include "app/demo_page.h"
#include "app/demo_world.h"
#include "base/log.h"
#include "storage/open.h"

namespace croupier::app {

namespace {

using Fault = DemoWorld::Fault;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick{200};
constexpr std::chrono::seconds between_looks{10};
constexpr std::chrono::minutes patience{10};

std::atomic<bool> asked_to_end{false};

void on_signal(int) { asked_to_end.store(true); }

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (int place = static_cast<int>(text.size()) - 3; place > (number < 0 ? 1 : 0); place -= 3) {
        text.insert(static_cast<std::size_t>(place), ",");
    }
    return text;
}

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

class Check {
public:
    Check(
        DemoWorld& world, const DemoOptions& options, std::unique_ptr<usecases::StoreReader> reader)
        : world_(world), options_(options), reader_(std::move(reader)), random_(options.seed) {}

    // Plays with faults on and, if asked, kills; ends when nothing is pending anywhere, or early
    // with the demo.
    Fault play_out();
    [[nodiscard]] std::uint64_t played() const { return played_; }  // what the provider took on
    // Prints the books and whether they agree.
    bool prove();

private:
    void kill_one();
    Fault wait_until_quiet();
    base::Result<bool, std::string> quiet();

    DemoWorld& world_;
    const DemoOptions& options_;
    std::unique_ptr<usecases::StoreReader> reader_;
    base::SeededRandom random_;
    std::uint64_t kills_ = 0;
    std::uint64_t played_ = 0;
};

void Check::kill_one() {
    static const std::vector<std::string> names{"hub", "casino", "provider"};
    const std::string& name = names[random_.below(names.size())];
    const auto pids = world_.children().pids();
    const auto victim = pids.find(name);
    if (victim == pids.end()) return;  // it is about to be started again
    kill(victim->second, SIGKILL);
    ++kills_;
    base::log_info("killed", {{"name", name}, {"kill", kills_}});
}

Fault Check::play_out() {
    if (auto fault = world_.set_faults(true)) return fault;
    // In portions, so that kills fall between and into them.
    const std::uint64_t portions = std::max<std::uint64_t>(options_.kills, 10);
    std::uint64_t ordered = 0;
    std::uint64_t open = 0;  // of this portion, not yet taken on
    for (std::uint64_t portion = 1; portion <= portions && !asked_to_end; ++portion) {
        const std::uint64_t upto = options_.bets * portion / portions;
        open += upto - ordered;
        ordered = upto;
        for (int tries = 0; open > 0 && tries < 50 && !asked_to_end; ++tries) {
            if (!world_.play(open)) break;
            std::this_thread::sleep_for(tick);  // it was killed: it comes back
        }
        for (int look = 0; look < 600 && !asked_to_end; ++look) {
            const auto pending = world_.pending();
            if (pending.ok() && pending.value() < 300) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        if (portion <= options_.kills) {
            std::this_thread::sleep_for(std::chrono::milliseconds(random_.below(400)));
            kill_one();
        }
        played_ = ordered - open;
        draw_progress(played_, options_.bets);
    }
    return wait_until_quiet();
}

Fault Check::wait_until_quiet() {
    const auto limit = Clock::now() + patience;
    bool faults_off = false;
    int quiet_looks = 0;
    while (Clock::now() < limit && !asked_to_end) {
        if (!faults_off) faults_off = !world_.set_faults(false);
        const auto now_quiet = quiet();
        quiet_looks = now_quiet.ok() && now_quiet.value() ? quiet_looks + 1 : 0;
        if (faults_off && quiet_looks >= 3) return std::nullopt;
        std::this_thread::sleep_for(tick);
    }
    if (asked_to_end) return std::nullopt;
    const auto pending = world_.pending();
    return "something is still pending after ten minutes" +
           (pending.ok() ? " (" + std::to_string(pending.value()) + " at the counterparties)"
                         : std::string());
}

base::Result<bool, std::string> Check::quiet() {
    CROUPIER_TRY(const std::uint64_t pending, world_.pending());
    if (pending > 0) return false;
    const std::string unread = "the hub's store cannot be read";
    // Later looks go on for hours and move nothing of what is at rest.
    constexpr std::size_t page = 500;
    for (domain::BetId after{};;) {
        const auto at_work = reader_->bets_at_work(after, page);
        if (!at_work.ok()) return base::fail(unread);
        for (const domain::BetId id : at_work.value()) {
            const auto bet = reader_->bet(id);
            if (!bet.ok() || !bet.value()) return base::fail(unread);
            if (!domain::only_looks_are_left(*bet.value(), domain::CasinoTerms{})) return false;
        }
        if (at_work.value().size() < page) return true;
        after = at_work.value().back();
    }
}

bool Check::prove() {
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
        std::printf(
            "%s bets, %s kills, %s restarts\n", grouped(std::ssize(provider.value().bets)).c_str(),
            grouped(static_cast<std::int64_t>(kills_)).c_str(),
            grouped(static_cast<std::int64_t>(world_.children().restarts())).c_str());
    }
    for (const std::string& line : differences)
        std::printf("difference: %s\n", line.c_str());
    std::printf("%s\n", differences.empty() ? "books agree" : "books differ");
    std::fflush(stdout);
    return differences.empty();
}

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
    Check check(world, options, std::move(reader).value());
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
