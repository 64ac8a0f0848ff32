// SPDX-License-Identifier: Apache-2.0
// Text helpers that several rooms need: numbers, hex, base64url, character classes. No locale
// anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace croupier::base {

// The whole text must be a decimal number in range; no sign for unsigned, no space, no plus.
std::optional<std::int64_t> parse_i64(std::string_view text);
std::optional<std::uint64_t> parse_u64(std::string_view text);

std::string to_lower(std::string_view text);  // ASCII only
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

// What a text id on a wire may be: 1 to 256 bytes of UTF-8 without control characters. Ids are told
// apart by their bytes: nothing is folded, trimmed or normalised.
bool is_wire_id(std::string_view text);
// 1 to 128 characters from '!' to '~' and inner spaces: what a name in a record may be.
bool is_record_name(std::string_view text);

std::string percent_encode(char byte);  // "%C3" (RFC 3986 section 2.1)
// The same address in ASCII: what lies beyond is percent-encoded (RFC 3987 section 3.1, without its
// rule for host names, which browsers apply). Nothing: no UTF-8.
std::optional<std::string> to_ascii_url(std::string_view url);

std::string to_hex(std::span<const std::uint8_t> bytes);  // lower case
std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string to_base64url(std::string_view bytes);  // RFC 4648 section 5, no padding
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64(std::string_view bytes);  // RFC 4648 section 4, padded

}  // namespace croupier::base
