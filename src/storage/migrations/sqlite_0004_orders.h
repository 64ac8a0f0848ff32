// SPDX-License-Identifier: Apache-2.0
// What persons order about bets, and the bets that wait for a person. Once released this text never
// changes: the next step does.
#pragma once

#include <string_view>

namespace croupier::storage::migrations {

inline constexpr std::string_view sqlite_0004_orders = R"sql(
CREATE TABLE bet_order(
  id INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  bet INTEGER NOT NULL,
  transfer BLOB CHECK (length(transfer) = 16),
  casino INTEGER,            -- with partner_transaction
  partner_transaction TEXT,  -- the booking that a person saw there
  reason TEXT NOT NULL,
  ordered_at INTEGER NOT NULL,
  done_at INTEGER,  -- NULL: not carried out yet
  obeyed INTEGER NOT NULL CHECK (obeyed IN (0, 1)),
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX bet_order_open ON bet_order(id) WHERE done_at IS NULL;

-- Bets that nothing brings on by itself; bet_at_work does not hold them.
CREATE INDEX transfer_stuck ON transfer(slot, bet) WHERE stuck = 1;
CREATE INDEX bet_not_closed ON bet(slot, bet) WHERE closing_state = 'given_up';
)sql";

}  // namespace croupier::storage::migrations
