// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/desk.h"

#include <algorithm>

#include "base/id.h"
#include "base/text.h"

namespace croupier::sandbox::casino {

namespace {

using db::DbResult;
using domain::Money;

std::string sentence(const db::DbError& error) { return "books: " + error.detail; }

DeskResult<Money> read_money(
    std::string_view name, std::string_view text, domain::Currency currency) {
    const auto money = domain::parse_money(text, currency, domain::ExtraDigits::ignore_zeros);
    if (!money.ok()) return base::fail(std::string(name) + ": an amount of the currency is wanted");
    return money.value();
}

domain::Currency known_currency(const std::string& code) {
    const auto currency = domain::Currency::from_code(code);
    CROUPIER_CHECK(currency.has_value());
    return *currency;
}

DbResult<void> read_bookings(db::Connection& connection, Book& book) {
    CROUPIER_TRY(
        auto s,
        connection.prepare("SELECT booking.currency, bet.cashback, booking.type, count(*), "
                           "sum(booking.amount) FROM booking JOIN bet ON bet.number = booking.bet "
                           "WHERE booking.moved = 1 GROUP BY 1, 2, 3"));
    for (;;) {
        CROUPIER_TRY(const bool more, s.step());
        if (!more) return {};
        CurrencyBook& lines = book.currencies[known_currency(s.column_text(0))];
        auto& side = s.column_i64(1) != 0 ? lines.cashbacks : lines.bets;
        side[static_cast<TransactionType>(s.column_i64(2))] = {s.column_i64(3), s.column_i64(4)};
    }
}

DbResult<void> read_players(db::Connection& connection, Book& book) {
    CROUPIER_TRY(
        auto s,
        connection.prepare("SELECT currency, count(*), sum(balance), sum(deposited) FROM player "
                           "GROUP BY currency"));
    for (;;) {
        CROUPIER_TRY(const bool more, s.step());
        if (!more) return {};
        CurrencyBook& lines = book.currencies[known_currency(s.column_text(0))];
        lines.players = {s.column_i64(1), s.column_i64(2)};
        lines.deposits = s.column_i64(3);
    }
}

DbResult<void> read_bets(db::Connection& connection, Book& book) {
    CROUPIER_TRY(
        auto s, connection.prepare("SELECT coalesce(sum(closed = 0 AND tombstone = 0), 0), "
                                   "coalesce(sum(closed = 1 AND tombstone = 0), 0), "
                                   "coalesce(sum(tombstone), 0) FROM bet WHERE cashback = 0"));
    CROUPIER_TRY(const bool found, s.step());
    CROUPIER_CHECK(found);
    book.bets_open = s.column_i64(0);
    book.bets_closed = s.column_i64(1);
    book.tombstones = s.column_i64(2);
    return {};
}

}  // namespace

DeskResult<IssuedToken> Desk::open_account(const NewPlayer& wanted, base::Instant now) {
    CROUPIER_TRY(const PlayerRow player, read_new(wanted));
    auto done = store_.in_transaction([&]() -> DbResult<std::optional<std::string>> {
        CROUPIER_TRY(const auto known, store_.find_player(player.id));
        if (known) return std::optional<std::string>();
        CROUPIER_TRY_VOID(store_.add_player(player, now));
        CROUPIER_TRY(auto token, wallet_.issue_token(player.id, now));
        return std::optional(std::move(token));
    });
    if (!done.ok()) return base::fail(sentence(done.error()));
    if (!done.value()) return base::fail(std::string("partnerUserId: exists already"));
    return IssuedToken{player, *std::move(done).value()};
}

DeskResult<PlayerRow> Desk::read_new(const NewPlayer& wanted) {
    const auto currency = domain::Currency::from_code(wanted.currency);
    if (!currency ||
        std::find(currencies_.begin(), currencies_.end(), *currency) == currencies_.end()) {
        return base::fail(std::string("currency: one of the casino's currencies is wanted"));
    }
    const std::string id =
        wanted.id.value_or("player-" + base::to_text(base::make_uuid4(random_)).substr(0, 13));
    if (!base::is_wire_id(id))
        return base::fail(std::string("partnerUserId: 1 to 128 printable characters"));
    CROUPIER_TRY(const Money balance, read_money("balance", wanted.balance, *currency));
    if (balance.is_negative()) return base::fail(std::string("balance: 0 or more is wanted"));
    PlayerRow player{
        .id = id,
        .currency = *currency,
        .balance = balance.minor(),
        .deposited = balance.minor(),
        .blocked = wanted.blocked,
        .stake_max = std::nullopt,
        .language = wanted.language,
        .country = wanted.country,
        .is_test = wanted.is_test};
    if (wanted.stake_max) {
        CROUPIER_TRY(const Money most, read_money("stakeMax", *wanted.stake_max, *currency));
        player.stake_max = most.minor();
    }
    return player;
}

DeskResult<IssuedToken> Desk::issue_token(const std::string& player, base::Instant now) {
    auto done = store_.in_transaction([&]() -> DbResult<std::optional<IssuedToken>> {
        CROUPIER_TRY(auto row, store_.find_player(player));
        if (!row) return std::optional<IssuedToken>();
        CROUPIER_TRY(auto token, wallet_.issue_token(player, now));
        return std::optional(IssuedToken{std::move(*row), std::move(token)});
    });
    if (!done.ok()) return base::fail(sentence(done.error()));
    if (!done.value()) return base::fail(std::string("partnerUserId: no such player"));
    return *std::move(done).value();
}

DeskResult<PlayerRow> Desk::change(const std::string& player, const PlayerChange& change) {
    std::optional<PlayerRow> row;
    const auto done = store_.in_transaction([&]() -> DbResult<std::optional<std::string>> {
        CROUPIER_TRY(row, store_.find_player(player));
        if (!row) return std::optional<std::string>("partnerUserId: no such player");
        return apply(*row, change);
    });
    if (!done.ok()) return base::fail(sentence(done.error()));
    if (done.value()) return base::fail(*done.value());
    return *row;
}

// Gives the sentence of a refusal; then nothing was written.
DbResult<std::optional<std::string>> Desk::apply(PlayerRow& player, const PlayerChange& change) {
    const auto refusal = [](std::string why) { return std::optional(std::move(why)); };
    if (change.blocked) player.blocked = *change.blocked;
    if (change.stake_max && change.stake_max->empty()) {
        player.stake_max.reset();
    } else if (change.stake_max) {
        const auto most = read_money("stakeMax", *change.stake_max, player.currency);
        if (!most.ok()) return refusal(most.error());
        player.stake_max = most.value().minor();
    }
    if (change.deposit) {
        const auto deposit = read_money("deposit", *change.deposit, player.currency);
        if (!deposit.ok()) return refusal(deposit.error());
        const auto balance = domain::add(Money(player.balance, player.currency), deposit.value());
        const auto deposited =
            domain::add(Money(player.deposited, player.currency), deposit.value());
        const bool overdrawn = deposit.value().is_negative() && balance && balance->is_negative();
        if (!balance || !deposited || overdrawn) return refusal("deposit: out of range");
        player.balance = balance->minor();
        player.deposited = deposited->minor();
    }
    CROUPIER_TRY_VOID(store_.update_player(player));
    if (change.promo_code) {
        CROUPIER_TRY_VOID(store_.set_promo_uses(
            player.id, *change.promo_code, std::max<std::int64_t>(0, change.promo_uses)));
    }
    return std::optional<std::string>();
}

DeskResult<std::optional<PlayerRow>> Desk::find(const std::string& player) {
    auto row = store_.find_player(player);
    if (!row.ok()) return base::fail(sentence(row.error()));
    return std::move(row).value();
}

DeskResult<std::vector<PlayerRow>> Desk::list(const std::string& after, std::int64_t limit) {
    auto rows = store_.players_after(after, limit);
    if (!rows.ok()) return base::fail(sentence(rows.error()));
    return std::move(rows).value();
}

DeskResult<Book> Desk::book() {
    const auto done = store_.in_transaction([&]() -> DbResult<Book> {
        Book book;
        CROUPIER_TRY_VOID(read_bookings(store_.connection(), book));
        CROUPIER_TRY_VOID(read_players(store_.connection(), book));
        CROUPIER_TRY_VOID(read_bets(store_.connection(), book));
        return book;
    });
    if (!done.ok()) return base::fail(sentence(done.error()));
    return done.value();
}

DeskResult<BetPage> Desk::bets(std::int64_t after, std::int64_t limit) {
    BetPage page;
    auto rows = store_.bets_after(after, limit);
    if (!rows.ok()) return base::fail(sentence(rows.error()));
    for (BetRow& row : rows.value()) {
        auto bookings = store_.bookings_of(row.number);
        if (!bookings.ok()) return base::fail(sentence(bookings.error()));
        page.bets.push_back({std::move(row), std::move(bookings).value()});
    }
    return page;
}

}  // namespace croupier::sandbox::casino
