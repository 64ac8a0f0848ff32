// SPDX-License-Identifier: Apache-2.0
// One connection to a host of several addresses. Each next address is tried a quarter of a second
// after the one before, or as soon as that one has failed; the first connection made is taken (RFC
// 8305), so one address that swallows packets does not use up the time for connecting.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace boost::asio {
class io_context;
}

namespace croupier::net {

// Loop thread only; its own operations hold it alive.
class Connector {
public:
    struct Connected {
        int socket;  // the caller's from now on
        bool ipv6;
    };
    using Done = std::function<void(const base::Result<Connected, std::string>&)>;

    virtual ~Connector() = default;
    // `done` does not run any more, and nothing stays open.
    virtual void cancel() = 0;

    // `done` runs once, never inside this call: with the connection, or with the last error. What
    // is no address counts as none.
    static std::shared_ptr<Connector> start(
        boost::asio::io_context& io, const std::vector<std::string>& addresses, std::uint16_t port,
        Done done);
};

bool is_address(const std::string& text);

}  // namespace croupier::net
