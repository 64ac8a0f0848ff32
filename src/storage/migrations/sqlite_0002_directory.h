// SPDX-License-Identifier: Apache-2.0
// Casinos, providers, games and signing keys. What is asked for or switched has a column of its
// own; the rest of what was agreed with a partner is one JSON text (storage/terms_json.h). Once
// released this text never changes: the next step does.
#pragma once

#include <string_view>

namespace croupier::storage::migrations {

inline constexpr std::string_view sqlite_0002_directory = R"sql(
CREATE TABLE casino(
  casino INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  api_url TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  secret_sha256 TEXT NOT NULL,
  terms TEXT NOT NULL
) STRICT;

CREATE TABLE provider(
  provider BLOB NOT NULL PRIMARY KEY CHECK (length(provider) = 16),
  name TEXT NOT NULL,
  api_url TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  secret_sealed TEXT NOT NULL,
  terms TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE game(
  game INTEGER NOT NULL PRIMARY KEY,
  provider BLOB NOT NULL REFERENCES provider(provider),
  provider_game TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  image_url TEXT NOT NULL,
  has_demo INTEGER NOT NULL CHECK (has_demo IN (0, 1)),
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),  -- the operator's switch
  listed INTEGER NOT NULL CHECK (listed IN (0, 1)),    -- the provider still has it
  min_bet TEXT NOT NULL,
  max_bet TEXT NOT NULL,
  UNIQUE (provider, provider_game)
) STRICT;

CREATE TABLE signing_key(
  kid TEXT NOT NULL PRIMARY KEY,
  algorithm TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('next', 'active', 'retired')),
  private_pem_sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  activated_at INTEGER,
  retired_at INTEGER
) STRICT;

-- Counts every write to the tables above.
CREATE TABLE directory_version(
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO directory_version(one, version) VALUES (1, 0);
)sql";

}  // namespace croupier::storage::migrations
