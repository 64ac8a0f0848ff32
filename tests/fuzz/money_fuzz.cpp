// SPDX-License-Identifier: Apache-2.0
// Money: whatever text is taken stands for exactly the count it becomes; what is written is read
// again as the same amount; the three ways with extra digits agree where they must.
#include "domain/money.h"

#include "fuzz/fuzz.h"

using croupier::domain::Currency;
using croupier::domain::ExtraDigits;
using croupier::domain::Money;
using croupier::domain::parse_money;
using croupier::fuzz::must;

namespace {

constexpr std::string_view codes[] = {"EUR", "JPY", "KWD", "BTC"};

void check_round_trip(Money money) {
    const auto again = parse_money(to_text(money), money.currency(), ExtraDigits::refuse);
    must(again.ok() && again.value() == money, "written and read again: the same amount");
}

void check_algebra(Money a, Money b) {
    const auto sum = add(a, b);
    must(sum.has_value() == add(b, a).has_value(), "addition commutes, overflow too");
    if (!sum) return;
    const auto back = subtract(*sum, b);
    must(back.has_value() && *back == a, "a + b - b is a");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 1) return 0;
    const auto currency = Currency::from_code(codes[bytes[0] % std::size(codes)]);
    must(currency.has_value(), "the usual currencies are in the table");
    const std::string_view text = croupier::fuzz::as_text(bytes + 1, size - 1);

    const auto refused = parse_money(text, *currency, ExtraDigits::refuse);
    const auto zeros = parse_money(text, *currency, ExtraDigits::ignore_zeros);
    const auto cut = parse_money(text, *currency, ExtraDigits::cut);
    if (refused.ok()) {
        must(zeros.ok() && zeros.value() == refused.value(), "the lenient readings agree (zeros)");
        must(cut.ok() && cut.value() == refused.value(), "the lenient readings agree (cut)");
        check_round_trip(refused.value());
        check_algebra(refused.value(), Money(bytes[0], *currency));
    }
    if (zeros.ok() && cut.ok())
        must(zeros.value() == cut.value(), "zeros beyond the scale weigh 0");
    if (cut.ok()) check_round_trip(cut.value());
    return 0;
}
