// SPDX-License-Identifier: Apache-2.0
// The table of currencies. ISO 4217 without funds codes, metals and accounting units; crypto
// currencies at the scale that the books keep them in, which for some (ETH, SOL, TON …) is coarser
// than their chain's.
#include "domain/currency.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace croupier::domain {

namespace {

struct Row {
    std::string_view code;
    int scale;
};

// An index into this table lives in memory only: whatever is stored or sent names the code.
constexpr auto table = std::to_array<Row>({
    {"ADA", 6}, {"AED", 2}, {"AFN", 2},  {"ALL", 2},  {"AMD", 2},  {"AOA", 2}, {"ARS", 2},
    {"AUD", 2}, {"AWG", 2}, {"AZN", 2},  {"BAM", 2},  {"BBD", 2},  {"BCH", 8}, {"BDT", 2},
    {"BHD", 3}, {"BIF", 0}, {"BMD", 2},  {"BNB", 8},  {"BND", 2},  {"BOB", 2}, {"BRL", 2},
    {"BSD", 2}, {"BTC", 8}, {"BTN", 2},  {"BWP", 2},  {"BYN", 2},  {"BZD", 2}, {"CAD", 2},
    {"CDF", 2}, {"CHF", 2}, {"CLP", 0},  {"CNY", 2},  {"COP", 2},  {"CRC", 2}, {"CUP", 2},
    {"CVE", 2}, {"CZK", 2}, {"DJF", 0},  {"DKK", 2},  {"DOGE", 8}, {"DOP", 2}, {"DZD", 2},
    {"EGP", 2}, {"ERN", 2}, {"ETB", 2},  {"ETH", 8},  {"EUR", 2},  {"FJD", 2}, {"FKP", 2},
    {"GBP", 2}, {"GEL", 2}, {"GHS", 2},  {"GIP", 2},  {"GMD", 2},  {"GNF", 0}, {"GTQ", 2},
    {"GYD", 2}, {"HKD", 2}, {"HNL", 2},  {"HTG", 2},  {"HUF", 2},  {"IDR", 2}, {"ILS", 2},
    {"INR", 2}, {"IQD", 3}, {"IRR", 2},  {"ISK", 0},  {"JMD", 2},  {"JOD", 3}, {"JPY", 0},
    {"KES", 2}, {"KGS", 2}, {"KHR", 2},  {"KMF", 0},  {"KPW", 2},  {"KRW", 0}, {"KWD", 3},
    {"KYD", 2}, {"KZT", 2}, {"LAK", 2},  {"LBP", 2},  {"LKR", 2},  {"LRD", 2}, {"LSL", 2},
    {"LTC", 8}, {"LYD", 3}, {"MAD", 2},  {"MDL", 2},  {"MGA", 2},  {"MKD", 2}, {"MMK", 2},
    {"MNT", 2}, {"MOP", 2}, {"MRU", 2},  {"MUR", 2},  {"MVR", 2},  {"MWK", 2}, {"MXN", 2},
    {"MYR", 2}, {"MZN", 2}, {"NAD", 2},  {"NGN", 2},  {"NIO", 2},  {"NOK", 2}, {"NPR", 2},
    {"NZD", 2}, {"OMR", 3}, {"PAB", 2},  {"PEN", 2},  {"PGK", 2},  {"PHP", 2}, {"PKR", 2},
    {"PLN", 2}, {"PYG", 0}, {"QAR", 2},  {"RON", 2},  {"RSD", 2},  {"RUB", 2}, {"RWF", 0},
    {"SAR", 2}, {"SBD", 2}, {"SCR", 2},  {"SDG", 2},  {"SEK", 2},  {"SGD", 2}, {"SHP", 2},
    {"SLE", 2}, {"SOL", 8}, {"SOS", 2},  {"SRD", 2},  {"SSP", 2},  {"STN", 2}, {"SVC", 2},
    {"SYP", 2}, {"SZL", 2}, {"THB", 2},  {"TJS", 2},  {"TMT", 2},  {"TND", 3}, {"TON", 8},
    {"TOP", 2}, {"TRX", 6}, {"TRY", 2},  {"TTD", 2},  {"TWD", 2},  {"TZS", 2}, {"UAH", 2},
    {"UGX", 0}, {"USD", 2}, {"USDC", 6}, {"USDT", 6}, {"UYU", 2},  {"UZS", 2}, {"VED", 2},
    {"VES", 2}, {"VND", 0}, {"VUV", 0},  {"WST", 2},  {"XAF", 0},  {"XCD", 2}, {"XCG", 2},
    {"XOF", 0}, {"XPF", 0}, {"XRP", 6},  {"YER", 2},  {"ZAR", 2},  {"ZMW", 2}, {"ZWG", 2},
});

static_assert(
    std::ranges::adjacent_find(table, std::ranges::greater_equal{}, &Row::code) == table.end(),
    "codes must ascend without repeats: from_code searches by halves");
static_assert(
    std::ranges::all_of(
        table, [](int scale) { return scale >= 0 && scale <= 8; }, &Row::scale),
    "parse_money and to_text rely on at most 8 digits after the point");

}  // namespace

std::optional<Currency> Currency::from_code(std::string_view code) {
    const auto row = std::ranges::lower_bound(table, code, {}, &Row::code);
    if (row == table.end() || row->code != code) return std::nullopt;
    return Currency(static_cast<std::uint16_t>(row - table.begin()));
}

std::string_view Currency::code() const noexcept { return table[index_].code; }

int Currency::scale() const noexcept { return table[index_].scale; }

}  // namespace croupier::domain
