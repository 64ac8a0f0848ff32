// SPDX-License-Identifier: Apache-2.0
// Requests of providers that were let in lately. Once released this text never changes: the next
// step does.
#pragma once

#include <string_view>

namespace croupier::storage::migrations {

inline constexpr std::string_view sqlite_0003_requests = R"sql(
CREATE TABLE provider_request(
  provider BLOB NOT NULL CHECK (length(provider) = 16),
  request BLOB NOT NULL CHECK (length(request) = 16),
  content BLOB NOT NULL CHECK (length(content) = 32),  -- SHA-256 of method, path and body
  until INTEGER NOT NULL,                              -- forgotten then
  PRIMARY KEY (provider, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_request_until ON provider_request(until);
)sql";

}  // namespace croupier::storage::migrations
