// SPDX-License-Identifier: Apache-2.0
// What the casino's tests stand on: a loop with virtual time, a scripted hub behind an HttpClient,
// and a wallet on a real SQLite file that can be closed and opened again.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "base/random.h"
#include "net/http.h"
#include "sandbox/casino/desk.h"
#include "sandbox/casino/wallet.h"
#include "support/temp_folder.h"

namespace croupier::sandbox::casino::test {

class FakeLoop final : public base::Loop {
public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    void post(base::Task task) override { at(now_, std::move(task)); }
    base::TimerId at(base::Instant when, base::Task task) override {
        const std::uint64_t id = ++last_;
        tasks_.emplace(std::pair(std::max(when, now_), id), std::move(task));
        return static_cast<base::TimerId>(id);
    }
    void cancel(base::TimerId timer) override {
        std::erase_if(tasks_, [&](const auto& entry) {
            return entry.first.second == static_cast<std::uint64_t>(timer);
        });
    }

    void run_for(base::Duration duration) {
        const base::Instant end = now_ + duration;
        while (!tasks_.empty() && tasks_.begin()->first.first <= end) {
            auto next = tasks_.extract(tasks_.begin());
            now_ = next.key().first;
            next.mapped()();
        }
        now_ = end;
    }

private:
    base::Instant now_{1'760'000'000'000};
    std::uint64_t last_ = 0;
    std::map<std::pair<base::Instant, std::uint64_t>, base::Task> tasks_;
};

// Answers each call with what the script says, on the loop, a millisecond later.
class FakeHub final : public net::HttpClient {
public:
    using Script = std::function<net::HttpResult(const net::OutgoingRequest&)>;
    FakeHub(base::Loop& loop, Script script) : loop_(loop), script_(std::move(script)) {}

    void send(
        net::OutgoingRequest request, base::Instant,
        std::function<void(net::HttpResult)> done) override {
        sent.push_back(request);
        loop_.at(
            loop_.now() + base::Duration(1), [result = script_(request), done] { done(result); });
    }
    [[nodiscard]] std::size_t count(std::string_view path) const {
        std::size_t found = 0;
        for (const auto& request : sent)
            if (request.url.ends_with(path)) ++found;
        return found;
    }

    std::vector<net::OutgoingRequest> sent;

private:
    base::Loop& loop_;
    Script script_;
};

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

    base::Instant now{1'760'000'000'000};
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
