// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/reader.h"

#include <algorithm>

#include "storage/cursor.h"
#include "storage/sqlite/bet_rows.h"
#include "storage/sqlite/faults.h"
#include "storage/sqlite/ledger.h"
#include "storage/sqlite/list_rows.h"
#include "storage/sqlite/people_rows.h"
#include "storage/sqlite/request_rows.h"

namespace croupier::storage::sqlite {

namespace {

using usecases::StoreFault;
using usecases::TransactionPage;
using usecases::TransactionQuery;

constexpr std::string_view at_work_sql =
    "SELECT bet FROM bet WHERE next_due IS NOT NULL AND (slot, bet) > (?, ?)"
    " ORDER BY slot, bet LIMIT ?";

constexpr std::string_view stuck_sql =
    "SELECT bet FROM (SELECT slot, bet FROM transfer WHERE stuck = 1"
    " UNION SELECT slot, bet FROM transfer WHERE extra = 'open'"
    " UNION SELECT slot, bet FROM bet WHERE closing_state = 'given_up')"
    " WHERE (slot, bet) > (?, ?) ORDER BY slot, bet LIMIT ?";

// Each narrows the search by the key that finds the fewest rows: a bet, a player's bets, the time.
// Demo transfers have no casino and so are in none of them.
constexpr std::string_view of_bet_sql =
    "SELECT bet, ordinal, decided_at, id FROM transfer"
    " WHERE slot = ?6 AND bet = ?7 AND casino = ?1 AND decided_at >= ?2 AND decided_at < ?3"
    " AND (decided_at, id) > (?4, ?5) ORDER BY decided_at, id LIMIT ?8";
constexpr std::string_view of_player_sql =
    "SELECT transfer.bet, ordinal, decided_at, id FROM bet CROSS JOIN transfer"
    " ON transfer.slot = bet.slot AND transfer.bet = bet.bet"
    " WHERE bet.slot = ?6 AND bet.player = ?7 AND transfer.casino = ?1"
    " AND decided_at >= ?2 AND decided_at < ?3 AND (decided_at, id) > (?4, ?5)"
    " ORDER BY decided_at, id LIMIT ?8";
constexpr std::string_view by_time_sql =
    "SELECT bet, ordinal, decided_at, id FROM transfer"
    " WHERE casino = ?1 AND decided_at >= ?2 AND decided_at < ?3"
    " AND (decided_at, id) > (?4, ?5) ORDER BY decided_at, id LIMIT ?6";

struct Place {
    domain::BetId bet;
    std::size_t ordinal;
    TransactionCursor cursor;
};

DbResult<std::vector<Place>> places_in(db::Statement statement) {
    std::vector<Place> places;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return places;
        RowReader row(statement);
        Place place{
            .bet = row.next<domain::BetId>(),
            .ordinal = row.next<std::size_t>(),
            .cursor = {row.next<base::Instant>(), row.next<domain::TransactionId>()}};
        CROUPIER_TRY(place, row.done(place, "transfer"));
        places.push_back(place);
    }
}

// One row more than the limit tells whether there is a next page.
DbResult<std::vector<Place>> find_places(
    db::Connection& connection, const TransactionQuery& query, const TransactionCursor& after) {
    // The cursor bounds the time too: a later page does not walk over the earlier ones.
    const base::Instant from = std::max(query.from, after.decided_at);
    const auto bind_with = [&](db::Statement& statement, const auto&... key) {
        bind_all(
            statement, query.casino, from, query.to, after.decided_at, after.id, key...,
            query.limit + 1);
    };
    if (query.bet) {
        CROUPIER_TRY(const auto bet, read_bet(connection, *query.bet));
        const bool theirs = bet && (!query.player || bet->partner_user == *query.player);
        if (!theirs) return std::vector<Place>{};
        CROUPIER_TRY(auto statement, connection.prepare(of_bet_sql));
        bind_with(statement, domain::slot_of(*query.bet), *query.bet);
        return places_in(std::move(statement));
    }
    if (query.player) {
        const usecases::PartnerPlayer partner{query.casino, *query.player};
        CROUPIER_TRY(const auto player, read_player(connection, partner));
        if (!player) return std::vector<Place>{};
        CROUPIER_TRY(auto statement, connection.prepare(of_player_sql));
        bind_with(statement, player->key.slot, player->key.player);
        return places_in(std::move(statement));
    }
    CROUPIER_TRY(auto statement, connection.prepare(by_time_sql));
    bind_with(statement);
    return places_in(std::move(statement));
}

DbResult<TransactionPage> read_page(
    db::Connection& connection, const TransactionQuery& query, const TransactionCursor& after) {
    CROUPIER_TRY(auto places, find_places(connection, query, after));
    TransactionPage page;
    if (places.size() > query.limit) {
        places.pop_back();
        if (!places.empty()) page.cursor = to_text(places.back().cursor);
    }
    for (const Place& place : places) {
        CROUPIER_TRY(auto bet, read_bet(connection, place.bet));
        if (!bet || place.ordinal >= bet->transfers.size()) {
            return refuse_row("a transfer without its bet");
        }
        page.rows.push_back({std::move(*bet), place.ordinal});
    }
    return page;
}

DbResult<std::vector<domain::BetId>> read_ids(
    db::Connection& connection, std::string_view sql, domain::BetId after, std::size_t limit) {
    CROUPIER_TRY(auto statement, connection.prepare(sql));
    bind_all(statement, domain::slot_of(after), after, limit);
    std::vector<domain::BetId> ids;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return ids;
        ids.push_back(RowReader(statement).next<domain::BetId>());
    }
}

}  // namespace

template <class Read>
auto SqliteReader::in_one_picture(std::string_view during, Read read) {
    using Answer = decltype(read());
    auto begun = connection_.execute("BEGIN");
    auto answer = begun.ok() ? read() : Answer(base::fail(begun.error()));
    connection_.rollback();
    return or_fault(during, std::move(answer));
}

base::Result<std::vector<domain::BetId>, StoreFault> SqliteReader::bets_at_work(
    domain::BetId after, std::size_t limit) {
    return or_fault("bets at work", read_ids(connection_, at_work_sql, after, limit));
}

base::Result<std::vector<domain::BetId>, StoreFault> SqliteReader::bets_stuck(
    domain::BetId after, std::size_t limit) {
    return or_fault("stuck bets", read_ids(connection_, stuck_sql, after, limit));
}

base::Result<std::optional<domain::Bet>, StoreFault> SqliteReader::bet(domain::BetId id) {
    return in_one_picture("bet", [&] { return read_bet(connection_, id); });
}

base::Result<TransactionPage, StoreFault> SqliteReader::transactions(
    const TransactionQuery& query) {
    TransactionCursor after{query.from, {}};  // before every row: no transaction has the empty id
    if (!query.cursor.empty()) {
        const auto cursor = parse_cursor(query.cursor);
        if (!cursor) return base::fail(StoreFault::poison);
        after = *cursor;
    }
    return in_one_picture("transactions", [&] { return read_page(connection_, query, after); });
}

base::Result<domain::Balances, StoreFault> SqliteReader::balances() {
    return or_fault("balances", read_balances(connection_));
}

base::Result<std::vector<domain::Bet>, StoreFault> SqliteReader::bets_after(
    domain::BetId after, std::size_t limit) {
    return in_one_picture("bets", [&] { return read_bets_after(connection_, after, limit); });
}

base::Result<std::optional<domain::Player>, StoreFault> SqliteReader::player(
    const usecases::PartnerPlayer& partner) {
    return or_fault("player", read_player(connection_, partner));
}

base::Result<std::vector<domain::PlayerEvent>, StoreFault> SqliteReader::player_events(
    const domain::PlayerKey& player) {
    return or_fault("player events", read_player_events(connection_, player));
}

base::Result<std::vector<usecases::SeenRequest>, StoreFault> SqliteReader::seen_requests(
    base::Instant now) {
    return or_fault("requests", read_requests(connection_, now));
}

base::Result<std::vector<usecases::ListVerdict>, StoreFault> SqliteReader::list_verdicts() {
    return or_fault("list verdicts", read_list_verdicts(connection_));
}

}  // namespace croupier::storage::sqlite
