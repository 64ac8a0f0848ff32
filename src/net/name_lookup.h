// SPDX-License-Identifier: Apache-2.0
// Names asked of name servers on the loop itself, by c-ares: nothing blocks, and each lookup has
// sockets and a time limit of its own, so that a silent server holds up its own name alone.
#pragma once

#include <memory>
#include <string>

#include "net/resolver.h"

namespace boost::asio {
class io_context;
}

namespace croupier::net {

// The servers are the system's (/etc/resolv.conf, read for each lookup, /etc/hosts before them), or
// those given: "192.0.2.1:53,[2001:db8::1]:53".
std::unique_ptr<NameLookup> make_name_lookup(boost::asio::io_context& io, std::string servers);

}  // namespace croupier::net
