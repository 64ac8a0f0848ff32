// SPDX-License-Identifier: Apache-2.0
// The schema of the casino's books. Amounts are counts of the currency's smallest unit; times are
// milliseconds since 1970.
#pragma once

#include <array>

#include "db/migrations.h"

namespace croupier::sandbox::casino {

inline constexpr std::array wallet_migrations = {
    db::Migration{1, "players, bets, bookings, announcements", R"sql(
CREATE TABLE player (
    id         TEXT PRIMARY KEY,
    currency   TEXT NOT NULL,
    balance    INTEGER NOT NULL,
    deposited  INTEGER NOT NULL,
    blocked    INTEGER NOT NULL,
    stake_max  INTEGER,
    language   TEXT NOT NULL,
    country    TEXT NOT NULL,
    is_test    INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refresh_token (
    hash      TEXT PRIMARY KEY,
    player    TEXT NOT NULL REFERENCES player (id),
    issued_at INTEGER NOT NULL,
    spent_at  INTEGER,
    salt      TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE promo_code (
    player    TEXT NOT NULL REFERENCES player (id),
    code      TEXT NOT NULL,
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    PRIMARY KEY (player, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE bet (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    bet_id    INTEGER NOT NULL UNIQUE,
    player    TEXT NOT NULL REFERENCES player (id),
    cashback  INTEGER NOT NULL,
    closed    INTEGER NOT NULL,
    tombstone INTEGER NOT NULL,
    sequence  INTEGER,
    opened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE booking (
    number         INTEGER PRIMARY KEY AUTOINCREMENT,
    bet            INTEGER NOT NULL REFERENCES bet (number),
    type           INTEGER NOT NULL CHECK (type IN (-2, -1, 1, 2, 4)),
    currency       TEXT NOT NULL,
    amount         INTEGER NOT NULL CHECK (amount >= 0),
    tax            INTEGER,
    promo_code     TEXT,
    transaction_id TEXT UNIQUE,
    undoes         INTEGER REFERENCES booking (number),
    moved          INTEGER NOT NULL,
    at             INTEGER NOT NULL
) STRICT;
CREATE INDEX booking_of_bet ON booking (bet);

CREATE TABLE transaction_key (
    transaction_id TEXT PRIMARY KEY,
    content        TEXT NOT NULL,
    code           INTEGER NOT NULL,
    booking        INTEGER REFERENCES booking (number)
) STRICT, WITHOUT ROWID;

CREATE TABLE announcement (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    booking   INTEGER REFERENCES booking (number),
    cashback  INTEGER NOT NULL,
    body      TEXT NOT NULL,
    queued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX announcement_of_booking ON announcement (booking);
)sql"},
    db::Migration{2, "ids of tokens that were used", R"sql(
CREATE TABLE used_token (
    jti        TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_token_by_expiry ON used_token (expires_at);
)sql"},
    db::Migration{3, "calls that act late", R"sql(
CREATE TABLE late_call (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    path   TEXT NOT NULL,
    data   TEXT NOT NULL,
    due    INTEGER NOT NULL
) STRICT;
)sql"}};

}  // namespace croupier::sandbox::casino
