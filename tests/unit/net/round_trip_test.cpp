// SPDX-License-Identifier: Apache-2.0
// The client against the server, as the rooms above use them.
#include <gtest/gtest.h>

#include "unit/net/support.h"

namespace croupier::net::test {
namespace {

Handler echo() {
    return [](Request request, Reply reply) {
        Response response = Response::text(200, request.body);
        response.headers.push_back({"X-Method", request.method});
        response.headers.push_back({"X-Target", request.target});
        reply(std::move(response));
    };
}

TEST(RoundTrip, CarriesMethodTargetHeadersAndBody) {
    NetTest net;
    const auto port = net.serve([](Request request, Reply reply) {
        EXPECT_EQ(request.method, "PUT");
        EXPECT_EQ(request.path, "/a/b");
        EXPECT_EQ(request.target, "/a/b?x=1&y=a%20b");
        EXPECT_EQ(request.query("y"), "a b");
        EXPECT_EQ(request.query("z"), std::nullopt);
        EXPECT_EQ(request.header("x-sign"), "abc");
        EXPECT_EQ(request.header("Content-Length"), "5");
        EXPECT_EQ(request.body, "hello");
        EXPECT_EQ(request.peer, "127.0.0.1");
        EXPECT_GT(request.arrived.unix_ms, 0);
        reply(Response::json(201, "{}"));
    });
    net.make_client();
    const auto result =
        net.send({"PUT", base_url(port, "/a/b?x=1&y=a%20b"), {{"X-Sign", "abc"}}, "hello"});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result.value().status, 201);
    EXPECT_EQ(result.value().body, "{}");
    EXPECT_EQ(result.value().header("content-type"), "application/json");
    EXPECT_EQ(result.value().header("x-content-type-options"), "nosniff");
    EXPECT_TRUE(result.value().header("date").has_value());
}

TEST(RoundTrip, KeepsTheConnection) {
    NetTest net;
    const auto port = net.serve(echo());
    net.make_client();
    for (int i = 0; i < 10; ++i) {
        const auto body = std::to_string(i);
        const auto result = net.send({"POST", base_url(port), {}, body});
        ASSERT_TRUE(result.ok());
        EXPECT_EQ(result.value().body, body);
    }
    EXPECT_EQ(net.counters().connections, 1u);
    EXPECT_EQ(net.counters().requests, 10u);
}

TEST(RoundTrip, CarriesBodiesOfAnySizeWithinTheLimits) {
    NetTest net;
    const auto port = net.serve(echo());
    net.make_client();
    for (const std::size_t size : {0u, 1u, 8191u, 8192u, 8193u, 70'000u, 256u * 1024u}) {
        const std::string body(size, 'x');
        const auto result = net.send({"POST", base_url(port), {}, body});
        ASSERT_TRUE(result.ok()) << size << " " << result.error().detail;
        EXPECT_EQ(result.value().body, body);
    }
    EXPECT_EQ(net.counters().connections, 1u);
}

}  // namespace
}  // namespace croupier::net::test
