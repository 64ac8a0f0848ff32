// SPDX-License-Identifier: Apache-2.0
#include "full_bet/bare.h"

#include <atomic>
#include <thread>
#include <vector>

namespace croupier::bench {

namespace {

constexpr std::size_t row_bytes = 300;
constexpr std::size_t envelope_bytes = 600;            // header and claims of a make, in base64url
constexpr std::int64_t checkpoint_every_pages = 2048;  // as the store does

}  // namespace

base::Result<BareCommits, std::string> BareCommits::open(const std::filesystem::path& file) {
    auto connection = db::Connection::open(file);
    if (!connection.ok()) return base::fail(connection.error().detail);
    const auto made =
        connection.value().execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
    if (!made.ok()) return base::fail(made.error().detail);
    return BareCommits(std::move(connection).value());
}

base::Result<Window, std::string> BareCommits::run(Clock::duration time) {
    Window window;
    const auto begin = Clock::now();
    while (window.time < time) {
        const auto done = commit_one();
        if (!done.ok()) return base::fail(done.error().detail);
        ++window.count;
        window.time = Clock::now() - begin;
    }
    return window;
}

db::DbResult<void> BareCommits::commit_one() {
    static const std::string body(row_bytes, 'x');
    CROUPIER_TRY_VOID(connection_.begin_immediate());
    {
        CROUPIER_TRY(auto insert, connection_.prepare("INSERT INTO row (body) VALUES (?)"));
        CROUPIER_TRY_VOID(insert.bind(1, body).run());
    }
    CROUPIER_TRY_VOID(connection_.commit());
    if (connection_.wal_pages() < checkpoint_every_pages) return {};
    return connection_.checkpoint(db::Connection::Checkpoint::restart);
}

Window bare_signatures(const crypto::SigningKey& key, unsigned threads, Clock::duration time) {
    const std::string bytes(envelope_bytes, 'x');
    std::atomic<std::uint64_t> count = 0;
    const auto begin = Clock::now();
    std::vector<std::jthread> signers;
    for (unsigned number = 0; number < threads; ++number) {
        signers.emplace_back([&] {
            while (Clock::now() - begin < time) {
                const std::string signature = key.sign(bytes);
                count += signature.empty() ? 0 : 1;
            }
        });
    }
    signers.clear();
    return {count, Clock::now() - begin};
}

}  // namespace croupier::bench
