// SPDX-License-Identifier: Apache-2.0
// The casino's own books on SQLite: rows in, rows out, no rule. One connection, loop thread only.
// Bookings are only ever added; a player's balance is kept beside them and changes in the same
// transaction.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "db/sqlite.h"
#include "domain/currency.h"
#include "sandbox/casino/calls.h"

namespace croupier::sandbox::casino {

struct PlayerRow {
    std::string id;
    domain::Currency currency;
    std::int64_t balance = 0;
    std::int64_t deposited = 0;  // sum of what the control API put in
    bool blocked = false;
    std::optional<std::int64_t> stake_max = std::nullopt;
    std::string language;
    std::string country;
    bool is_test = false;
};

struct TokenRow {
    std::string player;
    base::Instant issued_at;
    std::optional<base::Instant> spent_at = std::nullopt;
    std::string salt;  // of the successor; a token itself is never stored, nor is its successor
};

struct BetRow {
    std::int64_t number = 0;  // in order of arrival, from 1
    std::int64_t bet_id = 0;
    std::string player;
    bool cashback = false;
    bool closed = false;
    bool tombstone = false;
    std::optional<std::int64_t> sequence = std::nullopt;  // of the last close that was heeded
};

struct BookingRow {
    std::int64_t number = 0;
    std::int64_t bet = 0;  // BetRow::number
    TransactionType type = TransactionType::stake;
    domain::Money amount;
    std::optional<std::int64_t> tax = std::nullopt;
    std::optional<std::string> promo_code = std::nullopt;
    std::optional<std::string> transaction_id = std::nullopt;
    std::optional<std::int64_t> undoes = std::nullopt;  // BookingRow::number
    bool moved = true;                                  // false: a return of a bet that never came
    base::Instant at;
};

// What a TransactionId was answered with, for ever. Code success: the booking; else a refused
// stake.
struct KeyRow {
    std::string content;
    Code code = Code::success;
    std::optional<std::int64_t> booking = std::nullopt;
};

class WalletStore {
public:
    // The error is one sentence for the operator.
    static base::Result<WalletStore, std::string> open(
        const std::filesystem::path& file, base::Instant now);

    // Runs the work, which gives a DbResult, in one transaction: committed when it has a value.
    // Work inside of work is whole or not at all for itself, and durable with the outermost.
    template <class Work>
    auto in_transaction(Work&& work) -> decltype(work());

    db::DbResult<std::optional<PlayerRow>> find_player(std::string_view id);
    db::DbResult<std::vector<PlayerRow>> players_after(std::string_view id, std::int64_t limit);
    db::DbResult<void> add_player(const PlayerRow& player, base::Instant now);
    db::DbResult<void> update_player(const PlayerRow& player);

    db::DbResult<std::optional<TokenRow>> find_token(std::string_view hash);
    db::DbResult<void> add_token(std::string_view hash, std::string_view player, base::Instant now);
    db::DbResult<void> spend_token(std::string_view hash, std::string_view salt, base::Instant now);

    // False: it was used before. Kept until forget_token_ids() finds it expired.
    db::DbResult<bool> use_token_id(std::string_view jti, base::Instant expires_at);
    db::DbResult<void> forget_token_ids(base::Instant now);
    db::DbResult<std::int64_t> count_token_ids();

    // Uses left; nothing when the player has no such code.
    db::DbResult<std::optional<std::int64_t>> promo_uses(
        std::string_view player, std::string_view code);
    db::DbResult<void> set_promo_uses(
        std::string_view player, std::string_view code, std::int64_t uses);

    db::DbResult<std::optional<BetRow>> find_bet(std::int64_t bet_id);
    db::DbResult<std::vector<BetRow>> bets_after(std::int64_t number, std::int64_t limit);
    db::DbResult<std::int64_t> add_bet(const BetRow& bet, base::Instant now);
    db::DbResult<void> update_bet(const BetRow& bet);

    // In the order booked.
    db::DbResult<std::vector<BookingRow>> bookings_of(std::int64_t bet);
    db::DbResult<std::optional<BookingRow>> find_booking(std::int64_t number);
    db::DbResult<std::int64_t> add_booking(const BookingRow& booking);

    db::DbResult<std::optional<KeyRow>> find_key(std::string_view transaction_id);
    db::DbResult<void> add_key(std::string_view transaction_id, const KeyRow& key);

    db::DbResult<std::vector<Announcement>> announcements();
    db::DbResult<bool> has_announcement(std::int64_t booking);
    // Gives the number.
    db::DbResult<std::int64_t> add_announcement(
        const Announcement& announcement, std::optional<std::int64_t> booking);
    db::DbResult<void> remove_announcements(const std::vector<std::int64_t>& numbers);

    // Forgets what has expired and keeps the write-ahead log small; called between requests.
    void tidy(base::Instant now);

    db::Connection& connection() { return connection_; }

private:
    explicit WalletStore(db::Connection connection) : connection_(std::move(connection)) {}
    db::DbResult<void> begin();
    db::DbResult<void> commit();
    void undo() noexcept;

    db::Connection connection_;
    int depth_ = 0;  // of transactions within each other
};

template <class Work>
auto WalletStore::in_transaction(Work&& work) -> decltype(work()) {
    CROUPIER_TRY_VOID(begin());
    auto result = work();
    if (!result.ok()) {
        undo();
        return result;
    }
    if (auto committed = commit(); !committed.ok()) {
        undo();
        return base::fail(std::move(committed).error());
    }
    return result;
}

}  // namespace croupier::sandbox::casino
