// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/wallet_store.h"

#include "base/check.h"
#include "base/log.h"
#include "sandbox/casino/wallet_schema.h"

namespace croupier::sandbox::casino {

namespace {

using db::DbResult;
using db::Statement;

constexpr std::int64_t wal_bytes_max = 64 * 1024 * 1024;

std::int64_t flag(bool value) { return value ? 1 : 0; }

// The books hold only codes that the table of currencies had when they were written.
domain::Currency currency_of(const Statement& row, int column) {
    const auto currency = domain::Currency::from_code(row.column_text(column));
    CROUPIER_CHECK(currency.has_value());
    return *currency;
}

std::optional<base::Instant> optional_instant(const Statement& row, int column) {
    const auto at = row.column_optional_i64(column);
    return at ? std::optional(base::Instant{*at}) : std::nullopt;
}

PlayerRow read_player(const Statement& row) {
    return {
        .id = row.column_text(0),
        .currency = currency_of(row, 1),
        .balance = row.column_i64(2),
        .deposited = row.column_i64(3),
        .blocked = row.column_i64(4) != 0,
        .stake_max = row.column_optional_i64(5),
        .language = row.column_text(6),
        .country = row.column_text(7),
        .is_test = row.column_i64(8) != 0};
}

BetRow read_bet(const Statement& row) {
    return {
        .number = row.column_i64(0),
        .bet_id = row.column_i64(1),
        .player = row.column_text(2),
        .cashback = row.column_i64(3) != 0,
        .closed = row.column_i64(4) != 0,
        .tombstone = row.column_i64(5) != 0,
        .sequence = row.column_optional_i64(6)};
}

BookingRow read_booking(const Statement& row) {
    return {
        .number = row.column_i64(0),
        .bet = row.column_i64(1),
        .type = static_cast<TransactionType>(row.column_i64(2)),
        .amount = domain::Money(row.column_i64(4), currency_of(row, 3)),
        .tax = row.column_optional_i64(5),
        .promo_code = row.column_optional_text(6),
        .transaction_id = row.column_optional_text(7),
        .undoes = row.column_optional_i64(8),
        .moved = row.column_i64(9) != 0,
        .at = base::Instant{row.column_i64(10)}};
}

// All rows of a bound statement.
template <class Row>
DbResult<std::vector<Row>> read_all(Statement& statement, Row (*read)(const Statement&)) {
    std::vector<Row> rows;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return rows;
        rows.push_back(read(statement));
    }
}

template <class Row>
DbResult<std::optional<Row>> read_one(Statement& statement, Row (*read)(const Statement&)) {
    CROUPIER_TRY(const bool found, statement.step());
    return found ? std::optional<Row>(read(statement)) : std::nullopt;
}

std::int64_t read_number(const Statement& row) { return row.column_i64(0); }

// For INSERT … RETURNING number. Stepped to its end: until then the row is not written for certain.
DbResult<std::int64_t> returned_number(Statement& statement) {
    CROUPIER_TRY(const auto numbers, read_all(statement, read_number));
    CROUPIER_CHECK(numbers.size() == 1);
    return numbers.front();
}

constexpr std::string_view player_columns =
    "SELECT id, currency, balance, deposited, blocked, stake_max, language, country, is_test FROM "
    "player ";
constexpr std::string_view bet_columns =
    "SELECT number, bet_id, player, cashback, closed, tombstone, sequence FROM bet ";
constexpr std::string_view booking_columns =
    "SELECT number, bet, type, currency, amount, tax, promo_code, transaction_id, undoes, moved, "
    "at FROM booking ";

std::string with(std::string_view columns, std::string_view rest) {
    return std::string(columns) + std::string(rest);
}

}  // namespace

base::Result<WalletStore, std::string> WalletStore::open(
    const std::filesystem::path& file, base::Instant now) {
    auto connection = db::Connection::open(file);
    if (!connection.ok()) return base::fail("casino database: " + connection.error().detail);
    if (auto migrated = db::migrate(connection.value(), wallet_migrations, now); !migrated.ok()) {
        return base::fail("casino database: " + migrated.error().detail);
    }
    return WalletStore(std::move(connection).value());
}

DbResult<std::optional<PlayerRow>> WalletStore::find_player(std::string_view id) {
    CROUPIER_TRY(auto s, connection_.prepare(with(player_columns, "WHERE id = ?1")));
    s.bind(1, id);
    return read_one(s, read_player);
}

DbResult<std::vector<PlayerRow>> WalletStore::players_after(
    std::string_view id, std::int64_t limit) {
    CROUPIER_TRY(
        auto s, connection_.prepare(with(player_columns, "WHERE id > ?1 ORDER BY id LIMIT ?2")));
    s.bind(1, id).bind(2, limit);
    return read_all(s, read_player);
}

DbResult<void> WalletStore::add_player(const PlayerRow& player, base::Instant now) {
    CROUPIER_TRY(
        auto s,
        connection_.prepare("INSERT INTO player VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
    s.bind(1, std::string_view(player.id)).bind(2, player.currency.code());
    s.bind(3, player.balance)
        .bind(4, player.deposited)
        .bind(5, flag(player.blocked))
        .bind(6, player.stake_max);
    s.bind(7, std::string_view(player.language)).bind(8, std::string_view(player.country));
    s.bind(9, flag(player.is_test)).bind(10, now.unix_ms);
    return s.run();
}

DbResult<void> WalletStore::update_player(const PlayerRow& player) {
    CROUPIER_TRY(
        auto s, connection_.prepare("UPDATE player SET balance = ?2, deposited = ?3, blocked = ?4, "
                                    "stake_max = ?5 WHERE id = ?1"));
    s.bind(1, std::string_view(player.id)).bind(2, player.balance).bind(3, player.deposited);
    s.bind(4, flag(player.blocked)).bind(5, player.stake_max);
    return s.run();
}

DbResult<std::optional<TokenRow>> WalletStore::find_token(std::string_view hash) {
    CROUPIER_TRY(
        auto s, connection_.prepare(
                    "SELECT player, issued_at, spent_at, salt FROM refresh_token WHERE hash = ?1"));
    s.bind(1, hash);
    return read_one<TokenRow>(s, [](const Statement& row) {
        return TokenRow{
            .player = row.column_text(0),
            .issued_at = base::Instant{row.column_i64(1)},
            .spent_at = optional_instant(row, 2),
            .salt = row.column_text(3)};
    });
}

DbResult<void> WalletStore::add_token(
    std::string_view hash, std::string_view player, base::Instant now) {
    CROUPIER_TRY(
        auto s, connection_.prepare(
                    "INSERT INTO refresh_token (hash, player, issued_at) VALUES (?1, ?2, ?3)"));
    s.bind(1, hash).bind(2, player).bind(3, now.unix_ms);
    return s.run();
}

DbResult<void> WalletStore::spend_token(
    std::string_view hash, std::string_view salt, base::Instant now) {
    CROUPIER_TRY(
        auto s,
        connection_.prepare("UPDATE refresh_token SET spent_at = ?2, salt = ?3 WHERE hash = ?1"));
    s.bind(1, hash).bind(2, now.unix_ms).bind(3, salt);
    return s.run();
}

DbResult<void> WalletStore::begin() {
    CROUPIER_TRY_VOID(
        depth_ == 0 ? connection_.begin_immediate() : connection_.execute("SAVEPOINT inner"));
    ++depth_;
    return {};
}

DbResult<void> WalletStore::commit() {
    CROUPIER_TRY_VOID(depth_ == 1 ? connection_.commit() : connection_.execute("RELEASE inner"));
    --depth_;
    return {};
}

void WalletStore::undo() noexcept {
    if (--depth_ == 0) return connection_.rollback();
    // Should this fail, what stays is undone with the outer transaction, whose commit fails too.
    const bool undone = connection_.execute("ROLLBACK TO inner; RELEASE inner").ok();
    if (!undone) connection_.rollback();
}

DbResult<bool> WalletStore::use_token_id(std::string_view jti, base::Instant expires_at) {
    CROUPIER_TRY(auto s, connection_.prepare("INSERT OR IGNORE INTO used_token VALUES (?1, ?2)"));
    s.bind(1, jti).bind(2, expires_at.unix_ms);
    CROUPIER_TRY_VOID(s.run());
    return connection_.changes() == 1;
}

DbResult<void> WalletStore::forget_token_ids(base::Instant now) {
    CROUPIER_TRY(auto s, connection_.prepare("DELETE FROM used_token WHERE expires_at < ?1"));
    s.bind(1, now.unix_ms);
    return s.run();
}

DbResult<std::int64_t> WalletStore::count_token_ids() {
    CROUPIER_TRY(auto s, connection_.prepare("SELECT count(*) FROM used_token"));
    CROUPIER_TRY_VOID(s.step());
    return s.column_i64(0);
}

DbResult<std::optional<std::int64_t>> WalletStore::promo_uses(
    std::string_view player, std::string_view code) {
    CROUPIER_TRY(
        auto s,
        connection_.prepare("SELECT uses_left FROM promo_code WHERE player = ?1 AND code = ?2"));
    s.bind(1, player).bind(2, code);
    return read_one(s, read_number);
}

DbResult<void> WalletStore::set_promo_uses(
    std::string_view player, std::string_view code, std::int64_t uses) {
    CROUPIER_TRY(
        auto s, connection_.prepare("INSERT OR REPLACE INTO promo_code VALUES (?1, ?2, ?3)"));
    s.bind(1, player).bind(2, code).bind(3, uses);
    return s.run();
}

DbResult<std::optional<BetRow>> WalletStore::find_bet(std::int64_t bet_id) {
    CROUPIER_TRY(auto s, connection_.prepare(with(bet_columns, "WHERE bet_id = ?1")));
    s.bind(1, bet_id);
    return read_one(s, read_bet);
}

DbResult<std::vector<BetRow>> WalletStore::bets_after(std::int64_t number, std::int64_t limit) {
    CROUPIER_TRY(
        auto s,
        connection_.prepare(with(bet_columns, "WHERE number > ?1 ORDER BY number LIMIT ?2")));
    s.bind(1, number).bind(2, limit);
    return read_all(s, read_bet);
}

DbResult<std::int64_t> WalletStore::add_bet(const BetRow& bet, base::Instant now) {
    CROUPIER_TRY(
        auto s, connection_.prepare(
                    "INSERT INTO bet (bet_id, player, cashback, closed, tombstone, sequence, "
                    "opened_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number"));
    s.bind(1, bet.bet_id).bind(2, std::string_view(bet.player)).bind(3, flag(bet.cashback));
    s.bind(4, flag(bet.closed))
        .bind(5, flag(bet.tombstone))
        .bind(6, bet.sequence)
        .bind(7, now.unix_ms);
    return returned_number(s);
}

DbResult<void> WalletStore::update_bet(const BetRow& bet) {
    CROUPIER_TRY(
        auto s, connection_.prepare("UPDATE bet SET closed = ?2, sequence = ?3, tombstone = ?4 "
                                    "WHERE number = ?1"));
    s.bind(1, bet.number).bind(2, flag(bet.closed)).bind(3, bet.sequence);
    s.bind(4, flag(bet.tombstone));
    return s.run();
}

DbResult<std::vector<BookingRow>> WalletStore::bookings_of(std::int64_t bet) {
    CROUPIER_TRY(
        auto s, connection_.prepare(with(booking_columns, "WHERE bet = ?1 ORDER BY number")));
    s.bind(1, bet);
    return read_all(s, read_booking);
}

DbResult<std::optional<BookingRow>> WalletStore::find_booking(std::int64_t number) {
    CROUPIER_TRY(auto s, connection_.prepare(with(booking_columns, "WHERE number = ?1")));
    s.bind(1, number);
    return read_one(s, read_booking);
}

DbResult<std::int64_t> WalletStore::add_booking(const BookingRow& booking) {
    CROUPIER_TRY(
        auto s,
        connection_.prepare(
            "INSERT INTO booking (bet, type, currency, amount, tax, promo_code, transaction_id, "
            "undoes, moved, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING "
            "number"));
    s.bind(1, booking.bet).bind(2, static_cast<std::int64_t>(booking.type));
    s.bind(3, booking.amount.currency().code())
        .bind(4, booking.amount.minor())
        .bind(5, booking.tax);
    s.bind(6, booking.promo_code).bind(7, booking.transaction_id).bind(8, booking.undoes);
    s.bind(9, flag(booking.moved)).bind(10, booking.at.unix_ms);
    return returned_number(s);
}

DbResult<std::optional<KeyRow>> WalletStore::find_key(std::string_view transaction_id) {
    CROUPIER_TRY(
        auto s,
        connection_.prepare(
            "SELECT content, code, booking FROM transaction_key WHERE transaction_id = ?1"));
    s.bind(1, transaction_id);
    return read_one<KeyRow>(s, [](const Statement& row) {
        return KeyRow{
            .content = row.column_text(0),
            .code = static_cast<Code>(row.column_i64(1)),
            .booking = row.column_optional_i64(2)};
    });
}

DbResult<void> WalletStore::add_key(std::string_view transaction_id, const KeyRow& key) {
    CROUPIER_TRY(
        auto s, connection_.prepare("INSERT INTO transaction_key VALUES (?1, ?2, ?3, ?4)"));
    s.bind(1, transaction_id).bind(2, std::string_view(key.content));
    s.bind(3, static_cast<std::int64_t>(key.code)).bind(4, key.booking);
    return s.run();
}

DbResult<std::vector<Announcement>> WalletStore::announcements() {
    CROUPIER_TRY(
        auto s, connection_.prepare("SELECT number, cashback, body, queued_at FROM announcement "
                                    "ORDER BY number"));
    return read_all<Announcement>(s, [](const Statement& row) {
        return Announcement{
            .number = row.column_i64(0),
            .cashback = row.column_i64(1) != 0,
            .body = row.column_text(2),
            .queued_at = base::Instant{row.column_i64(3)}};
    });
}

DbResult<bool> WalletStore::has_announcement(std::int64_t booking) {
    CROUPIER_TRY(auto s, connection_.prepare("SELECT 1 FROM announcement WHERE booking = ?1"));
    s.bind(1, booking);
    return s.step();
}

DbResult<std::int64_t> WalletStore::add_announcement(
    const Announcement& announcement, std::optional<std::int64_t> booking) {
    CROUPIER_TRY(
        auto s, connection_.prepare("INSERT INTO announcement (booking, cashback, body, queued_at) "
                                    "VALUES (?1, ?2, ?3, ?4) RETURNING number"));
    s.bind(1, booking)
        .bind(2, flag(announcement.cashback))
        .bind(3, std::string_view(announcement.body));
    s.bind(4, announcement.queued_at.unix_ms);
    return returned_number(s);
}

DbResult<void> WalletStore::remove_announcements(const std::vector<std::int64_t>& numbers) {
    CROUPIER_TRY(auto s, connection_.prepare("DELETE FROM announcement WHERE number = ?1"));
    for (const std::int64_t number : numbers) {
        s.bind(1, number);
        CROUPIER_TRY_VOID(s.run());
    }
    return {};
}

void WalletStore::tidy(base::Instant now) {
    if (auto forgotten = forget_token_ids(now); !forgotten.ok()) {
        base::log_warning("casino.tidy_failed", {{"detail", forgotten.error().detail}});
    }
    const auto bytes = connection_.wal_bytes();
    const bool large = bytes.ok() && bytes.value() > wal_bytes_max;
    const auto mode =
        large ? db::Connection::Checkpoint::restart : db::Connection::Checkpoint::passive;
    if (auto done = connection_.checkpoint(mode); !done.ok()) {
        base::log_warning("casino.checkpoint_failed", {{"detail", done.error().detail}});
    }
}

}  // namespace croupier::sandbox::casino
