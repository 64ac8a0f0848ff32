// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "base/log.h"

namespace croupier::base {

namespace {
std::atomic<std::uint64_t> failed_count{0};
}

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "croupier: check failed: %s at %s:%d\n", condition, file, line);
    flush_log();  // what led here
    std::abort();
}

void assume_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "croupier: assumption failed: %s at %s:%d\n", condition, file, line);
    failed_count.fetch_add(1, std::memory_order_relaxed);
#ifndef NDEBUG
    flush_log();  // what led here
    std::abort();
#endif
}

std::uint64_t assumptions_failed() { return failed_count.load(std::memory_order_relaxed); }

}  // namespace croupier::base
