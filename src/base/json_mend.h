// SPDX-License-Identifier: Apache-2.0
// Makes JSON of what is nearly JSON, where nothing but text for people and what nobody reads is at
// fault: bytes that are no UTF-8, half surrogates and control characters in strings, and nesting
// beyond every limit. What is wrong elsewhere stays wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace croupier::base {

struct MendedJson {
    std::string text;
    // Stands in the text for each byte or half that was replaced, and nowhere else.
    std::string marker;
};

// A container below depth_max others becomes null.
MendedJson mend_json(std::string_view text, std::size_t depth_max);

}  // namespace croupier::base
