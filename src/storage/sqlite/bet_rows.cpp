// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/bet_rows.h"

#include "storage/sqlite/transfer_rows.h"
#include "storage/texts.h"

namespace croupier::storage::sqlite {

namespace {

using domain::Bet;

// The order of read_row and of insert_bet's values.
const std::string columns =
    "slot, bet, currency, player, casino, partner_user, tag_id, provider, provider_bet, session,"
    " game, round, mode, instant, win, content, tombstone, created_at, hold_until, doubt_since,"
    " info_wanted, info_due, info_failures, closing_state, closing_seq, closing_last_was_close,"
    " closing_failures, closing_due, no_list_since, stale_since, no_list, denied, later_from,"
    " later_done, later_wanted";
const std::string insert_sql = "INSERT INTO bet(" + columns +
                               ", next_due) VALUES "
                               "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                               "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view update_sql =
    "UPDATE bet SET doubt_since = ?3, info_wanted = ?4, info_due = ?5, info_failures = ?6,"
    " closing_state = ?7, closing_seq = ?8, closing_last_was_close = ?9, closing_failures = ?10,"
    " closing_due = ?11, no_list_since = ?12, stale_since = ?13, no_list = ?14, denied = ?15,"
    " later_from = ?16, later_done = ?17, later_wanted = ?18, next_due = ?19 WHERE slot = ?1 AND "
    "bet = ?2";
const std::string by_id_sql = "SELECT " + columns + " FROM bet WHERE slot = ? AND bet = ?";
const std::string by_key_sql =
    "SELECT " + columns +
    " FROM bet WHERE slot = ? AND player = ? AND provider = ? AND provider_bet = ?";
const std::string after_sql =
    "SELECT " + columns + " FROM bet WHERE (slot, bet) > (?, ?) ORDER BY slot, bet LIMIT ?";

DbResult<void> insert_bet(db::Connection& connection, const usecases::BetWrite& write) {
    const Bet& bet = write.bet;
    CROUPIER_TRY(auto statement, connection.prepare(insert_sql));
    bind_all(
        statement, bet.player.slot, bet.id, bet.currency, bet.player.player, bet.casino,
        bet.partner_user, bet.tag_id, bet.provider, bet.provider_bet, bet.session, bet.game,
        bet.round, to_word(bet.mode), bet.instant, bet.win, bet.content, bet.tombstone,
        bet.created_at, bet.hold_until, bet.doubt_since, bet.info_wanted, bet.info_due,
        bet.info_failures, to_word(bet.closing.state), bet.closing.seq, bet.closing.last_was_close,
        bet.closing.failures, bet.closing.due, bet.no_list_since, bet.stale_since, bet.no_list,
        bet.denied, bet.later.from, bet.later.done, bet.later.wanted, write.next_due);
    return statement.run();
}

DbResult<void> update_bet(db::Connection& connection, const usecases::BetWrite& write) {
    const Bet& bet = write.bet;
    CROUPIER_TRY(auto statement, connection.prepare(update_sql));
    bind_all(
        statement, bet.player.slot, bet.id, bet.doubt_since, bet.info_wanted, bet.info_due,
        bet.info_failures, to_word(bet.closing.state), bet.closing.seq, bet.closing.last_was_close,
        bet.closing.failures, bet.closing.due, bet.no_list_since, bet.stale_since, bet.no_list,
        bet.denied, bet.later.from, bet.later.done, bet.later.wanted, write.next_due);
    CROUPIER_TRY_VOID(statement.run());
    if (connection.changes() != 1) return refuse_row("no bet to update");
    return {};
}

domain::Closing read_closing(RowReader& row) {
    return {
        .state = row.word(parse_closure),
        .seq = row.next<std::uint64_t>(),
        .last_was_close = row.next<bool>(),
        .failures = row.next<std::uint32_t>(),
        .due = row.next<base::Instant>()};
}

// Without transfers: they are read beside it. The initializers run in the order written.
DbResult<Bet> read_row(const db::Statement& statement) {
    RowReader row(statement);
    const auto slot = row.next<domain::Slot>();
    const auto id = row.next<domain::BetId>();
    const auto currency = row.next<domain::Currency>();
    Bet bet{
        .id = id,
        .player = {slot, row.next<domain::PlayerId>()},
        .casino = row.next<domain::CasinoId>(),
        .partner_user = row.next<domain::PartnerUserId>(),
        .tag_id = row.next<std::int64_t>(),
        .provider = row.next<domain::ProviderId>(),
        .provider_bet = row.next<domain::ProviderBetId>(),
        .session = row.next<domain::SessionId>(),
        .game = row.next<domain::GameId>(),
        .round = row.next<domain::RoundId>(),
        .currency = currency,
        .mode = row.word(parse_mode),
        .instant = row.next<bool>(),
        .win = row.optional_money(currency),
        .content = row.next<std::string>(),
        .tombstone = row.next<bool>(),
        .created_at = row.next<base::Instant>(),
        .hold_until = row.next<base::Instant>(),
        .doubt_since = row.next<std::optional<base::Instant>>(),
        .info_wanted = row.next<bool>(),
        .info_due = row.next<base::Instant>(),
        .info_failures = row.next<std::uint32_t>(),
        .closing = read_closing(row),
        .transfers = {}};
    bet.no_list_since = row.next<std::optional<base::Instant>>();
    bet.stale_since = row.next<std::optional<base::Instant>>();
    bet.no_list = row.next<bool>();
    bet.denied = row.next<bool>();
    bet.later.from = row.next<base::Instant>();
    bet.later.done = row.next<std::uint8_t>();
    bet.later.wanted = row.next<std::uint8_t>();
    return row.done(std::move(bet), "bet");
}

DbResult<std::optional<Bet>> read_one(db::Connection& connection, db::Statement statement) {
    CROUPIER_TRY(const bool found, statement.step());
    if (!found) return std::optional<Bet>{};
    CROUPIER_TRY(auto bet, read_row(statement));
    CROUPIER_TRY(bet.transfers, read_transfers(connection, bet));
    return std::optional<Bet>(std::move(bet));
}

}  // namespace

DbResult<void> write_bet(db::Connection& connection, const usecases::BetWrite& write) {
    if (write.before) {
        CROUPIER_TRY_VOID(update_bet(connection, write));
    } else {
        CROUPIER_TRY_VOID(insert_bet(connection, write));
    }
    const auto& transfers = write.bet.transfers;
    const std::size_t known = write.before ? write.before->transfers.size() : 0;
    for (std::size_t ordinal = 0; ordinal < transfers.size(); ++ordinal) {
        if (ordinal >= known) {
            CROUPIER_TRY_VOID(insert_transfer(connection, write.bet, ordinal));
        } else if (!(write.before->transfers[ordinal] == transfers[ordinal])) {
            CROUPIER_TRY_VOID(update_transfer(connection, write.bet, ordinal));
        }
    }
    return {};
}

DbResult<std::optional<Bet>> read_bet(db::Connection& connection, domain::BetId id) {
    CROUPIER_TRY(auto statement, connection.prepare(by_id_sql));
    bind_all(statement, domain::slot_of(id), id);
    return read_one(connection, std::move(statement));
}

DbResult<std::optional<Bet>> read_bet(db::Connection& connection, const usecases::BetKey& key) {
    CROUPIER_TRY(auto statement, connection.prepare(by_key_sql));
    bind_all(statement, key.player.slot, key.player.player, key.provider, key.bet);
    return read_one(connection, std::move(statement));
}

DbResult<std::vector<Bet>> read_bets_after(
    db::Connection& connection, domain::BetId after, std::size_t limit) {
    CROUPIER_TRY(auto statement, connection.prepare(after_sql));
    bind_all(statement, domain::slot_of(after), after, limit);
    std::vector<Bet> bets;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return bets;
        CROUPIER_TRY(auto bet, read_row(statement));
        CROUPIER_TRY(bet.transfers, read_transfers(connection, bet));
        bets.push_back(std::move(bet));
    }
}

}  // namespace croupier::storage::sqlite
