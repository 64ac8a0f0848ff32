// SPDX-License-Identifier: Apache-2.0
// Players, sessions, bets, the ledger and the evidence. Once released this text never changes: the
// next step does.
//
// The slot stands first in every money table's key, so that the same schema can be spread over
// machines by it. Amounts are whole minor units with the currency code beside them, instants are
// milliseconds since 1970. GUIDs are 16-byte blobs: they stand in five indexes, half the size of
// their text there, and are `uuid` in PostgreSQL (read them with hex(...) in the shell).
#pragma once

#include <string_view>

namespace croupier::storage::migrations {

inline constexpr std::string_view sqlite_0001_books = R"sql(
CREATE TABLE player(
  slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 1023),
  player BLOB NOT NULL CHECK (length(player) = 16),
  casino INTEGER NOT NULL,
  partner_user TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  blocked_by_casino_at INTEGER,
  blocked_by_operator_at INTEGER,
  sessions_ended_at INTEGER,
  max_stake INTEGER,  -- of one game cycle; with its currency, or neither
  max_stake_currency TEXT,
  PRIMARY KEY (slot, player),
  CHECK ((max_stake IS NULL) = (max_stake_currency IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX player_of_partner ON player(slot, casino, partner_user);

-- Who blocked a player, or lifted that, when and why: only ever added to.
CREATE TABLE player_event(
  slot INTEGER NOT NULL,
  player BLOB NOT NULL,
  line INTEGER NOT NULL,  -- 1, 2, 3 … of the player
  at INTEGER NOT NULL,
  blocked INTEGER NOT NULL CHECK (blocked IN (0, 1)),
  blocker TEXT NOT NULL CHECK (blocker IN ('casino', 'operator')),
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (slot, player, line),
  FOREIGN KEY (slot, player) REFERENCES player(slot, player)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER player_event_stays BEFORE UPDATE ON player_event
  BEGIN SELECT RAISE(ABORT, 'the block log is only ever added to'); END;
CREATE TRIGGER player_event_is_kept BEFORE DELETE ON player_event
  BEGIN SELECT RAISE(ABORT, 'the block log is only ever added to'); END;

CREATE TABLE session(
  slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 1023),
  session BLOB NOT NULL CHECK (length(session) = 16),
  player BLOB NOT NULL CHECK (length(player) = 16),  -- in demo no row stands behind it
  casino INTEGER NOT NULL,
  provider BLOB NOT NULL,
  game INTEGER NOT NULL,
  currency TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('real', 'demo')),
  min_bet INTEGER NOT NULL,
  max_bet INTEGER NOT NULL,
  tag_id INTEGER NOT NULL,
  language TEXT NOT NULL,
  refresh_token_sealed TEXT NOT NULL,
  purse INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_call_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (slot, session)
) STRICT, WITHOUT ROWID;

-- Never parted by time: the unique key of a bet must hold for ever.
CREATE TABLE bet(
  slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 1023),
  bet INTEGER NOT NULL,
  player BLOB NOT NULL CHECK (length(player) = 16),
  casino INTEGER NOT NULL,
  partner_user TEXT NOT NULL,
  tag_id INTEGER NOT NULL,
  provider BLOB NOT NULL,
  provider_bet TEXT NOT NULL,
  session BLOB NOT NULL,
  game INTEGER NOT NULL,
  round TEXT NOT NULL,
  currency TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('real', 'demo')),
  instant INTEGER NOT NULL CHECK (instant IN (0, 1)),
  win INTEGER,
  content TEXT NOT NULL,
  tombstone INTEGER NOT NULL CHECK (tombstone IN (0, 1)),
  created_at INTEGER NOT NULL,
  hold_until INTEGER NOT NULL,
  doubt_since INTEGER,
  info_wanted INTEGER NOT NULL CHECK (info_wanted IN (0, 1)),
  info_due INTEGER NOT NULL,
  info_failures INTEGER NOT NULL,
  closing_state TEXT NOT NULL CHECK (closing_state IN ('open', 'closed', 'uncertain', 'given_up')),
  closing_seq INTEGER NOT NULL,
  closing_last_was_close INTEGER NOT NULL CHECK (closing_last_was_close IN (0, 1)),
  closing_failures INTEGER NOT NULL,
  closing_due INTEGER NOT NULL,
  no_list_since INTEGER,
  stale_since INTEGER,
  no_list INTEGER NOT NULL CHECK (no_list IN (0, 1)),
  denied INTEGER NOT NULL CHECK (denied IN (0, 1)),
  later_from INTEGER NOT NULL,
  later_done INTEGER NOT NULL,
  later_wanted INTEGER NOT NULL,
  next_due INTEGER,  -- NULL: at rest
  PRIMARY KEY (slot, bet)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bet_of_provider ON bet(slot, player, provider, provider_bet);
-- For the limit of a player in one game cycle.
CREATE INDEX bet_of_round ON bet(slot, player, provider, round);
-- The outbox. By id and not by time: a start reads all of it, and a bet whose next moment merely
-- moves leaves the index alone.
CREATE INDEX bet_at_work ON bet(slot, bet) WHERE next_due IS NOT NULL;

CREATE TABLE transfer(
  slot INTEGER NOT NULL,
  bet INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  type INTEGER NOT NULL CHECK (type IN (-1, 1, 2, -2, 4)),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  state TEXT NOT NULL,
  refusal TEXT,
  payout_key TEXT NOT NULL,
  undoes BLOB,
  casino INTEGER,            -- NULL in demo: no casino's list finds it
  partner_transaction TEXT,  -- NULL: not told
  decided_at INTEGER NOT NULL,
  received_at INTEGER,
  settled_at INTEGER,
  tries INTEGER NOT NULL,
  due INTEGER NOT NULL,
  ask_first INTEGER NOT NULL CHECK (ask_first IN (0, 1)),
  duplicate_seen INTEGER NOT NULL CHECK (duplicate_seen IN (0, 1)),
  stuck INTEGER NOT NULL CHECK (stuck IN (0, 1)),
  alarms INTEGER NOT NULL,
  sends INTEGER NOT NULL,
  last_sent INTEGER,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  extra TEXT NOT NULL CHECK (extra IN ('none', 'open', 'settled')),
  PRIMARY KEY (slot, bet, ordinal),
  FOREIGN KEY (slot, bet) REFERENCES bet(slot, bet)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX transfer_id ON transfer(id);
CREATE INDEX transfer_of_partner ON transfer(casino, partner_transaction)
  WHERE partner_transaction IS NOT NULL;
-- What casinos booked beyond what they were asked for, and no person has settled.
CREATE INDEX transfer_extra ON transfer(slot, bet) WHERE extra = 'open';
CREATE INDEX transfer_by_time ON transfer(casino, decided_at, id) WHERE casino IS NOT NULL;

-- Whether a casino was seen to list what it booked; no row: it booked nothing yet.
CREATE TABLE casino_lists(
  casino INTEGER NOT NULL PRIMARY KEY,
  bet INTEGER NOT NULL,  -- whose stake it booked
  believed INTEGER NOT NULL CHECK (believed IN (0, 1)),
  judged_at INTEGER      -- NULL: not asked yet
) STRICT;

-- Blocks of bet ids that were leased; a node draws from them in memory.
CREATE TABLE bet_block(
  slot INTEGER NOT NULL PRIMARY KEY CHECK (slot BETWEEN 0 AND 1023),
  block INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account(
  id INTEGER NOT NULL PRIMARY KEY,
  casino INTEGER NOT NULL,
  provider BLOB NOT NULL,
  currency TEXT NOT NULL,
  purpose TEXT NOT NULL,
  UNIQUE (casino, provider, currency, purpose)
) STRICT;

-- The ledger: only ever added to. (chain, seq) is the segment that it was committed with.
CREATE TABLE posting(
  slot INTEGER NOT NULL,
  bet INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  transfer BLOB NOT NULL CHECK (length(transfer) = 16),
  debit INTEGER NOT NULL REFERENCES account(id),
  credit INTEGER NOT NULL REFERENCES account(id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (slot, bet, chain, seq, line),
  FOREIGN KEY (slot, bet) REFERENCES bet(slot, bet),
  CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER posting_stays BEFORE UPDATE ON posting
  BEGIN SELECT RAISE(ABORT, 'postings are only ever added'); END;
CREATE TRIGGER posting_is_kept BEFORE DELETE ON posting
  BEGIN SELECT RAISE(ABORT, 'postings are only ever added'); END;

-- A balance is its account_balance and its open deltas: one row an account and batch, so that no
-- row is hot; they are folded between batches.
CREATE TABLE account_delta(
  account INTEGER NOT NULL REFERENCES account(id),
  chain INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  debit INTEGER NOT NULL,
  credit INTEGER NOT NULL,
  PRIMARY KEY (account, chain, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE account_balance(
  account INTEGER NOT NULL PRIMARY KEY REFERENCES account(id),
  debit INTEGER NOT NULL,
  credit INTEGER NOT NULL
) STRICT;

-- Commit marker, evidence and audit link of one batch. A void segment is a number that will never
-- commit; it passes on the hash of the one before it.
CREATE TABLE segment(
  chain INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  void INTEGER NOT NULL CHECK (void IN (0, 1)),
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  at INTEGER,
  body TEXT NOT NULL,
  PRIMARY KEY (chain, seq),
  CHECK (void = 1 OR at IS NOT NULL)
) STRICT;
CREATE TRIGGER segment_stays BEFORE UPDATE ON segment
  BEGIN SELECT RAISE(ABORT, 'segments are only ever added'); END;
CREATE TRIGGER segment_is_kept BEFORE DELETE ON segment
  BEGIN SELECT RAISE(ABORT, 'segments are only ever added'); END;
)sql";

}  // namespace croupier::storage::migrations
