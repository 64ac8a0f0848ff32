// SPDX-License-Identifier: Apache-2.0
#include "base/json_mend.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"

namespace croupier::base {

namespace {

constexpr std::size_t escape_size = 6;  // \uXXXX

// A noncharacter that the text does not hold, so that a mark of ours cannot be one of the peer's.
// All of them are there: the last, whose strings then count as mended.
std::string pick_marker(std::string_view text) {
    std::string marker = "\xef\xb7\x90";  // U+FDD0, the first of 32
    const std::string lower = to_lower(text);
    for (unsigned last = 0; last < 32; ++last) {
        marker.back() = static_cast<char>(0x90 + last);
        const std::string escaped{
            '\\', 'u', 'f', 'd', last < 16 ? 'd' : 'e', "0123456789abcdef"[last % 16]};
        if (lower.find(marker) == std::string::npos && lower.find(escaped) == std::string::npos) {
            break;
        }
    }
    return marker;
}

enum class Half { none, high, low };

// Which half of a surrogate pair the text begins with, as an escape.
Half half_at(std::string_view text) {
    if (text.size() < escape_size || text[0] != '\\' || text[1] != 'u') return Half::none;
    const std::string code = to_lower(text.substr(2, 4));
    if (code.find_first_not_of("0123456789abcdef") != std::string::npos) return Half::none;
    if (code[0] != 'd' || code[1] < '8') return Half::none;
    return code[1] < 'c' ? Half::high : Half::low;
}

class Mender {
public:
    Mender(std::string_view text, std::size_t depth_max) : rest_(text), depth_max_(depth_max) {
        mended_.marker = pick_marker(text);
    }

    MendedJson mend() {
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (c == '"') {
                mend_string();
            } else if ((c == '[' || c == '{') && depth_ >= depth_max_) {
                leave_out();
            } else {
                if (c == '[' || c == '{') ++depth_;
                if ((c == ']' || c == '}') && depth_ > 0) --depth_;
                keep(1);
            }
        }
        return std::move(mended_);
    }

private:
    void keep(std::size_t size) {
        mended_.text += rest_.substr(0, size);
        rest_.remove_prefix(std::min(size, rest_.size()));
    }
    void replace(std::size_t size) {
        mended_.text += mended_.marker;
        rest_.remove_prefix(size);
    }

    void mend_string() {
        keep(1);
        while (!rest_.empty()) {
            const char c = rest_.front();
            if (c == '"') return keep(1);
            if (c == '\\') {
                mend_escape();
            } else if (static_cast<unsigned char>(c) < ' ') {
                replace(1);
            } else {
                const CodePoint point = decode_utf8(rest_);
                point.valid ? keep(point.size) : replace(point.size);
            }
        }
    }
    void mend_escape() {
        switch (half_at(rest_)) {
        case Half::none:
            return keep(2);
        case Half::high:
            if (half_at(rest_.substr(escape_size)) == Half::low) return keep(2 * escape_size);
            return replace(escape_size);
        case Half::low:
            return replace(escape_size);
        }
    }

    // Nothing reads so deep. Each bracket must find its own; what does not is kept as it is, and is
    // no JSON then either.
    void leave_out() {
        const auto size = container_size();
        if (!size) return keep(rest_.size());
        mended_.text += "null";
        rest_.remove_prefix(*size);
    }
    [[nodiscard]] std::optional<std::size_t> container_size() const {
        std::string closers;
        bool in_string = false;
        for (std::size_t at = 0; at < rest_.size(); ++at) {
            const char c = rest_[at];
            if (in_string) {
                if (c == '\\') ++at;
                in_string = c != '"';
            } else if (c == '"') {
                in_string = true;
            } else if (c == '[' || c == '{') {
                closers += c == '[' ? ']' : '}';
            } else if (c == ']' || c == '}') {
                if (closers.back() != c) return std::nullopt;
                closers.pop_back();
                if (closers.empty()) return at + 1;
            }
        }
        return std::nullopt;
    }

    std::string_view rest_;
    std::size_t depth_max_;
    std::size_t depth_ = 0;
    MendedJson mended_;
};

}  // namespace

MendedJson mend_json(std::string_view text, std::size_t depth_max) {
    return Mender(text, depth_max).mend();
}

}  // namespace croupier::base
