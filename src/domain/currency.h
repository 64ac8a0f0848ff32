// SPDX-License-Identifier: Apache-2.0
// The currencies that the books know: ISO 4217 and the usual crypto ones, each with the scale of
// its ledger amounts (digits after the point, at most 8).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace croupier::domain {

class Currency {
public:
    // Codes are upper case; anything not in the table is nothing.
    static std::optional<Currency> from_code(std::string_view code);

    [[nodiscard]] std::string_view code() const noexcept;
    [[nodiscard]] int scale() const noexcept;
    constexpr auto operator<=>(const Currency&) const = default;

private:
    constexpr explicit Currency(std::uint16_t index) : index_(index) {}
    std::uint16_t index_;
};

}  // namespace croupier::domain
