// SPDX-License-Identifier: Apache-2.0
// The schema of the provider's book. Amounts are counts of the currency's ledger unit.
#pragma once

#include <array>

#include "db/migrations.h"

namespace croupier::sandbox::provider {

inline constexpr std::array book_migrations = {
    db::Migration{1, "sessions, bets and their payouts", R"sql(
CREATE TABLE session (
    session_id  TEXT NOT NULL PRIMARY KEY,
    game_id     TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    language    TEXT NOT NULL,
    mode        TEXT NOT NULL CHECK (mode IN ('real', 'demo')),
    currency    TEXT NOT NULL,
    min_bet     INTEGER NOT NULL,
    max_bet     INTEGER NOT NULL,
    launched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bet (
    number         INTEGER PRIMARY KEY AUTOINCREMENT,
    bet_id         TEXT NOT NULL UNIQUE,
    session_id     TEXT NOT NULL REFERENCES session (session_id),
    game_id        TEXT NOT NULL,
    game_round_id  TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('pay_in', 'pay_in_out')),
    currency       TEXT NOT NULL,
    stake          INTEGER NOT NULL CHECK (stake > 0),
    state          TEXT NOT NULL CHECK (state IN ('intended', 'accepted', 'refused', 'in_doubt',
                                                  'refunding', 'refunded', 'void', 'stuck')),
    stake_accepted INTEGER NOT NULL CHECK (stake_accepted IN (0, 1)),
    last_code      INTEGER NOT NULL,
    intended_at    INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX bet_by_state ON bet (state);

CREATE TABLE payout (
    bet            INTEGER NOT NULL REFERENCES bet (number),
    ordinal        INTEGER NOT NULL,
    key            TEXT NOT NULL UNIQUE,
    game_round_id  TEXT NOT NULL,
    amount         INTEGER NOT NULL CHECK (amount >= 0),
    odd_hundredths INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('drawn', 'owed', 'paid', 'dropped',
                                                  'taken_back', 'stuck')),
    PRIMARY KEY (bet, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_open ON payout (state, bet) WHERE state IN ('owed', 'stuck');
)sql"},
    db::Migration{2, "requests of the hub within the replay window", R"sql(
CREATE TABLE seen_request (
    request_id TEXT NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_request_by_time ON seen_request (at);
)sql"},
};

}  // namespace croupier::sandbox::provider
