// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace croupier::base {

namespace {

constexpr std::int64_t places_max = 40;
// An exponent is read no further than this: the value is out of reach anyway, unless it is zero.
constexpr std::int64_t exponent_max = 1'000'000'000;

// Takes the digits that the text begins with.
std::string_view take_digits(std::string_view& text) {
    const auto size = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
}

// True for '-'.
bool take_sign(std::string_view& text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    return negative;
}

// What stands after the digits: "", or an exponent. Nothing: neither.
std::optional<std::int64_t> exponent_of(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    const bool negative = take_sign(text);
    const auto digits = take_digits(text);
    if (digits.empty() || !text.empty()) return std::nullopt;
    std::int64_t exponent = 0;
    for (const char digit : digits)
        exponent = std::min(exponent * 10 + (digit - '0'), exponent_max);
    return negative ? -exponent : exponent;
}

// `digits` begin and end with one that is no zero; the point stands before digits[point], which may
// lie outside.
std::string written(const std::string& digits, std::int64_t point) {
    const auto size = static_cast<std::int64_t>(digits.size());
    if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    if (point >= size) return digits + std::string(static_cast<std::size_t>(point - size), '0');
    std::string text = digits;
    return text.insert(static_cast<std::size_t>(point), 1, '.');
}

}  // namespace

std::optional<std::string> plain_decimal(std::string_view text) {
    const bool negative = take_sign(text);
    std::string digits(take_digits(text));
    auto point = static_cast<std::int64_t>(digits.size());
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits += take_digits(text);
    }
    const auto exponent = exponent_of(text);
    if (digits.empty() || !exponent) return std::nullopt;
    const auto leading = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, leading);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.empty()) return "0";
    point += *exponent - static_cast<std::int64_t>(leading);
    const auto size = static_cast<std::int64_t>(digits.size());
    if (point > places_max || size - point > places_max) return std::nullopt;
    return (negative ? "-" : "") + written(digits, point);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    const auto plain = plain_decimal(text);
    return plain ? parse_i64(*plain) : std::nullopt;
}

}  // namespace croupier::base
