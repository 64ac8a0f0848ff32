// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/people_rows.h"

#include "storage/texts.h"
#include "usecases/open_session.h"

namespace croupier::storage::sqlite {

namespace {

using domain::Player;
using domain::Session;

// The order of read_one_player and of write_player's values.
const std::string player_columns =
    "slot, player, casino, partner_user, created_at, blocked_by_casino_at, blocked_by_operator_at,"
    " sessions_ended_at, max_stake_currency, max_stake";
const std::string write_player_sql =
    "INSERT INTO player(" + player_columns +
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slot, player) DO UPDATE SET"
    " casino = excluded.casino, partner_user = excluded.partner_user,"
    " created_at = excluded.created_at, blocked_by_casino_at = excluded.blocked_by_casino_at,"
    " blocked_by_operator_at = excluded.blocked_by_operator_at,"
    " sessions_ended_at = excluded.sessions_ended_at,"
    " max_stake_currency = excluded.max_stake_currency, max_stake = excluded.max_stake";
const std::string player_by_key_sql =
    "SELECT " + player_columns + " FROM player WHERE slot = ? AND player = ?";
const std::string player_by_partner_sql =
    "SELECT " + player_columns + " FROM player WHERE slot = ? AND casino = ? AND partner_user = ?";

constexpr std::string_view insert_event_sql =
    "INSERT INTO player_event(slot, player, line, at, blocked, blocker, who, reason)"
    " VALUES (?1, ?2, (SELECT coalesce(max(line), 0) + 1 FROM player_event"
    " WHERE slot = ?1 AND player = ?2), ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view events_sql =
    "SELECT at, blocked, blocker, who, reason FROM player_event WHERE slot = ? AND player = ?"
    " ORDER BY line";

constexpr std::string_view write_session_sql =
    "INSERT INTO session(slot, session, player, casino, provider, game, currency, mode, min_bet,"
    " max_bet, tag_id, language, refresh_token_sealed, purse, created_at, last_call_at, ended_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (slot, session) DO UPDATE SET"
    " player = excluded.player, casino = excluded.casino, provider = excluded.provider,"
    " game = excluded.game, currency = excluded.currency, mode = excluded.mode,"
    " min_bet = excluded.min_bet, max_bet = excluded.max_bet, tag_id = excluded.tag_id,"
    " language = excluded.language, refresh_token_sealed = excluded.refresh_token_sealed,"
    " purse = excluded.purse, created_at = excluded.created_at,"
    " last_call_at = excluded.last_call_at, ended_at = excluded.ended_at";
constexpr std::string_view session_by_id_sql =
    "SELECT slot, session, player, casino, provider, game, currency, mode, min_bet, max_bet,"
    " tag_id, language, refresh_token_sealed, purse, created_at, last_call_at, ended_at"
    " FROM session WHERE slot = ? AND session = ?";

DbResult<std::optional<Player>> read_one_player(db::Statement statement) {
    CROUPIER_TRY(const bool found, statement.step());
    if (!found) return std::optional<Player>{};
    RowReader row(statement);
    const auto slot = row.next<domain::Slot>();
    Player player{
        .key = {slot, row.next<domain::PlayerId>()},
        .casino = row.next<domain::CasinoId>(),
        .partner_user = row.next<domain::PartnerUserId>(),
        .created_at = row.next<base::Instant>(),
        .blocked_by_casino_at = row.next<std::optional<base::Instant>>(),
        .blocked_by_operator_at = row.next<std::optional<base::Instant>>(),
        .sessions_ended_at = row.next<std::optional<base::Instant>>()};
    if (const auto currency = row.next<std::optional<domain::Currency>>()) {
        player.max_stake = row.money(*currency);
    }
    return row.done(std::optional(std::move(player)), "player");
}

Session session_from(RowReader& row) {
    const auto slot = row.next<domain::Slot>();
    const auto id = row.next<domain::SessionId>();
    const domain::PlayerKey player{slot, row.next<domain::PlayerId>()};
    const auto casino = row.next<domain::CasinoId>();
    const auto provider = row.next<domain::ProviderId>();
    const auto game = row.next<domain::GameId>();
    const auto currency = row.next<domain::Currency>();
    return {
        .id = id,
        .player = player,
        .casino = casino,
        .provider = provider,
        .game = game,
        .currency = currency,
        .mode = row.word(parse_mode),
        .min_bet = row.money(currency),
        .max_bet = row.money(currency),
        .tag_id = row.next<std::int64_t>(),
        .language = row.next<std::string>(),
        .refresh_token_sealed = row.next<std::string>(),
        .purse = row.money(currency),
        .created_at = row.next<base::Instant>(),
        .last_call_at = row.next<base::Instant>(),
        .ended_at = row.next<std::optional<base::Instant>>()};
}

}  // namespace

DbResult<void> write_player(db::Connection& connection, const Player& player) {
    CROUPIER_TRY(auto statement, connection.prepare(write_player_sql));
    std::optional<domain::Currency> currency;
    if (player.max_stake) currency = player.max_stake->currency();
    bind_all(
        statement, player.key.slot, player.key.player, player.casino, player.partner_user,
        player.created_at, player.blocked_by_casino_at, player.blocked_by_operator_at,
        player.sessions_ended_at, currency, player.max_stake);
    return statement.run();
}

DbResult<void> insert_player_event(db::Connection& connection, const domain::PlayerEvent& event) {
    CROUPIER_TRY(auto statement, connection.prepare(insert_event_sql));
    bind_all(
        statement, event.player.slot, event.player.player, event.at, event.blocked,
        domain::to_text(event.blocker), event.who, event.reason);
    return statement.run();
}

DbResult<std::vector<domain::PlayerEvent>> read_player_events(
    db::Connection& connection, const domain::PlayerKey& player) {
    CROUPIER_TRY(auto statement, connection.prepare(events_sql));
    bind_all(statement, player.slot, player.player);
    std::vector<domain::PlayerEvent> events;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return events;
        RowReader row(statement);
        domain::PlayerEvent event{
            .player = player,
            .at = row.next<base::Instant>(),
            .blocked = row.next<bool>(),
            .blocker = row.word(domain::parse_blocker),
            .who = row.next<std::string>(),
            .reason = row.next<std::string>()};
        CROUPIER_TRY(event, row.done(std::move(event), "player event"));
        events.push_back(std::move(event));
    }
}

DbResult<void> write_session(db::Connection& connection, const Session& session) {
    CROUPIER_TRY(auto statement, connection.prepare(write_session_sql));
    bind_all(
        statement, session.player.slot, session.id, session.player.player, session.casino,
        session.provider, session.game, session.currency, to_word(session.mode), session.min_bet,
        session.max_bet, session.tag_id, session.language, session.refresh_token_sealed,
        session.purse, session.created_at, session.last_call_at, session.ended_at);
    return statement.run();
}

DbResult<std::optional<Player>> read_player(
    db::Connection& connection, const domain::PlayerKey& key) {
    CROUPIER_TRY(auto statement, connection.prepare(player_by_key_sql));
    bind_all(statement, key.slot, key.player);
    return read_one_player(std::move(statement));
}

DbResult<std::optional<Player>> read_player(
    db::Connection& connection, const usecases::PartnerPlayer& partner) {
    const auto& [casino, user] = partner;
    CROUPIER_TRY(auto statement, connection.prepare(player_by_partner_sql));
    bind_all(statement, usecases::slot_for(casino, user), casino, user);
    return read_one_player(std::move(statement));
}

DbResult<std::optional<Session>> read_session(db::Connection& connection, domain::SessionId id) {
    CROUPIER_TRY(auto statement, connection.prepare(session_by_id_sql));
    bind_all(statement, domain::slot_of(id), id);
    CROUPIER_TRY(const bool found, statement.step());
    if (!found) return std::optional<Session>{};
    RowReader row(statement);
    auto session = session_from(row);
    return row.done(std::optional(std::move(session)), "session");
}

}  // namespace croupier::storage::sqlite
