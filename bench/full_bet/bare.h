// SPDX-License-Identifier: Apache-2.0
// The two things that no bet can do without, bare: a durable commit and an RS256 signature. Their
// rates are the machine's; what a bet makes of them is ours.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "crypto/jose.h"
#include "db/sqlite.h"

namespace croupier::bench {

using Clock = std::chrono::steady_clock;

// What was done in a window, and how long that took.
struct Window {
    std::uint64_t count = 0;
    std::chrono::nanoseconds time{0};

    [[nodiscard]] double per_second() const {
        const double seconds = std::chrono::duration<double>(time).count();
        return seconds > 0 ? static_cast<double>(count) / seconds : 0;
    }
};

class BareCommits {
public:
    static base::Result<BareCommits, std::string> open(const std::filesystem::path& file);
    // One row a commit, one commit after another, with the settings of the store.
    base::Result<Window, std::string> run(Clock::duration time);

private:
    explicit BareCommits(db::Connection connection) : connection_(std::move(connection)) {}
    db::DbResult<void> commit_one();
    db::Connection connection_;
};

Window bare_signatures(const crypto::SigningKey& key, unsigned threads, Clock::duration time);

}  // namespace croupier::bench
