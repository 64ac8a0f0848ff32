// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/load.h"

#include "storage/blocks.h"
#include "storage/sqlite/bet_rows.h"
#include "storage/sqlite/people_rows.h"

namespace croupier::storage::sqlite {

namespace {

// Several transfers may carry one booking when a casino is wrong; the first one answers.
constexpr std::string_view booking_sql =
    "SELECT bet, id FROM transfer WHERE casino = ? AND partner_transaction = ?"
    " ORDER BY slot, bet, ordinal LIMIT 1";
constexpr std::string_view round_sql =
    "SELECT bet FROM bet WHERE slot = ? AND player = ? AND provider = ? AND round = ?";
constexpr std::string_view lease_sql =
    "INSERT INTO bet_block(slot, block) VALUES (?1, ?2) ON CONFLICT (slot) DO UPDATE SET"
    " block = max(block + 1, excluded.block) RETURNING block";

class Loader {
public:
    explicit Loader(db::Connection& connection) : connection_(connection) {}

    DbResult<void> load(const usecases::Names& names, base::Instant now) {
        for (const auto& id : names.sessions)
            CROUPIER_TRY_VOID(load_session(id));
        for (const auto& named : names.session_bets)
            CROUPIER_TRY_VOID(load_session_bet(named));
        for (const auto& id : names.bets)
            CROUPIER_TRY_VOID(load_bet(id));
        for (const auto& named : names.bookings)
            CROUPIER_TRY_VOID(load_booking(named));
        for (const auto& named : names.partner_players)
            CROUPIER_TRY_VOID(load_partner(named));
        for (const auto& named : names.rounds)  // after the players named above
            CROUPIER_TRY_VOID(load_round(named));
        for (const auto& slot : names.bet_blocks)
            CROUPIER_TRY_VOID(lease_block(slot, now));
        return {};
    }

    usecases::Snapshot take() { return std::move(snapshot_); }

private:
    DbResult<void> load_session(domain::SessionId id) {
        if (snapshot_.sessions.contains(id)) return {};
        CROUPIER_TRY(auto session, read_session(connection_, id));
        if (!session) return {};
        const domain::PlayerKey player = session->player;
        snapshot_.sessions.emplace(id, std::move(*session));
        return load_player(player);
    }

    DbResult<void> load_player(const domain::PlayerKey& key) {
        if (snapshot_.players.contains(key)) return {};
        CROUPIER_TRY(auto player, read_player(connection_, key));
        if (player) snapshot_.players.emplace(key, std::move(*player));
        return {};
    }

    DbResult<void> load_session_bet(const usecases::SessionBet& named) {
        CROUPIER_TRY_VOID(load_session(named.session));
        const auto found = snapshot_.sessions.find(named.session);
        if (found == snapshot_.sessions.end()) return {};
        const usecases::BetKey key{
            .provider = found->second.provider, .player = found->second.player, .bet = named.bet};
        if (snapshot_.bets_by_key.contains(key)) return {};
        CROUPIER_TRY(auto bet, read_bet(connection_, key));
        return keep_bet(std::move(bet));
    }

    DbResult<void> load_bet(domain::BetId id) {
        if (snapshot_.bets.contains(id)) return {};
        CROUPIER_TRY(auto bet, read_bet(connection_, id));
        return keep_bet(std::move(bet));
    }

    DbResult<void> keep_bet(std::optional<domain::Bet> bet) {
        if (!bet) return {};
        CROUPIER_TRY_VOID(load_session(bet->session));
        // A session of the bet's that is missing must not hide the player.
        CROUPIER_TRY_VOID(load_player(bet->player));
        snapshot_.bets_by_key.emplace(
            usecases::BetKey{bet->provider, bet->player, bet->provider_bet}, bet->id);
        snapshot_.bets.emplace(bet->id, std::move(*bet));
        return {};
    }

    DbResult<void> load_booking(const usecases::PartnerBooking& named) {
        domain::BetId bet;
        {
            CROUPIER_TRY(auto statement, connection_.prepare(booking_sql));
            bind_all(statement, named.first, named.second);
            CROUPIER_TRY(const bool found, statement.step());
            if (!found) return {};
            RowReader row(statement);
            bet = row.next<domain::BetId>();
            const auto transfer = row.next<domain::TransactionId>();
            snapshot_.bookings.emplace(named, std::pair(bet, transfer));
        }
        return load_bet(bet);
    }

    DbResult<void> load_partner(const usecases::PartnerPlayer& named) {
        CROUPIER_TRY(auto player, read_player(connection_, named));
        if (!player) return {};
        snapshot_.players_by_partner.emplace(named, player->key);
        snapshot_.players.emplace(player->key, std::move(*player));
        return {};
    }

    // A player who is named may get a limit in this batch.
    [[nodiscard]] bool may_be_limited(const domain::PlayerKey& key) const {
        const auto found = snapshot_.players.find(key);
        if (found == snapshot_.players.end()) return false;
        const domain::Player& player = found->second;
        return player.max_stake ||
               snapshot_.players_by_partner.contains({player.casino, player.partner_user});
    }

    DbResult<void> load_round(const usecases::SessionRound& named) {
        CROUPIER_TRY_VOID(load_session(named.session));
        const auto session = snapshot_.sessions.find(named.session);
        if (session == snapshot_.sessions.end()) return {};
        const usecases::RoundKey key{session->second.provider, session->second.player, named.round};
        if (snapshot_.rounds.contains(key) || !may_be_limited(key.player)) return {};
        auto& bets = snapshot_.rounds[key];
        {
            CROUPIER_TRY(auto statement, connection_.prepare(round_sql));
            bind_all(statement, key.player.slot, key.player.player, key.provider, key.round);
            for (;;) {
                CROUPIER_TRY(const bool more, statement.step());
                if (!more) break;
                bets.push_back(RowReader(statement).next<domain::BetId>());
            }
        }
        for (const domain::BetId bet : bets)
            CROUPIER_TRY_VOID(load_bet(bet));
        return {};
    }

    DbResult<void> lease_block(domain::Slot slot, base::Instant now) {
        if (snapshot_.bet_blocks.contains(slot)) return {};
        CROUPIER_TRY(auto statement, connection_.prepare(lease_sql));
        bind_all(statement, slot, least_block(now));
        CROUPIER_TRY(const bool leased, statement.step());
        if (!leased) return refuse_row("a block that cannot be leased");
        RowReader row(statement);
        snapshot_.bet_blocks.emplace(slot, row.next<std::uint64_t>());
        return {};
    }

    db::Connection& connection_;
    usecases::Snapshot snapshot_;
};

}  // namespace

DbResult<usecases::Snapshot> load_snapshot(
    db::Connection& connection, const usecases::Names& names, base::Instant now) {
    Loader loader(connection);
    CROUPIER_TRY_VOID(loader.load(names, now));
    return loader.take();
}

}  // namespace croupier::storage::sqlite
