// SPDX-License-Identifier: Apache-2.0
// croupier admin bet resume|booked|send-again|…: what a person may order about one bet. The order
// is kept in the store; the hub that runs on it carries it out within a second.
#pragma once

#include "app/admin.h"
#include "domain/bet.h"

namespace croupier::app {

void add_order_verbs(AdminMenu& menu, CLI::App& bet);

// --- shared with admin_bet.cpp
base::Failure<AdminError> store_failed();
AdminResult<domain::Bet> find_bet(const Admin& admin, std::uint64_t id);

}  // namespace croupier::app
