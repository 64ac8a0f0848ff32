// SPDX-License-Identifier: Apache-2.0
// The provider's own book: sessions, bets and payouts in one SQLite file, a witness that shares
// nothing with the hub's books. Every bet is here before the hub hears of it. Loop thread only;
// each call is synchronous.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "db/sqlite.h"
#include "sandbox/provider/bet.h"
#include "sandbox/provider/signature.h"

namespace croupier::sandbox::provider {

enum class GameMode { real, demo };
std::string_view to_text(GameMode mode);
std::optional<GameMode> parse_game_mode(std::string_view text);

struct Session {
    std::string session_id;
    std::string game_id;
    std::string user_id;  // the hub's player id; empty in demo mode
    std::string language;
    GameMode mode;
    domain::Money min_bet;  // carries the session's currency
    domain::Money max_bet;

    bool operator==(const Session&) const = default;
};

// Sums of one currency, in minor units. What counts:
//   stakes          bets that the hub itself called accepted (1 or 104), refunded later or not
//   payouts         payouts that the hub took, losses (amount 0) and those taken back later
//   included returns         those of `stakes` that were refunded payout_returns  those of
//   `payouts` whose bet was refunded in_doubt        stakes of bets refunded before their fate was
//   known. They are in none of the above: the hub may
//                   show nothing, or a stake with its return (and a payout with its return); the
//                   net is zero.
struct BookTotals {
    struct Line {
        std::int64_t count = 0;
        std::int64_t sum_minor = 0;
    };
    domain::Currency currency;
    Line stakes, payouts, returns, payout_returns, in_doubt;
};

struct StateCount {
    BetState state;
    std::int64_t bets;
};

class Book {
public:
    static db::DbResult<Book> open(const std::filesystem::path& file, base::Instant now);

    db::DbResult<std::optional<Session>> find_session(std::string_view session_id);
    db::DbResult<void> add_session(const Session& session, base::Instant now);

    // Durable at once; forgets those from before `oldest`.
    db::DbResult<void> add_seen_request(const SeenRequest& request, base::Instant oldest);
    db::DbResult<std::vector<SeenRequest>> seen_requests();  // the oldest first

    // The intent. Gives the bet its number.
    db::DbResult<std::int64_t> add_bet(const Bet& bet, base::Instant now);
    // Writes state and payouts; `before` is the state that the book must still show, else
    // DbFault::constraint.
    db::DbResult<void> save_bet(const Bet& bet, BetState before, base::Instant now);

    // In order of number, those after `after`, with their payouts.
    db::DbResult<std::vector<Bet>> bets_after(std::int64_t after, std::int64_t limit);
    // What a fresh start has to finish: everything not at rest, and what is stuck.
    db::DbResult<std::vector<Bet>> unfinished();
    db::DbResult<std::int64_t> count_unfinished();  // without what is stuck
    // A bet with a stuck payout counts as stuck.
    db::DbResult<std::vector<StateCount>> count_by_state();
    db::DbResult<std::vector<BookTotals>> totals();

    // Several changes under one commit, each of them whole or not at all.
    using Change = std::function<db::DbResult<void>(Book&)>;
    db::DbResult<void> begin();
    db::DbResult<void> attempt(const Change& change);  // its failure undoes this change only
    db::DbResult<void> commit();
    void rollback() noexcept { connection_.rollback(); }

private:
    explicit Book(db::Connection connection) : connection_(std::move(connection)) {}
    db::DbResult<void> save_payouts(const Bet& bet, std::int64_t number);
    db::DbResult<std::vector<Bet>> read_bets(db::Statement rows);
    db::DbResult<void> read_payouts(Bet& bet);
    db::DbResult<void> add_lines(
        std::vector<BookTotals>& totals, std::string_view sql, BookTotals::Line BookTotals::*line);

    db::Connection connection_;
    int commits_since_checkpoint_ = 0;
};

}  // namespace croupier::sandbox::provider
