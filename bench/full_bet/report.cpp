// SPDX-License-Identifier: Apache-2.0
#include "full_bet/report.h"

#include <fmt/format.h>

#include <algorithm>

namespace croupier::bench {

namespace {

using Times = std::vector<std::chrono::nanoseconds>;

struct Rates {
    double all = 0;
    double least = 0;
    double most = 0;
};

Rates rates_of(const std::vector<Window>& windows) {
    Window sum;
    Rates rates;
    for (const Window& window : windows) {
        const double rate = window.per_second();
        rates.least = sum.count == 0 ? rate : std::min(rates.least, rate);
        rates.most = std::max(rates.most, rate);
        sum.count += window.count;
        sum.time += window.time;
    }
    rates.all = sum.per_second();
    return rates;
}

Rates rates_of(const Bets& bets) {
    std::vector<Window> windows;
    for (const Played& played : bets.windows)
        windows.push_back(played.measured);
    return rates_of(windows);
}

// In milliseconds; 0 of nothing.
double percentile(Times times, std::size_t percent) {
    if (times.empty()) return 0;
    std::sort(times.begin(), times.end());
    const std::size_t rank = (times.size() * percent + 99) / 100;
    const auto time = times[std::max<std::size_t>(rank, 1) - 1];
    return std::chrono::duration<double, std::milli>(time).count();
}

Times all_times(const Bets& bets, Times Played::*part) {
    Times times;
    for (const Played& played : bets.windows) {
        times.insert(times.end(), (played.*part).begin(), (played.*part).end());
    }
    return times;
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }
double ratio(std::uint64_t part, std::uint64_t whole) {
    return ratio(static_cast<double>(part), static_cast<double>(whole));
}
double percent(std::int64_t part, std::int64_t whole) {
    return 100 * ratio(static_cast<double>(part), static_cast<double>(whole));
}

std::string row(const std::string& name, const Rates& rates) {
    return fmt::format("{:<28}{:>8.0f}{:>8.0f}{:>8.0f}", name, rates.all, rates.least, rates.most);
}

std::string row(const Bets& bets) {
    const Times whole = all_times(bets, &Played::bet_times);
    const Times pay_in = all_times(bets, &Played::pay_in_times);
    return row("full bets, booking " + bets.table, rates_of(bets)) +
           fmt::format(
               "{:>9.1f}{:>9.1f}{:>9.1f}{:>9.1f}", percentile(whole, 50), percentile(whole, 99),
               percentile(pay_in, 50), percentile(pay_in, 99));
}

// How far the bets are from what the machine allows.
std::string ceilings(const Findings& found, const Bets& bets) {
    std::uint64_t count = 0;
    for (const Played& played : bets.windows)
        count += played.bets;
    const double measured = rates_of(bets).all;
    const double signatures = ratio(bets.costs.casino_calls, count);
    const double steps = ratio(bets.costs.steps, count);
    const double by_signatures = ratio(rates_of(found.all_threads.windows).all, signatures);
    const double by_commits = ratio(rates_of(found.commits.windows).all, steps);
    return fmt::format(
        "booking {}: a full bet costs {:.2f} signatures and {:.2f} steps in {:.2f} commits\n"
        "  all CPUs doing nothing but signatures: {:.0f} bets/s; measured {:.0f} = {:.0f} %\n"
        "  each step committed alone, no other work: {:.0f} bets/s; measured {:.0f} = {:.0f} %\n",
        bets.table, signatures, steps, ratio(bets.costs.commits, count), by_signatures, measured,
        100 * ratio(measured, by_signatures), by_commits, measured,
        100 * ratio(measured, by_commits));
}

}  // namespace

std::string to_table(const Findings& found) {
    std::string table = fmt::format(
        "{} CPUs, {} sessions a casino, {} rounds of windows; SQLite, WAL, synchronous=FULL{}\n\n"
        "{:<28}{:>8}{:>8}{:>8}{:>9}{:>9}{:>9}{:>9}\n"
        "{:<28}{:>8}{:>8}{:>8}{:>9}{:>9}{:>9}{:>9}\n",
        found.processors, found.sessions, found.commits.windows.size(),
        found.in_memory ? " IN MEMORY: commits wait for no disk" : "", "", "per", "least", "most",
        "bet", "bet", "pay-in", "pay-in", "", "second", "window", "window", "p50 ms", "p99 ms",
        "p50 ms", "p99 ms");
    for (const Bare* bare : {&found.commits, &found.one_thread, &found.all_threads}) {
        table += row(bare->name, rates_of(bare->windows)) + "\n";
    }
    table += row(found.answer) + "\n" + row(found.accept) + "\n\n";
    table += ceilings(found, found.answer) + ceilings(found, found.accept);
    table += fmt::format(
        "CPU meanwhile: steal {:.1f} %, this program {:.1f} %, others {:.1f} %, idle the rest\n",
        percent(found.cpu.steal_ms, found.cpu.total_ms),
        percent(found.cpu.own_ms, found.cpu.total_ms),
        percent(found.cpu.busy_ms - found.cpu.own_ms, found.cpu.total_ms));
    if (const auto count = failures(found); count > 0) {
        table += fmt::format("FAILED: {} bets or accepts: the rates above mean little\n", count);
    }
    return table;
}

std::uint64_t failures(const Findings& found) {
    std::uint64_t count = found.accepts_refused;
    for (const Bets* bets : {&found.answer, &found.accept}) {
        for (const Played& played : bets->windows)
            count += played.failures;
    }
    return count;
}

}  // namespace croupier::bench
