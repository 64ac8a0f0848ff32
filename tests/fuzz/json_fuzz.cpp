// SPDX-License-Identifier: Apache-2.0
// JSON: whatever the parser takes is written and read again as the same value, in both forms; the
// form that we sign is ASCII without control characters below the space; limits hold.
#include "base/json.h"

#include <algorithm>

#include "fuzz/fuzz.h"

using croupier::base::Json;
using croupier::base::JsonLimits;
using croupier::base::parse_json;
using croupier::fuzz::must;

namespace {

// Sorting is the one thing that the canonical form may change.
Json with_sorted_members(const Json& json) {
    if (json.is(Json::Kind::array)) {
        std::vector<Json> elements;
        for (const Json& element : json.elements()) {
            elements.push_back(with_sorted_members(element));
        }
        return Json::array(std::move(elements));
    }
    if (!json.is(Json::Kind::object)) return json;
    std::vector<Json::Member> members;
    for (const auto& [key, value] : json.members()) {
        members.emplace_back(key, with_sorted_members(value));
    }
    std::sort(members.begin(), members.end(), [](const Json::Member& a, const Json::Member& b) {
        return a.first < b.first;
    });
    return Json::object(std::move(members));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const JsonLimits limits{.bytes_max = 4096, .depth_max = 8, .string_bytes_max = 512};
    const auto parsed = parse_json(croupier::fuzz::as_text(bytes, size), limits);
    if (!parsed.ok()) {
        must(parsed.error().offset <= size, "an error's offset lies in the text");
        return 0;
    }
    must(size <= limits.bytes_max, "no text above the limit is taken");

    const auto again = parse_json(to_text(parsed.value()));
    must(again.ok() && again.value() == parsed.value(), "written and read again: the same value");

    const std::string canonical = to_canonical_text(parsed.value());
    must(
        std::all_of(
            canonical.begin(), canonical.end(),
            [](char c) { return c >= ' ' && static_cast<unsigned char>(c) < 0x80; }),
        "what we sign is ASCII, escaped");
    const auto canonical_again = parse_json(canonical, {.bytes_max = 64 * 1024});
    must(canonical_again.ok(), "what we sign can be read");
    must(
        to_canonical_text(canonical_again.value()) == canonical, "canonical text is a fixed point");
    must(
        to_text(with_sorted_members(canonical_again.value())) == to_text(canonical_again.value()),
        "canonical members are sorted");
    return 0;
}
