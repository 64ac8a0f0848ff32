// SPDX-License-Identifier: Apache-2.0
// The small readers of base: encodings, numbers, times, ids. What is taken is written as the same.
#include "base/text.h"

#include "base/clock.h"
#include "base/id.h"
#include "fuzz/fuzz.h"

namespace base = croupier::base;
using croupier::fuzz::must;

namespace {

void check_encodings(std::string_view text) {
    must(base::from_hex(base::to_hex(text)) == std::string(text), "hex there and back");
    must(base::from_base64url(base::to_base64url(text)) == std::string(text), "base64url likewise");
    if (const auto decoded = base::from_base64url(text)) {
        // One text per value: a second spelling of a token would be a second token.
        must(base::to_base64url(*decoded) == text, "base64url has one spelling");
    }
    if (const auto decoded = base::from_hex(text)) {
        must(base::to_hex(*decoded) == base::to_lower(text), "hex has one spelling but for case");
    }
}

void check_values(std::string_view text) {
    if (const auto at = base::parse_rfc3339(text)) {
        must(base::parse_rfc3339(base::to_rfc3339(*at)) == at, "instants there and back");
    }
    if (const auto duration = base::parse_duration(text)) {
        must(duration->count() >= 0, "durations are not negative");
        must(base::parse_duration(base::to_text(*duration)) == duration, "durations likewise");
    }
    if (const auto uuid = base::parse_uuid(text)) {
        must(base::to_text(*uuid) == base::to_lower(text), "uuids have one spelling but for case");
    }
    if (const auto number = base::parse_i64(text)) {
        must(base::parse_i64(std::to_string(*number)) == number, "numbers there and back");
    }
    if (base::is_wire_id(text)) must(!text.empty() && text.size() <= 256, "ids have 1 to 256");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = croupier::fuzz::as_text(bytes, size);
    check_encodings(text);
    check_values(text);
    return 0;
}
