// SPDX-License-Identifier: Apache-2.0
// What casinos call (contract section 2). Each route reads, hands a command to a use case and
// writes its outcome; whoever calls has been checked before.
#pragma once

#include <functional>
#include <vector>

#include "casino_api/auth.h"
#include "net/router.h"
#include "usecases/bet_desk.h"
#include "usecases/open_session.h"

namespace croupier::casino_api {

inline constexpr std::string_view casino_base_path = "/mis-api/api/v2";

// The use cases behind the routes: BetDesk::accept and SessionDesk::open in the hub.
using Accept =
    std::function<void(usecases::AcceptBooking, usecases::BetDesk::Done<usecases::Nothing>)>;
using Launch = std::function<void(
    usecases::OpenSession, std::function<void(domain::Outcome<usecases::OpenedSession>)>)>;

struct RouteParts {
    base::Loop& loop;
    usecases::DirectorySource& directory;
    CasinoAuth& auth;
    Accept accept;
    Launch launch;
    usecases::StoreReader& reader;
    base::Executor& reading;  // the reader's one thread
};

std::vector<net::Route> routes(const RouteParts& given);

}  // namespace croupier::casino_api
