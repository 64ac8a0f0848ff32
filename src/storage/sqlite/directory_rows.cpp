// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/directory_rows.h"

#include "storage/terms_json.h"

namespace croupier::storage::sqlite {

namespace {

using usecases::CasinoRow;
using usecases::KeyRow;
using usecases::ProviderRow;

// Adding and setting take their values in the same order, with the key first.
constexpr std::string_view add_casino_sql =
    "INSERT INTO casino(casino, name, api_url, enabled, secret_sha256, terms)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view set_casino_sql =
    "UPDATE casino SET name = ?2, api_url = ?3, enabled = ?4, secret_sha256 = ?5, terms = ?6"
    " WHERE casino = ?1";
constexpr std::string_view casinos_sql =
    "SELECT casino, name, api_url, enabled, secret_sha256, terms FROM casino ORDER BY casino";

constexpr std::string_view add_provider_sql =
    "INSERT INTO provider(provider, name, api_url, enabled, secret_sealed, terms)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view set_provider_sql =
    "UPDATE provider SET name = ?2, api_url = ?3, enabled = ?4, secret_sealed = ?5, terms = ?6"
    " WHERE provider = ?1";
constexpr std::string_view providers_sql =
    "SELECT provider, name, api_url, enabled, secret_sealed, terms FROM provider"
    " ORDER BY provider";

// The id counts on from the greatest: no game is ever deleted.
constexpr std::string_view add_game_sql =
    "INSERT INTO game(game, name, category, image_url, has_demo, live, enabled, listed, min_bet,"
    " max_bet, provider, provider_game) VALUES ((SELECT coalesce(max(game), 0) + 1 FROM game),"
    " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
constexpr std::string_view set_game_sql =
    "UPDATE game SET name = ?2, category = ?3, image_url = ?4, has_demo = ?5, live = ?6,"
    " enabled = ?7, listed = ?8, min_bet = ?9, max_bet = ?10 WHERE game = ?1";
constexpr std::string_view games_sql =
    "SELECT game, provider, provider_game, name, category, image_url, has_demo, live, enabled,"
    " min_bet, max_bet, listed FROM game ORDER BY game";

constexpr std::string_view add_key_sql =
    "INSERT INTO signing_key(kid, algorithm, state, private_pem_sealed, created_at, activated_at,"
    " retired_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view set_key_sql =
    "UPDATE signing_key SET algorithm = ?2, state = ?3, private_pem_sealed = ?4, created_at = ?5,"
    " activated_at = ?6, retired_at = ?7 WHERE kid = ?1";
constexpr std::string_view keys_sql =
    "SELECT kid, algorithm, state, private_pem_sealed, created_at, activated_at, retired_at"
    " FROM signing_key ORDER BY created_at, kid";

void bind_row(db::Statement& statement, const CasinoRow& row) {
    const auto& terms = row.terms;
    bind_all(
        statement, terms.id, terms.name, terms.api_url, terms.enabled, row.secret_sha256,
        terms_text(terms));
}

void bind_row(db::Statement& statement, const ProviderRow& row) {
    const auto& terms = row.terms;
    bind_all(
        statement, terms.id, terms.name, terms.api_url, terms.enabled, row.secret_sealed,
        terms_text(terms));
}

void bind_row(db::Statement& statement, const KeyRow& row) {
    bind_all(
        statement, row.kid, crypto::to_text(row.algorithm), usecases::to_text(row.state),
        row.private_pem_sealed, row.created_at, row.activated_at, row.retired_at);
}

void bind_row(db::Statement& statement, const KnownGame& game) {
    const auto& terms = game.terms;
    bind_all(
        statement, terms.id, terms.name, terms.category, terms.image_url, terms.has_demo,
        terms.live, terms.enabled, game.listed, terms.min_bet, terms.max_bet);
}

template <class Row>
DbResult<void> add_with(db::Connection& connection, std::string_view sql, const Row& row) {
    CROUPIER_TRY(auto statement, connection.prepare(sql));
    bind_row(statement, row);
    return statement.run();
}

template <class Row>
DbResult<bool> set_with(db::Connection& connection, std::string_view sql, const Row& row) {
    CROUPIER_TRY_VOID(add_with(connection, sql, row));
    return connection.changes() == 1;
}

DbResult<CasinoRow> casino_in(const db::Statement& statement) {
    RowReader row(statement);
    CasinoRow casino;
    casino.terms.id = row.next<domain::CasinoId>();
    casino.terms.name = row.next<std::string>();
    casino.terms.api_url = row.next<std::string>();
    casino.terms.enabled = row.next<bool>();
    casino.secret_sha256 = row.next<std::string>();
    if (!read_terms(row.next<std::string>(), casino.terms)) row.refuse();
    return row.done(std::move(casino), "casino");
}

DbResult<ProviderRow> provider_in(const db::Statement& statement) {
    RowReader row(statement);
    ProviderRow provider;
    provider.terms.id = row.next<domain::ProviderId>();
    provider.terms.name = row.next<std::string>();
    provider.terms.api_url = row.next<std::string>();
    provider.terms.enabled = row.next<bool>();
    provider.secret_sealed = row.next<std::string>();
    if (!read_terms(row.next<std::string>(), provider.terms)) row.refuse();
    return row.done(std::move(provider), "provider");
}

DbResult<KnownGame> game_in(const db::Statement& statement) {
    RowReader row(statement);
    domain::GameTerms terms{
        .id = row.next<domain::GameId>(),
        .provider = row.next<domain::ProviderId>(),
        .provider_game = row.next<domain::ProviderGameId>(),
        .name = row.next<std::string>(),
        .category = row.next<std::string>(),
        .image_url = row.next<std::string>(),
        .has_demo = row.next<bool>(),
        .live = row.next<bool>(),
        .enabled = row.next<bool>(),
        .min_bet = row.next<std::string>(),
        .max_bet = row.next<std::string>()};
    const bool listed = row.next<bool>();
    return row.done(KnownGame{std::move(terms), listed}, "game");
}

DbResult<KeyRow> key_in(const db::Statement& statement) {
    RowReader row(statement);
    KeyRow key{
        .kid = row.next<std::string>(),
        .algorithm = row.word(crypto::parse_signing_algorithm),
        .state = row.word(usecases::parse_key_state),
        .private_pem_sealed = row.next<std::string>(),
        .created_at = row.next<base::Instant>(),
        .activated_at = row.next<std::optional<base::Instant>>(),
        .retired_at = row.next<std::optional<base::Instant>>()};
    return row.done(std::move(key), "signing_key");
}

template <class Row>
DbResult<std::vector<Row>> read_all(
    db::Connection& connection, std::string_view sql, DbResult<Row> (*read)(const db::Statement&)) {
    CROUPIER_TRY(auto statement, connection.prepare(sql));
    std::vector<Row> rows;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return rows;
        CROUPIER_TRY(auto row, read(statement));
        rows.push_back(std::move(row));
    }
}

}  // namespace

DbResult<void> add_row(db::Connection& connection, const CasinoRow& row) {
    return add_with(connection, add_casino_sql, row);
}
DbResult<void> add_row(db::Connection& connection, const ProviderRow& row) {
    return add_with(connection, add_provider_sql, row);
}
DbResult<void> add_row(db::Connection& connection, const KeyRow& row) {
    return add_with(connection, add_key_sql, row);
}
DbResult<void> add_row(db::Connection& connection, const KnownGame& game) {
    CROUPIER_TRY(auto statement, connection.prepare(add_game_sql));
    bind_row(statement, game);
    bind_value(statement, 11, game.terms.provider);
    bind_value(statement, 12, game.terms.provider_game);
    return statement.run();
}

DbResult<bool> set_row(db::Connection& connection, const CasinoRow& row) {
    return set_with(connection, set_casino_sql, row);
}
DbResult<bool> set_row(db::Connection& connection, const ProviderRow& row) {
    return set_with(connection, set_provider_sql, row);
}
DbResult<bool> set_row(db::Connection& connection, const KeyRow& row) {
    return set_with(connection, set_key_sql, row);
}
DbResult<bool> set_row(db::Connection& connection, const KnownGame& game) {
    return set_with(connection, set_game_sql, game);
}

DbResult<std::vector<CasinoRow>> read_casinos(db::Connection& connection) {
    return read_all(connection, casinos_sql, casino_in);
}
DbResult<std::vector<ProviderRow>> read_providers(db::Connection& connection) {
    return read_all(connection, providers_sql, provider_in);
}
DbResult<std::vector<KnownGame>> read_games(db::Connection& connection) {
    return read_all(connection, games_sql, game_in);
}
DbResult<std::vector<KeyRow>> read_keys(db::Connection& connection) {
    return read_all(connection, keys_sql, key_in);
}

}  // namespace croupier::storage::sqlite
