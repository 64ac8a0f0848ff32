// SPDX-License-Identifier: Apache-2.0
// The one HttpServer over sockets: accepts, counts, refuses what is too much, and drains.
#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "net/http.h"
#include "net/stream.h"

namespace croupier::net {

base::Result<std::unique_ptr<HttpServer>, std::string> make_server(
    boost::asio::io_context& io, base::Loop& loop, const ServerOptions& options, Handler handler);

}  // namespace croupier::net
