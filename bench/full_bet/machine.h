// SPDX-License-Identifier: Apache-2.0
// What the machine did meanwhile: without it, a rate measured on a shared machine says little.
#pragma once

#include <cstdint>
#include <filesystem>

namespace croupier::bench {

// Milliseconds of all processors together since the system started.
struct CpuTimes {
    std::int64_t total_ms = 0;
    std::int64_t busy_ms = 0;   // ours and everybody else's
    std::int64_t steal_ms = 0;  // taken by the host: ready to run, and not run
    std::int64_t own_ms = 0;    // of busy_ms: this process
};
CpuTimes cpu_times();
CpuTimes operator-(const CpuTimes& to, const CpuTimes& from);

// A commit on a file system in memory waits for no disk.
bool is_in_memory(const std::filesystem::path& folder);

}  // namespace croupier::bench
