// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <array>
#include <cstdint>

namespace croupier::base {

namespace {
constexpr char32_t replacement = 0xfffd;
}

CodePoint decode_utf8(std::string_view text) {
    struct Form {
        std::uint8_t mask, lead;
        char32_t least;
    };
    // Two, three and four bytes; `least` refuses overlong forms.
    constexpr std::array<Form, 3> forms{
        {{0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}}};
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1, true};
    for (std::size_t extra = 1; extra <= forms.size(); ++extra) {
        const Form& form = forms[extra - 1];
        if ((first & form.mask) != form.lead || text.size() <= extra) continue;
        char32_t value = first & static_cast<unsigned char>(~form.mask);
        bool valid = true;
        for (std::size_t i = 1; i <= extra; ++i) {
            const auto next = static_cast<unsigned char>(text[i]);
            valid = valid && (next & 0xc0) == 0x80;
            value = (value << 6) | (next & 0x3fu);
        }
        valid =
            valid && value >= form.least && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
        if (valid) return {value, extra + 1, true};
    }
    return {replacement, 1, false};
}

}  // namespace croupier::base
