// SPDX-License-Identifier: Apache-2.0
// Players and sessions as rows.
#pragma once

#include <optional>
#include <vector>

#include "storage/sqlite/rows.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

// Insert or replace.
DbResult<void> write_player(db::Connection& connection, const domain::Player& player);
DbResult<void> write_session(db::Connection& connection, const domain::Session& session);

DbResult<void> insert_player_event(db::Connection& connection, const domain::PlayerEvent& event);
// The oldest first.
DbResult<std::vector<domain::PlayerEvent>> read_player_events(
    db::Connection& connection, const domain::PlayerKey& player);

// Nothing when there is none.
DbResult<std::optional<domain::Player>> read_player(
    db::Connection& connection, const domain::PlayerKey& key);
DbResult<std::optional<domain::Player>> read_player(
    db::Connection& connection, const usecases::PartnerPlayer& partner);
DbResult<std::optional<domain::Session>> read_session(
    db::Connection& connection, domain::SessionId id);

}  // namespace croupier::storage::sqlite
