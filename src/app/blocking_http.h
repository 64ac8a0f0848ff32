// SPDX-License-Identifier: Apache-2.0
// HTTP for command-line tools that do one thing after another: a loop on a thread of its own, and
// calls that wait for their answer.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "net/asio_loop.h"
#include "net/router.h"

namespace croupier::app {

class BlockingHttp {
public:
    BlockingHttp();
    ~BlockingHttp();
    BlockingHttp(const BlockingHttp&) = delete;
    BlockingHttp& operator=(const BlockingHttp&) = delete;

    // Any thread but the loop's. The error is a sentence.
    base::Result<net::Response, std::string> send(
        net::OutgoingRequest request, base::Duration timeout);
    // A JSON body and a bearer, if any; an answer other than 200 with JSON is an error.
    base::Result<base::Json, std::string> get(const std::string& url, const std::string& bearer);
    base::Result<base::Json, std::string> post(
        const std::string& url, const std::string& bearer, const base::Json& body);
    [[nodiscard]] net::AsioLoop& loop() { return loop_; }
    // Serves on this machine alone. The server must end on the loop, too: end_server().
    base::Result<std::unique_ptr<net::HttpServer>, std::string> serve(
        std::uint16_t port, net::Router router);
    void end_server(std::unique_ptr<net::HttpServer> server);

private:
    base::Result<base::Json, std::string> json_of(net::OutgoingRequest request);
    net::AsioLoop loop_;
    std::unique_ptr<net::HttpClient> client_;
    std::thread thread_;
};

}  // namespace croupier::app
