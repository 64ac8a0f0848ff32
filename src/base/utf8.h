// SPDX-License-Identifier: Apache-2.0
// UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace croupier::base {

struct CodePoint {
    char32_t value;
    std::size_t size;  // bytes taken; 1 for a broken one, so that reading goes on at the next byte
    bool valid;        // else the value is U+FFFD
};

// The first character of a text that is not empty. Overlong forms, surrogates and what lies beyond
// U+10FFFF are broken.
CodePoint decode_utf8(std::string_view text);

}  // namespace croupier::base
