// SPDX-License-Identifier: Apache-2.0
// JSON in and out. A number keeps the exact text of its token, so that money never passes through a
// binary float. Duplicate keys, trailing bytes, excess depth and size are errors, unless a body is
// read generously (contract, "Rules for all of it").
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace croupier::base {

class Json {
public:
    enum class Kind { null, boolean, number, string, array, object };
    using Member = std::pair<std::string, Json>;

    Json() = default;  // null
    static Json boolean(bool value);
    // The text must be a JSON number; use integer() unless it came from a parser or from money's
    // to_text.
    static Json number(std::string text);
    static Json integer(std::int64_t value);
    static Json string(std::string_view value);
    // One that the parser could read only by replacing something in it.
    static Json mended_string(std::string_view value);
    static Json array(std::vector<Json> elements = {});
    static Json object(std::vector<Member> members = {});

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] bool is(Kind kind) const noexcept { return kind_ == kind; }

    // The caller has looked at kind(): the wrong one aborts.
    [[nodiscard]] bool as_boolean() const;
    [[nodiscard]] const std::string& as_string() const;
    // A string that is not what the peer meant: good for people to read, never for an id or a
    // token.
    [[nodiscard]] bool is_mended() const noexcept { return mended_; }
    [[nodiscard]] const std::string& number_text() const;
    [[nodiscard]] const std::vector<Json>& elements() const;
    [[nodiscard]] const std::vector<Member>& members() const;

    // Member of an object, or nullptr (also when this is no object). The second form ignores ASCII
    // case.
    [[nodiscard]] const Json* find(std::string_view key) const;
    [[nodiscard]] const Json* find_ignoring_case(std::string_view key) const;

    // For builders: appends a member to an object (and returns it, for chaining), an element to an
    // array.
    Json& set(std::string_view key, Json value) &;
    Json&& set(std::string_view key, Json value) &&;
    Json& push(Json value) &;

    bool operator==(const Json&) const = default;

private:
    Kind kind_ = Kind::null;
    bool boolean_ = false;
    bool mended_ = false;
    std::string text_;
    std::vector<Json> elements_;
    std::vector<Member> members_;
    friend struct JsonAccess;
};

enum class JsonReading {
    strict,
    // Casinos' bodies and providers' answers: a byte order mark is skipped; what is no text in
    // strings becomes U+FFFD, and they are marked; an object keeps members of one name, each in its
    // place; a container deeper than depth_max, where nobody looks, reads as null.
    generous
};

struct JsonLimits {
    std::size_t bytes_max = 256 * 1024;
    std::size_t depth_max = 16;
    std::size_t string_bytes_max = 64 * 1024;
    JsonReading reading = JsonReading::strict;
};

// For a body whose size the server or the client has bounded: theirs is the only limit, because a
// long string or an unknown field deep inside is no reason to refuse a peer's call.
inline constexpr JsonLimits peer_body{
    .bytes_max = std::numeric_limits<std::size_t>::max(),
    .depth_max = 64,
    .string_bytes_max = std::numeric_limits<std::size_t>::max(),
    .reading = JsonReading::strict};
// The same, read generously: not for a provider's calls.
inline constexpr JsonLimits generous_body{
    .bytes_max = peer_body.bytes_max,
    .depth_max = peer_body.depth_max,
    .string_bytes_max = peer_body.string_bytes_max,
    .reading = JsonReading::generous};

enum class JsonFault { malformed, too_large, too_deep, duplicate_key };
struct JsonError {
    JsonFault fault;
    std::size_t offset;  // byte where it was noticed
};

Result<Json, JsonError> parse_json(std::string_view text, const JsonLimits& limits = {});

// Compact, members in the order set, UTF-8 kept.
std::string to_text(const Json& json);
// The same with everything beyond ASCII escaped, so that no charset can come between us and a peer.
std::string to_ascii_text(const Json& json);
// Compact, keys sorted by bytes, everything beyond ASCII escaped: the form that we sign (contract
// section 3).
std::string to_canonical_text(const Json& json);

}  // namespace croupier::base
