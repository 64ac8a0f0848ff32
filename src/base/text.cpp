// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"

namespace croupier::base {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t wire_id_size_max = 256;
constexpr std::size_t record_name_size_max = 128;

constexpr std::array<int, 256> inverse_of(std::string_view digits) {
    std::array<int, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < digits.size(); ++i)
        table[static_cast<unsigned char>(digits[i])] = static_cast<int>(i);
    return table;
}
constexpr std::array<int, 256> base64url_values = inverse_of(base64url_digits);

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

int hex_value(char c) {
    const auto at = hex_digits.find(lower(c));
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string encode_base64(std::string_view bytes, std::string_view digits) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            text += digits[(bits >> (held - 6)) & 63u];
    }
    if (held > 0) text += digits[(bits << (6 - held)) & 63u];
    return text;
}

}  // namespace

std::optional<std::int64_t> parse_i64(std::string_view text) {
    return parse_number<std::int64_t>(text);
}
std::optional<std::uint64_t> parse_u64(std::string_view text) {
    return parse_number<std::uint64_t>(text);
}

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (auto at = text.find(separator); at != std::string_view::npos; at = text.find(separator)) {
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    parts.push_back(text);
    return parts;
}

bool is_wire_id(std::string_view text) {
    if (text.empty() || text.size() > wire_id_size_max) return false;
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        const bool control = point.value < 0x20 || (point.value >= 0x7f && point.value < 0xa0);
        if (!point.valid || control) return false;
        text.remove_prefix(point.size);
    }
    return true;
}

bool is_record_name(std::string_view text) {
    if (text.empty() || text.size() > record_name_size_max) return false;
    if (text.front() == ' ' || text.back() == ' ') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string percent_encode(char byte) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    return {'%', digits[value >> 4], digits[value & 15u]};
}

std::optional<std::string> to_ascii_url(std::string_view url) {
    std::string ascii;
    while (!url.empty()) {
        const CodePoint point = decode_utf8(url);
        if (!point.valid) return std::nullopt;
        for (const char byte : url.substr(0, point.size))
            point.size == 1 ? ascii += byte : ascii += percent_encode(byte);
        url.remove_prefix(point.size);
    }
    return ascii;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15u];
    }
    return text;
}

std::string to_hex(std::string_view bytes) {
    return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string to_base64url(std::string_view bytes) { return encode_base64(bytes, base64url_digits); }

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int value = base64url_values[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> held) & 0xffu);
    }
    // Left-over bits other than zero would give one value two spellings: a signed text could be
    // altered unnoticed.
    if ((bits & ((1u << held) - 1u)) != 0) return std::nullopt;
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    std::string text = encode_base64(bytes, base64_digits);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

}  // namespace croupier::base
