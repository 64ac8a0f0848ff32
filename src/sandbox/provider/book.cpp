// SPDX-License-Identifier: Apache-2.0
#include "sandbox/provider/book.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "sandbox/provider/book_schema.h"

namespace croupier::sandbox::provider {
namespace {

constexpr std::string_view bet_columns =
    "SELECT number, bet_id, session_id, game_id, game_round_id, kind, currency, stake, state,"
    " stake_accepted, last_code FROM bet ";

constexpr std::string_view unfinished_without_stuck =
    "(state IN ('intended', 'in_doubt', 'refunding')"
    " OR number IN (SELECT bet FROM payout WHERE state = 'owed'))";

db::DbError damaged(std::string_view what) {
    return {db::DbFault::corrupt, "provider book: unreadable " + std::string(what)};
}

std::int64_t number_of(bool value) { return value ? 1 : 0; }

// What the file says, read back with the same care as what comes over a wire.
db::DbResult<Bet> read_bet(const db::Statement& row) {
    const auto kind = parse_bet_kind(row.column_text(5));
    const auto currency = domain::Currency::from_code(row.column_text(6));
    const auto state = parse_bet_state(row.column_text(8));
    if (!kind || !currency || !state) return base::fail(damaged("bet"));
    Bet bet{
        .bet_id = row.column_text(1),
        .session_id = row.column_text(2),
        .game_id = row.column_text(3),
        .game_round_id = row.column_text(4),
        .kind = *kind,
        .stake = domain::Money(row.column_i64(7), *currency),
        .state = *state,
        .stake_accepted = row.column_i64(9) != 0,
        .last_code = static_cast<int>(row.column_i64(10)),
        .payouts = {},
        .number = row.column_i64(0)};
    return bet;
}

BookTotals& totals_of(std::vector<BookTotals>& totals, domain::Currency currency) {
    const auto at = std::ranges::find(totals, currency, &BookTotals::currency);
    if (at != totals.end()) return *at;
    return totals.emplace_back(BookTotals{currency, {}, {}, {}, {}, {}});
}

}  // namespace

db::DbResult<Book> Book::open(const std::filesystem::path& file, base::Instant now) {
    CROUPIER_TRY(auto connection, db::Connection::open(file));
    CROUPIER_TRY_VOID(db::migrate(connection, book_migrations, now));
    return Book(std::move(connection));
}

db::DbResult<std::optional<Session>> Book::find_session(std::string_view session_id) {
    CROUPIER_TRY(
        auto row,
        connection_.prepare("SELECT session_id, game_id, user_id, language, mode, currency,"
                            " min_bet, max_bet FROM session WHERE session_id = ?1"));
    row.bind(1, session_id);
    CROUPIER_TRY(const bool found, row.step());
    if (!found) return std::optional<Session>();
    const auto mode = parse_game_mode(row.column_text(4));
    const auto currency = domain::Currency::from_code(row.column_text(5));
    if (!mode || !currency) return base::fail(damaged("session"));
    return std::optional(Session{
        row.column_text(0), row.column_text(1), row.column_text(2), row.column_text(3), *mode,
        domain::Money(row.column_i64(6), *currency), domain::Money(row.column_i64(7), *currency)});
}

db::DbResult<void> Book::add_session(const Session& session, base::Instant now) {
    CROUPIER_TRY(
        auto row,
        connection_.prepare("INSERT INTO session (session_id, game_id, user_id, language, mode,"
                            " currency, min_bet, max_bet, launched_at)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
    row.bind(1, session.session_id).bind(2, session.game_id).bind(3, session.user_id);
    row.bind(4, session.language).bind(5, to_text(session.mode));
    row.bind(6, session.min_bet.currency().code());
    row.bind(7, session.min_bet.minor()).bind(8, session.max_bet.minor()).bind(9, now.unix_ms);
    return row.run();
}

db::DbResult<void> Book::add_seen_request(const SeenRequest& request, base::Instant oldest) {
    CROUPIER_TRY_VOID(connection_.begin_immediate());
    auto written = [&]() -> db::DbResult<void> {
        CROUPIER_TRY(auto old, connection_.prepare("DELETE FROM seen_request WHERE at < ?1"));
        old.bind(1, oldest.unix_ms);
        CROUPIER_TRY_VOID(old.run());
        CROUPIER_TRY(auto row, connection_.prepare("INSERT INTO seen_request VALUES (?1, ?2)"));
        row.bind(1, request.request_id).bind(2, request.at.unix_ms);
        CROUPIER_TRY_VOID(row.run());
        return connection_.commit();
    }();
    if (!written.ok()) connection_.rollback();
    return written;
}

db::DbResult<std::vector<SeenRequest>> Book::seen_requests() {
    CROUPIER_TRY(
        auto rows, connection_.prepare("SELECT at, request_id FROM seen_request ORDER BY at"));
    std::vector<SeenRequest> requests;
    for (;;) {
        CROUPIER_TRY(const bool more, rows.step());
        if (!more) return requests;
        requests.push_back({base::Instant{rows.column_i64(0)}, rows.column_text(1)});
    }
}

db::DbResult<std::int64_t> Book::add_bet(const Bet& bet, base::Instant now) {
    std::int64_t number = 0;
    {
        CROUPIER_TRY(
            auto row, connection_.prepare(
                          "INSERT INTO bet (bet_id, session_id, game_id, game_round_id, kind,"
                          " currency, stake, state, stake_accepted, last_code, intended_at,"
                          " changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)"
                          " RETURNING number"));
        row.bind(1, bet.bet_id).bind(2, bet.session_id).bind(3, bet.game_id);
        row.bind(4, bet.game_round_id).bind(5, to_text(bet.kind));
        row.bind(6, bet.stake.currency().code()).bind(7, bet.stake.minor());
        row.bind(8, to_text(bet.state)).bind(9, number_of(bet.stake_accepted));
        row.bind(10, std::int64_t{bet.last_code}).bind(11, now.unix_ms);
        CROUPIER_TRY(const bool returned, row.step());
        if (!returned) return base::fail(damaged("number"));
        number = row.column_i64(0);
    }
    CROUPIER_TRY_VOID(save_payouts(bet, number));
    return number;
}

db::DbResult<void> Book::save_bet(const Bet& bet, BetState before, base::Instant now) {
    CROUPIER_TRY(
        auto row,
        connection_.prepare("UPDATE bet SET state = ?1, stake_accepted = ?2, last_code = ?3,"
                            " changed_at = ?4 WHERE number = ?5 AND state = ?6"));
    row.bind(1, to_text(bet.state)).bind(2, number_of(bet.stake_accepted));
    row.bind(3, std::int64_t{bet.last_code}).bind(4, now.unix_ms);
    row.bind(5, bet.number).bind(6, to_text(before));
    CROUPIER_TRY_VOID(row.run());
    if (connection_.changes() != 1) {
        return base::fail(db::DbError{db::DbFault::constraint, "bet is not in the state expected"});
    }
    return save_payouts(bet, bet.number);
}

db::DbResult<void> Book::save_payouts(const Bet& bet, std::int64_t number) {
    CROUPIER_TRY(
        auto row,
        connection_.prepare("INSERT INTO payout (bet, ordinal, key, game_round_id, amount,"
                            " odd_hundredths, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                            " ON CONFLICT (bet, ordinal) DO UPDATE SET state = excluded.state"));
    std::int64_t ordinal = 0;
    for (const Payout& payout : bet.payouts) {
        row.bind(1, number).bind(2, ordinal++).bind(3, payout.key).bind(4, payout.game_round_id);
        row.bind(5, payout.amount.minor()).bind(6, std::int64_t{payout.odd_hundredths});
        row.bind(7, to_text(payout.state));
        CROUPIER_TRY_VOID(row.run());
    }
    return {};
}

db::DbResult<std::vector<Bet>> Book::bets_after(std::int64_t after, std::int64_t limit) {
    CROUPIER_TRY(
        auto rows, connection_.prepare(
                       std::string(bet_columns) + "WHERE number > ?1 ORDER BY number LIMIT ?2"));
    rows.bind(1, after).bind(2, limit);
    return read_bets(std::move(rows));
}

db::DbResult<std::vector<Bet>> Book::unfinished() {
    CROUPIER_TRY(
        auto rows, connection_.prepare(
                       std::string(bet_columns) +
                       "WHERE state = 'stuck' OR number IN"
                       " (SELECT bet FROM payout WHERE state = 'stuck') OR " +
                       std::string(unfinished_without_stuck) + " ORDER BY number"));
    return read_bets(std::move(rows));
}

db::DbResult<std::int64_t> Book::count_unfinished() {
    CROUPIER_TRY(
        auto row, connection_.prepare(
                      "SELECT count(*) FROM bet WHERE " + std::string(unfinished_without_stuck)));
    CROUPIER_TRY_VOID(row.step());
    return row.column_i64(0);
}

db::DbResult<std::vector<StateCount>> Book::count_by_state() {
    CROUPIER_TRY(
        auto rows, connection_.prepare(
                       "SELECT CASE WHEN number IN (SELECT bet FROM payout WHERE state = 'stuck')"
                       " THEN 'stuck' ELSE state END AS standing, count(*)"
                       " FROM bet GROUP BY standing"));
    std::vector<StateCount> counts;
    for (;;) {
        CROUPIER_TRY(const bool more, rows.step());
        if (!more) return counts;
        const auto state = parse_bet_state(rows.column_text(0));
        if (!state) return base::fail(damaged("state"));
        counts.push_back({*state, rows.column_i64(1)});
    }
}

db::DbResult<std::vector<BookTotals>> Book::totals() {
    std::vector<BookTotals> totals;
    CROUPIER_TRY_VOID(add_lines(
        totals,
        "SELECT currency, count(*), sum(stake) FROM bet"
        " WHERE stake_accepted = 1 GROUP BY currency",
        &BookTotals::stakes));
    CROUPIER_TRY_VOID(add_lines(
        totals,
        "SELECT currency, count(*), sum(stake) FROM bet"
        " WHERE stake_accepted = 1 AND state = 'refunded' GROUP BY currency",
        &BookTotals::returns));
    CROUPIER_TRY_VOID(add_lines(
        totals,
        "SELECT currency, count(*), sum(stake) FROM bet"
        " WHERE stake_accepted = 0 AND state = 'refunded' GROUP BY currency",
        &BookTotals::in_doubt));
    CROUPIER_TRY_VOID(add_lines(
        totals,
        "SELECT currency, count(*), sum(amount) FROM payout JOIN bet"
        " ON bet.number = payout.bet"
        " WHERE payout.state IN ('paid', 'taken_back') GROUP BY currency",
        &BookTotals::payouts));
    CROUPIER_TRY_VOID(add_lines(
        totals,
        "SELECT currency, count(*), sum(amount) FROM payout JOIN bet"
        " ON bet.number = payout.bet"
        " WHERE payout.state = 'taken_back' GROUP BY currency",
        &BookTotals::payout_returns));
    std::ranges::sort(totals, {}, [](const BookTotals& line) { return line.currency.code(); });
    return totals;
}

db::DbResult<void> Book::add_lines(
    std::vector<BookTotals>& totals, std::string_view sql, BookTotals::Line BookTotals::*line) {
    CROUPIER_TRY(auto rows, connection_.prepare(sql));
    for (;;) {
        CROUPIER_TRY(const bool more, rows.step());
        if (!more) return {};
        const auto currency = domain::Currency::from_code(rows.column_text(0));
        if (!currency) return base::fail(damaged("currency"));
        totals_of(totals, *currency).*line = {rows.column_i64(1), rows.column_i64(2)};
    }
}

db::DbResult<std::vector<Bet>> Book::read_bets(db::Statement rows) {
    std::vector<Bet> bets;
    for (;;) {
        CROUPIER_TRY(const bool more, rows.step());
        if (!more) return bets;
        CROUPIER_TRY(Bet bet, read_bet(rows));
        CROUPIER_TRY_VOID(read_payouts(bet));
        bets.push_back(std::move(bet));
    }
}

db::DbResult<void> Book::read_payouts(Bet& bet) {
    CROUPIER_TRY(
        auto rows, connection_.prepare("SELECT key, game_round_id, amount, odd_hundredths, state"
                                       " FROM payout WHERE bet = ?1 ORDER BY ordinal"));
    rows.bind(1, bet.number);
    for (;;) {
        CROUPIER_TRY(const bool more, rows.step());
        if (!more) return {};
        const auto state = parse_payout_state(rows.column_text(4));
        if (!state) return base::fail(damaged("payout"));
        bet.payouts.push_back(
            {rows.column_text(0), rows.column_text(1),
             domain::Money(rows.column_i64(2), bet.stake.currency()),
             static_cast<std::uint32_t>(rows.column_i64(3)), *state});
    }
}

db::DbResult<void> Book::begin() { return connection_.begin_immediate(); }

db::DbResult<void> Book::attempt(const Change& change) {
    CROUPIER_TRY_VOID(connection_.execute("SAVEPOINT change"));
    auto made = change(*this);
    if (!made.ok()) CROUPIER_TRY_VOID(connection_.execute("ROLLBACK TO change"));
    CROUPIER_TRY_VOID(connection_.execute("RELEASE change"));
    return made;
}

db::DbResult<void> Book::commit() {
    CROUPIER_TRY_VOID(connection_.commit());
    // The connection never folds its log into the file by itself.
    constexpr int commits_per_checkpoint = 256;
    if (++commits_since_checkpoint_ < commits_per_checkpoint) return {};
    commits_since_checkpoint_ = 0;
    // The commit stands whatever becomes of the checkpoint: it comes round again.
    if (const auto folded = connection_.checkpoint(db::Connection::Checkpoint::passive);
        !folded.ok()) {
        base::log_warning("provider.book.checkpoint", {{"detail", folded.error().detail}});
    }
    return {};
}

std::string_view to_text(GameMode mode) {
    switch (mode) {
    case GameMode::real:
        return "real";
    case GameMode::demo:
        return "demo";
    }
    return "";
}

std::optional<GameMode> parse_game_mode(std::string_view text) {
    if (text == "real") return GameMode::real;
    if (text == "demo") return GameMode::demo;
    return std::nullopt;
}

}  // namespace croupier::sandbox::provider
