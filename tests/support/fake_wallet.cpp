// SPDX-License-Identifier: Apache-2.0
#include "support/fake_wallet.h"

#include <utility>

#include "base/check.h"

namespace croupier::test {

domain::CasinoAnswer booked(std::optional<domain::Money> balance) {
    domain::CasinoAnswer answer;
    answer.verdict = domain::Verdict::done;
    answer.balance = balance;
    return answer;
}

domain::CasinoAnswer refused(domain::ErrorCode why) {
    domain::CasinoAnswer answer;
    answer.verdict = domain::Verdict::refused;
    answer.refusal = why;
    return answer;
}

void FakeWallet::answer(std::size_t make, const domain::CasinoAnswer& answer) {
    CROUPIER_CHECK(!makes_.at(make).answered);
    makes_[make].answered = true;
    std::exchange(waiting_[make], nullptr)(answer);
}

void FakeWallet::make(
    const domain::Bet& bet, std::size_t ordinal, base::Instant deadline, MakeDone done) {
    const std::size_t call = makes_.size();
    makes_.push_back({bet, ordinal, loop_.now(), deadline});
    waiting_.push_back(std::move(done));
    const auto answer_once = [this, call](const domain::CasinoAnswer& said) {
        if (!makes_[call].answered) answer(call, said);
    };
    domain::CasinoAnswer silence;
    silence.timed_out = true;
    loop_.at(deadline, [answer_once, silence] { answer_once(silence); });
    const auto said = on_make ? on_make(makes_.back()) : std::nullopt;
    if (said) loop_.post([answer_once, said = *said] { answer_once(said); });
}

void FakeWallet::info(const domain::Bet& bet, base::Instant deadline, InfoDone done) {
    const auto said = on_info ? on_info(bet) : std::nullopt;
    loop_.at(said ? loop_.now() : deadline, [done = std::move(done), said] {
        if (!said) return done({});
        done({.kind = domain::InfoAnswer::Kind::list, .record = *said});
    });
}

void FakeWallet::close(
    const domain::Bet&, const domain::NextCall&, base::Instant,
    std::function<void(domain::CloseVerdict)> done) {
    loop_.post([done = std::move(done)] { done(domain::CloseVerdict::done); });
}

void FakeWallet::authenticate(
    domain::CasinoId, const crypto::Secret&, std::int64_t,
    std::function<void(domain::Outcome<usecases::AuthenticatedUser>)> done) {
    loop_.post([done = std::move(done)] {
        done(domain::refuse(domain::ErrorCode::counterparty_failed, "nobody is known here"));
    });
}

void FakeWallet::balance(
    const BalanceQuery& query, base::Instant deadline,
    std::function<void(domain::Outcome<domain::Money>)> done) {
    ++balances_asked_;
    auto said = on_balance ? on_balance(query) : std::nullopt;
    const base::Instant when = said ? loop_.now() : deadline;
    const domain::Outcome<domain::Money> silence =
        domain::refuse(domain::ErrorCode::counterparty_failed, "time-out");
    loop_.at(when, [done = std::move(done), answer = std::move(said).value_or(silence)] {
        done(answer);
    });
}

}  // namespace croupier::test
