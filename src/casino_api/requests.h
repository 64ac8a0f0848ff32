// SPDX-License-Identifier: Apache-2.0
// What casinos ask of the hub, read into commands (contract section 2). What cannot be read as what
// it should be is answered 103752, with the reason in its Message where there is one.
#pragma once

#include <optional>

#include "base/json_read.h"
#include "casino_api/auth.h"
#include "usecases/bet_desk.h"
#include "usecases/open_session.h"

namespace croupier::casino_api {

std::optional<LogIn> read_log_in(const net::Request& request);
std::optional<std::string> read_token_to_verify(const net::Request& request);
base::Reading<usecases::AcceptBooking> read_accept(
    const net::Request& request, const domain::CasinoTerms& terms);
// The same fields, with CashbackId or BetId.
base::Reading<usecases::AcceptBooking> read_cashback_accept(
    const net::Request& request, const domain::CasinoTerms& terms);
base::Reading<usecases::OpenSession> read_launch(
    const net::Request& request, domain::CasinoId casino, std::string_view game_id);

// A page's `limit`: 100 unless told, 1 to 500; nothing otherwise.
std::optional<std::size_t> read_limit(const net::Request& request);

}  // namespace croupier::casino_api
