// SPDX-License-Identifier: Apache-2.0
// Money: a signed 64-bit count of the smallest ledger unit of one currency. No operator mixes
// currencies; overflow is a result. Text in, text out; no binary float on the way.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/currency.h"

namespace croupier::domain {

class Money {
public:
    constexpr Money(std::int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}
    static constexpr Money zero(Currency currency) { return {0, currency}; }

    [[nodiscard]] constexpr std::int64_t minor() const noexcept { return minor_; }
    [[nodiscard]] constexpr Currency currency() const noexcept { return currency_; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return minor_ == 0; }
    [[nodiscard]] constexpr bool is_negative() const noexcept { return minor_ < 0; }
    // Same currency and same count.
    constexpr bool operator==(const Money&) const = default;

private:
    std::int64_t minor_;
    Currency currency_;
};

// Nothing on overflow. Different currencies are a bug and abort.
std::optional<Money> add(Money a, Money b);
std::optional<Money> subtract(Money a, Money b);
std::optional<Money> negate(Money a);
// a < b; different currencies abort.
bool less(Money a, Money b);

enum class MoneyFault { malformed, too_precise, out_of_range };
// How digits beyond the currency's scale are taken (contract, "Rules for all of it").
enum class ExtraDigits {
    refuse,        // from a provider: any digit beyond the scale, zeros too
    ignore_zeros,  // from a casino: zeros beyond the scale do not count
    cut            // for display only: what stands beyond the scale is dropped
};

// Plain decimal digits with an optional leading '-' (the caller decides whether a sign is welcome)
// and one point; no exponent, no plus, no spaces, at most 18 significant digits.
base::Result<Money, MoneyFault> parse_money(
    std::string_view text, Currency currency, ExtraDigits extra);

// Plain decimal digits, no exponent, no trailing zeros after the point: "7100.5", "0", "-3".
std::string to_text(Money money);

}  // namespace croupier::domain
