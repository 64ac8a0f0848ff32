// SPDX-License-Identifier: Apache-2.0
#include "app/blocking_http.h"

#include <future>

namespace croupier::app {

namespace {
constexpr base::Duration patience{30'000};
}

BlockingHttp::BlockingHttp() {
    net::ClientLimits limits;
    limits.answer_bytes_max = 64 * 1024 * 1024;  // a page of a book
    client_ = loop_.make_client(limits);
    thread_ = std::thread([this] { loop_.run(); });
}

BlockingHttp::~BlockingHttp() {
    loop_.stop();
    thread_.join();
}

base::Result<std::unique_ptr<net::HttpServer>, std::string> BlockingHttp::serve(
    std::uint16_t port, net::Router router) {
    using Served = base::Result<std::unique_ptr<net::HttpServer>, std::string>;
    std::promise<Served> served;
    loop_.post([&] {
        net::ServerOptions options;
        options.port = port;
        served.set_value(loop_.serve(options, std::move(router)));
    });
    return served.get_future().get();
}

void BlockingHttp::end_server(std::unique_ptr<net::HttpServer> server) {
    std::promise<void> ended;
    loop_.post([&] {
        server.reset();
        ended.set_value();
    });
    ended.get_future().get();
}

base::Result<net::Response, std::string> BlockingHttp::send(
    net::OutgoingRequest request, base::Duration timeout) {
    auto promise = std::make_shared<std::promise<net::HttpResult>>();
    auto future = promise->get_future();
    loop_.post([this, promise, timeout, request = std::move(request)]() mutable {
        client_->send(std::move(request), loop_.now() + timeout, [promise](net::HttpResult result) {
            promise->set_value(std::move(result));
        });
    });
    net::HttpResult result = future.get();
    if (!result.ok()) return base::fail(result.error().detail);
    return std::move(result).value();
}

base::Result<base::Json, std::string> BlockingHttp::json_of(net::OutgoingRequest request) {
    const std::string url = request.url;
    auto response = send(std::move(request), patience);
    if (!response.ok()) return base::fail(url + ": " + response.error());
    const net::Response& answer = response.value();
    if (answer.status != 200) {
        return base::fail(
            url + " answered " + std::to_string(answer.status) + " " + answer.body.substr(0, 300));
    }
    base::JsonLimits limits;
    limits.bytes_max = 64 * 1024 * 1024;
    auto json = base::parse_json(answer.body, limits);
    if (!json.ok()) return base::fail(url + " answered no JSON");
    return std::move(json).value();
}

base::Result<base::Json, std::string> BlockingHttp::get(
    const std::string& url, const std::string& bearer) {
    net::OutgoingRequest request;
    request.method = "GET";
    request.url = url;
    if (!bearer.empty()) request.headers.push_back({"Authorization", "Bearer " + bearer});
    return json_of(std::move(request));
}

base::Result<base::Json, std::string> BlockingHttp::post(
    const std::string& url, const std::string& bearer, const base::Json& body) {
    net::OutgoingRequest request;
    request.url = url;
    request.headers.push_back({"Content-Type", "application/json"});
    if (!bearer.empty()) request.headers.push_back({"Authorization", "Bearer " + bearer});
    request.body = base::to_text(body);
    return json_of(std::move(request));
}

}  // namespace croupier::app
