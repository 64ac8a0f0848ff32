// SPDX-License-Identifier: Apache-2.0
// The casinos' wallets as the use cases see them: calls with deadlines in, verdicts out. Knows when
// a casino takes no more stakes (too many in flight, or it cannot be reached); what the hub owes is
// sent all the same.
#pragma once

#include <map>

#include "casino_api/breaker.h"
#include "casino_api/sender.h"

namespace croupier::casino_api {

struct WalletCounters {
    std::uint64_t calls = 0;
    std::uint64_t done = 0;     // answered with 200
    std::uint64_t refused = 0;  // answered with another known number
    std::uint64_t unknown = 0;  // it may have happened; time-outs included
    std::uint64_t timed_out = 0;
    std::uint64_t not_sent = 0;
    std::uint64_t breaker_opened = 0;
};

// Loop thread only. Outlives the loop's last task.
class WalletClient final : public usecases::CasinoWallet {
public:
    WalletClient(const Sender::Parts& parts, BreakerPolicy breaker = {});

    void make(const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done)
        override;
    void info(const domain::Bet& bet, base::Instant deadline, InfoDone done) override;
    void close(
        const domain::Bet& bet, const domain::NextCall& next, base::Instant deadline,
        std::function<void(domain::CloseVerdict)> done) override;
    void authenticate(
        domain::CasinoId casino, const crypto::Secret& refresh_token, std::int64_t tag_id,
        std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) override;
    void balance(
        const BalanceQuery& query, base::Instant deadline,
        std::function<void(domain::Outcome<domain::Money>)> done) override;
    [[nodiscard]] bool takes_stakes(domain::CasinoId casino) const override;

    [[nodiscard]] const WalletCounters& counters() const { return counters_; }
    [[nodiscard]] std::uint32_t stakes_in_flight(domain::CasinoId casino) const;

private:
    struct Peer {
        Breaker breaker;
        std::uint32_t stakes_in_flight = 0;
    };
    struct UserAuth;

    Peer& peer(domain::CasinoId casino);
    [[nodiscard]] CasinoPtr find(domain::CasinoId casino) const;
    void call(CasinoCall order, Sender::Done done);
    void count(const domain::CasinoTerms& terms, const CallResult& result);
    void try_authenticate(const std::shared_ptr<UserAuth>& auth);

    base::Loop& loop_;
    usecases::DirectorySource& directory_;
    Sender sender_;
    BreakerPolicy breaker_policy_;
    std::map<domain::CasinoId, Peer> peers_;
    WalletCounters counters_;
};

}  // namespace croupier::casino_api
