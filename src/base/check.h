// SPDX-License-Identifier: Apache-2.0
// Two strengths of check. CROUPIER_CHECK: process-wide impossibility, aborts in every build.
// CROUPIER_ASSUME: aborts in debug builds, is logged and counted in release. Neither is for input:
// input gets a Result.
#pragma once

#include <cstdint>

namespace croupier::base {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);
void assume_failed(const char* condition, const char* file, int line);

// Failed assumptions since the start of the process; a metric and a test read it.
std::uint64_t assumptions_failed();

}  // namespace croupier::base

#define CROUPIER_CHECK(condition) \
    ((condition) ? void() : ::croupier::base::check_failed(#condition, __FILE__, __LINE__))
#define CROUPIER_ASSUME(condition) \
    ((condition) ? void() : ::croupier::base::assume_failed(#condition, __FILE__, __LINE__))
