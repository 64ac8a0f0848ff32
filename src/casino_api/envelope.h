// SPDX-License-Identifier: Apache-2.0
// The envelope of every answer to a casino: {"ErrorCode","Message","Value"}.
#pragma once

#include "base/json.h"
#include "domain/error.h"
#include "net/refusal.h"

namespace croupier::casino_api {

net::Response success();
net::Response success(base::Json value);
net::Response refusal(domain::ErrorCode code);
// With a reason of the hub's own words behind the code's Message.
net::Response refusal(domain::ErrorCode code, std::string_view why);
// How casinos hear of what is refused before a route is reached.
net::RefusalForm refusal_form();

}  // namespace croupier::casino_api
