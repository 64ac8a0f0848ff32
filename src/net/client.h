// SPDX-License-Identifier: Apache-2.0
// The one HttpClient over sockets: which request goes on which connection, and which waits.
#pragma once

#include <memory>

#include "base/loop.h"
#include "net/http.h"
#include "net/stream.h"

namespace croupier::net {

std::unique_ptr<HttpClient> make_pooled_client(
    base::Loop& loop, std::unique_ptr<Dialer> dialer, const ClientLimits& limits);

}  // namespace croupier::net
