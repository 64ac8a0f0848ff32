// SPDX-License-Identifier: Apache-2.0
// What every fuzz target shares: its entry point, and a check that ends the run with the sentence
// that failed, so that libFuzzer keeps the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace croupier::fuzz {

inline std::string_view as_text(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

inline void must(bool holds, const char* sentence) {
    if (holds) return;
    std::fprintf(stderr, "fuzz: does not hold: %s\n", sentence);
    std::abort();
}

}  // namespace croupier::fuzz
