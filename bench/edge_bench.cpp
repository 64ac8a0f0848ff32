// SPDX-License-Identifier: Apache-2.0
// What each stake costs before any rule sees it: JSON, money, the two signatures. Their sum bounds
// how many bets a core can carry.
#include <benchmark/benchmark.h>

#include "base/json.h"
#include "crypto/digest.h"
#include "crypto/jose.h"
#include "domain/money.h"

namespace base = croupier::base;
namespace crypto = croupier::crypto;
namespace domain = croupier::domain;

namespace {

constexpr std::string_view pay_in =
    R"({"betId":"b-4711","betAmount":10.00,"gameRoundId":"r-4711","transactionId":"t-1"})";

void parse_a_stake(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(base::parse_json(pay_in));
}
BENCHMARK(parse_a_stake);

void read_and_write_money(benchmark::State& state) {
    const auto currency = domain::Currency::from_code("EUR");
    for (auto _ : state) {
        const auto money = domain::parse_money("1234.5", *currency, domain::ExtraDigits::refuse);
        benchmark::DoNotOptimize(to_text(money.value()));
    }
}
BENCHMARK(read_and_write_money);

void check_a_providers_signature(benchmark::State& state) {
    const crypto::Secret key("0123456789abcdef0123456789abcdef0123456789a");
    for (auto _ : state)
        benchmark::DoNotOptimize(crypto::hmac_sha256_hex(key, pay_in));
}
BENCHMARK(check_a_providers_signature);

void sign_a_call_to_a_casino(benchmark::State& state, crypto::SigningAlgorithm algorithm) {
    const auto key = crypto::SigningKey::generate(algorithm);
    const auto claims = base::Json::object().set("data", base::Json::string(pay_in));
    for (auto _ : state)
        benchmark::DoNotOptimize(crypto::sign_jwt(key, claims));
}
BENCHMARK_CAPTURE(sign_a_call_to_a_casino, rs256, crypto::SigningAlgorithm::rs256);
BENCHMARK_CAPTURE(sign_a_call_to_a_casino, es256, crypto::SigningAlgorithm::es256);
BENCHMARK_CAPTURE(sign_a_call_to_a_casino, eddsa, crypto::SigningAlgorithm::eddsa);

}  // namespace
