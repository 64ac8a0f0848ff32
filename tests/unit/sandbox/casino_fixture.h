// SPDX-License-Identifier: Apache-2.0
// What the casino's tests stand on: a loop with virtual time, a scripted hub behind an HttpClient,
// and a wallet on a real SQLite file that can be closed and opened again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "sandbox/casino/desk.h"
#include "sandbox/casino/wallet.h"
#include "support/fake_http.h"
#include "support/fake_loop.h"
#include "support/temp_folder.h"

namespace croupier::sandbox::casino::test {

using croupier::test::FakeHttp;
using croupier::test::FakeLoop;

// How many calls went to that path.
inline std::size_t count_calls(const FakeHttp& http, std::string_view path) {
    std::size_t found = 0;
    for (const auto& call : http.calls()) {
        if (call.request.url.ends_with(path)) ++found;
    }
    return found;
}

inline domain::Currency euro() { return *domain::Currency::from_code("EUR"); }

inline domain::Money eur(std::string_view text) {
    return domain::parse_money(text, euro(), domain::ExtraDigits::refuse).value();
}

inline MakeCall make_call(
    TransactionType type, std::int64_t bet_id, std::string amount,
    std::optional<std::string> transaction_id) {
    MakeCall call;
    call.type = type;
    call.bet_id = bet_id;
    call.player = "anna";
    call.amount = std::move(amount);
    call.transaction_id = std::move(transaction_id);
    return call;
}

// A casino's books with one player, anna, who has 100.00 EUR.
class WalletBench {
public:
    explicit WalletBench(WalletRules rules = {}) : rules_(std::move(rules)) {
        rules_.number_prefix = "C7001";
        reopen();
        const auto anna =
            desk->open_account({.id = "anna", .currency = "EUR", .balance = "100"}, now);
        token = anna.value().refresh_token;
    }

    // As a restart of the process finds the books.
    void reopen() {
        desk.reset();
        wallet.reset();
        store.reset();
        store = std::make_unique<WalletStore>(
            WalletStore::open(folder_.file("casino.db"), now).value());
        wallet = std::make_unique<Wallet>(*store, rules_, random);
        desk = std::make_unique<Desk>(*store, *wallet, std::vector{euro()}, random);
    }

    MakeAnswer make(const MakeCall& call) { return wallet->make(call, now); }
    Code make(
        TransactionType type, std::int64_t bet_id, std::string amount,
        std::optional<std::string> transaction_id = std::nullopt) {
        return make(make_call(type, bet_id, std::move(amount), std::move(transaction_id))).code;
    }
    std::string balance() { return domain::to_text(wallet->balance({"anna"}).value()); }
    std::size_t booked(std::int64_t bet_id) {
        return wallet->info({.bet_id = bet_id}).value().transactions.size();
    }

    base::Instant now = FakeLoop::start;
    base::SeededRandom random{7};
    std::unique_ptr<WalletStore> store;
    std::unique_ptr<Wallet> wallet;
    std::unique_ptr<Desk> desk;
    std::string token;

private:
    croupier::test::TempFolder folder_;
    WalletRules rules_;
};

}  // namespace croupier::sandbox::casino::test
