// SPDX-License-Identifier: Apache-2.0
// Reading money is the strict part: the grammar of a JSON number without an exponent, nothing
// looser, so that every counterparty's digits are read by one rule.
#include "domain/money.h"

#include <algorithm>
#include <cstddef>

namespace croupier::domain {

namespace {

constexpr std::size_t significant_digits_max = 18;

// The parts of a decimal text, without its sign and point.
struct Decimal {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
};

bool all_of_character(std::string_view text, char character) {
    return text.find_first_not_of(character) == std::string_view::npos;
}

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Nothing when the text is not -?(0|[1-9][0-9]*)(\.[0-9]+)?, or is a zero with a sign. The sign of
// "-0" would be lost in a Money, so a caller that refuses signs by asking is_negative() could not
// see it.
std::optional<Decimal> split_decimal(std::string_view text) {
    Decimal parts;
    if (text.starts_with('-')) {
        parts.negative = true;
        text.remove_prefix(1);
    }
    const auto point = text.find('.');
    parts.whole = text.substr(0, point);
    if (!are_digits(parts.whole)) return std::nullopt;
    if (parts.whole.size() > 1 && parts.whole.front() == '0') return std::nullopt;
    if (point != std::string_view::npos) {
        parts.fraction = text.substr(point + 1);
        if (!are_digits(parts.fraction)) return std::nullopt;
    }
    const bool is_zero =
        all_of_character(parts.whole, '0') && all_of_character(parts.fraction, '0');
    if (parts.negative && is_zero) return std::nullopt;
    return parts;
}

// What stands beyond the scale, by the caller's rule. False: it may not be left out.
bool may_drop(std::string_view beyond_scale, ExtraDigits extra) {
    switch (extra) {
    case ExtraDigits::refuse:
        return beyond_scale.empty();
    case ExtraDigits::ignore_zeros:
        return all_of_character(beyond_scale, '0');
    case ExtraDigits::cut:
        return true;
    }
    return false;
}

// The count of minor units that whole and fraction stand for; nothing when it does not fit.
std::optional<std::int64_t> count_minor(const Decimal& parts, std::size_t scale) {
    std::string digits(parts.whole);
    digits += parts.fraction;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() > significant_digits_max) return std::nullopt;
    digits.append(scale - parts.fraction.size(), '0');

    std::int64_t minor = 0;
    for (const char digit : digits) {
        if (__builtin_mul_overflow(minor, std::int64_t{10}, &minor)) return std::nullopt;
        if (__builtin_add_overflow(minor, std::int64_t{digit - '0'}, &minor)) return std::nullopt;
    }
    return minor;
}

}  // namespace

base::Result<Money, MoneyFault> parse_money(
    std::string_view text, Currency currency, ExtraDigits extra) {
    auto parts = split_decimal(text);
    if (!parts) return base::fail(MoneyFault::malformed);

    const auto scale = static_cast<std::size_t>(currency.scale());
    const auto kept = std::min(parts->fraction.size(), scale);
    if (!may_drop(parts->fraction.substr(kept), extra)) return base::fail(MoneyFault::too_precise);
    parts->fraction = parts->fraction.substr(0, kept);

    const auto minor = count_minor(*parts, scale);
    if (!minor) return base::fail(MoneyFault::out_of_range);
    return Money(parts->negative ? -*minor : *minor, currency);
}

std::string to_text(Money money) {
    // Unsigned, because the least int64 has no positive twin.
    const auto count = static_cast<std::uint64_t>(money.minor());
    const auto scale = static_cast<std::size_t>(money.currency().scale());
    std::string text = std::to_string(money.is_negative() ? 0 - count : count);
    if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
    if (scale > 0) {
        text.insert(text.size() - scale, 1, '.');
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    if (money.is_negative()) text.insert(0, 1, '-');
    return text;
}

std::optional<Money> add(Money a, Money b) {
    CROUPIER_CHECK(a.currency() == b.currency());
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor(), b.minor(), &sum)) return std::nullopt;
    return Money(sum, a.currency());
}

std::optional<Money> subtract(Money a, Money b) {
    CROUPIER_CHECK(a.currency() == b.currency());
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.minor(), b.minor(), &difference)) return std::nullopt;
    return Money(difference, a.currency());
}

std::optional<Money> negate(Money a) { return subtract(Money::zero(a.currency()), a); }

bool less(Money a, Money b) {
    CROUPIER_CHECK(a.currency() == b.currency());
    return a.minor() < b.minor();
}

}  // namespace croupier::domain
