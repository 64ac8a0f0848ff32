// SPDX-License-Identifier: Apache-2.0
// The bench of the contract tests: one store with its batches numbered, and short ways to write
// something and look at it again.
#pragma once

#include <memory>
#include <optional>

#include "storage/stand.h"
#include "support/gen.h"

namespace croupier::test {

inline constexpr base::Instant some_time{1'760'000'000'000};

class Contract : public ::testing::TestWithParam<StandKind> {
protected:
    using Fault = std::optional<usecases::StoreFault>;

    // A batch with the next number of chain 0.
    usecases::WriteSet batch() {
        usecases::WriteSet writes;
        writes.segment = segment(0, ++seq_);
        return writes;
    }
    static usecases::Segment segment(std::uint32_t chain, std::uint64_t seq) {
        return {
            .chain = chain,
            .seq = seq,
            .prev_hash = hash(seq - 1),
            .hash = hash(seq),
            .at = some_time,
            .body = "{}"};
    }
    // Any 64 digits that differ from one number to the next; 64 zeros for none.
    static std::string hash(std::uint64_t seq) {
        const std::string digits = std::to_string(seq);
        return std::string(64 - digits.size(), '0') + digits;
    }

    // Nothing: it is committed.
    Fault write(const usecases::WriteSet& writes, const usecases::Names& names = {}) {
        auto loaded = store_->load(names, some_time);
        if (!loaded.ok()) return loaded.error();
        const auto committed = store_->commit(writes);
        return committed.ok() ? Fault{} : committed.error();
    }
    usecases::Snapshot look(const usecases::Names& names) {
        auto loaded = store_->load(names, some_time);
        EXPECT_TRUE(loaded.ok());
        store_->rollback();
        return loaded.ok() ? std::move(loaded).value() : usecases::Snapshot{};
    }

    // A committed player with a session.
    domain::Session seated() { return seated(gen_.player()); }
    domain::Session seated(const domain::Player& player) {
        const auto session = gen_.session(player);
        auto writes = batch();
        writes.players = {player};
        writes.sessions = {session};
        EXPECT_EQ(write(writes), std::nullopt);
        return session;
    }
    // A committed bet of that session. The tests say what they need of it.
    domain::Bet placed(const domain::Session& session) { return placed(gen_.bet(session)); }
    domain::Bet placed(const domain::Bet& bet, std::optional<base::Instant> due = {}) {
        auto writes = batch();
        writes.bets.push_back({.bet = bet, .before = {}, .next_due = due});
        EXPECT_EQ(write(writes), std::nullopt);
        return bet;
    }
    Fault write_bet(
        const domain::Bet& bet, std::optional<domain::Bet> before = {},
        std::optional<base::Instant> due = {}) {
        auto writes = batch();
        writes.bets.push_back({.bet = bet, .before = std::move(before), .next_due = due});
        return write(writes);
    }
    domain::Bet bet_with_transfers(const domain::Session& session, std::size_t count) {
        auto bet = gen_.bet(session);
        bet.transfers.clear();
        while (bet.transfers.size() < count)
            bet.transfers.push_back(gen_.transfer(bet.currency));
        return bet;
    }

    std::unique_ptr<Stand> stand_ = make_stand(GetParam());
    std::unique_ptr<usecases::Store> store_ = stand_->make_store();
    Generator gen_{20'250'101};
    std::uint64_t seq_ = 0;
};

}  // namespace croupier::test
