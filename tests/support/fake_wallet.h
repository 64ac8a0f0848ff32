// SPDX-License-Identifier: Apache-2.0
// The casinos as a port whose answers are the test's: by script, or by hand. What nobody answers
// ends at its deadline, as the port promises.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "base/loop.h"
#include "usecases/ports.h"

namespace croupier::test {

domain::CasinoAnswer booked(std::optional<domain::Money> balance = std::nullopt);
domain::CasinoAnswer refused(domain::ErrorCode why);

class FakeWallet final : public usecases::CasinoWallet {
public:
    struct Make {
        domain::Bet bet;
        std::size_t ordinal;
        base::Instant sent_at;
        base::Instant deadline;
        bool answered = false;
        [[nodiscard]] const domain::Transfer& transfer() const { return bet.transfers[ordinal]; }
    };
    explicit FakeWallet(base::Loop& loop) : loop_(loop) {}

    // Scripts; what answers nothing stays silent until the deadline.
    std::function<std::optional<domain::CasinoAnswer>(const Make&)> on_make;
    std::function<std::optional<domain::CasinoRecord>(const domain::Bet&)> on_info;
    std::function<std::optional<domain::Outcome<domain::Money>>(const BalanceQuery&)> on_balance;
    bool has_room = true;

    [[nodiscard]] const std::deque<Make>& makes() const { return makes_; }
    [[nodiscard]] std::size_t balances_asked() const { return balances_asked_; }
    // In the order sent. Answering twice is the test's bug and aborts.
    void answer(std::size_t make, const domain::CasinoAnswer& answer);

    void make(const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done)
        override;
    void info(const domain::Bet& bet, base::Instant deadline, InfoDone done) override;
    void close(
        const domain::Bet& bet, const domain::NextCall& call, base::Instant deadline,
        std::function<void(domain::CloseVerdict)> done) override;
    void authenticate(
        domain::CasinoId casino, const crypto::Secret& refresh_token, std::int64_t tag_id,
        std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) override;
    void balance(
        const BalanceQuery& query, base::Instant deadline,
        std::function<void(domain::Outcome<domain::Money>)> done) override;
    [[nodiscard]] bool takes_stakes(domain::CasinoId) const override { return has_room; }

private:
    base::Loop& loop_;
    std::deque<Make> makes_;
    std::deque<MakeDone> waiting_;
    std::size_t balances_asked_ = 0;
};

}  // namespace croupier::test
