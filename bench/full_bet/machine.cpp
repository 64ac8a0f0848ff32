// SPDX-License-Identifier: Apache-2.0
#include "full_bet/machine.h"

#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>

namespace croupier::bench {

namespace {

constexpr long tmpfs_magic = 0x01021994;

std::int64_t to_ms(const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; }

}  // namespace

CpuTimes cpu_times() {
    // proc(5): cpu user nice system idle iowait irq softirq steal, in ticks. Guests are in user.
    enum Column { user, nice, system, idle, iowait, irq, softirq, steal, columns };
    std::array<std::int64_t, columns> ticks{};
    std::ifstream file("/proc/stat");
    std::string label;
    file >> label;
    for (std::int64_t& tick : ticks)
        file >> tick;
    const std::int64_t tick_ms = 1000 / sysconf(_SC_CLK_TCK);
    CpuTimes times;
    for (const std::int64_t tick : ticks)
        times.total_ms += tick * tick_ms;
    times.steal_ms = ticks[steal] * tick_ms;
    times.busy_ms = times.total_ms - times.steal_ms - (ticks[idle] + ticks[iowait]) * tick_ms;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        times.own_ms = to_ms(usage.ru_utime) + to_ms(usage.ru_stime);
    }
    return times;
}

CpuTimes operator-(const CpuTimes& to, const CpuTimes& from) {
    return {
        to.total_ms - from.total_ms, to.busy_ms - from.busy_ms, to.steal_ms - from.steal_ms,
        to.own_ms - from.own_ms};
}

bool is_in_memory(const std::filesystem::path& folder) {
    struct statfs system {};
    return statfs(folder.c_str(), &system) == 0 && system.f_type == tmpfs_magic;
}

}  // namespace croupier::bench
