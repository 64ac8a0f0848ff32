// SPDX-License-Identifier: Apache-2.0
// Names over real sockets: a name server of the test's own, and one that never answers.
#include <gtest/gtest.h>

#include "unit/net/name_server.h"
#include "unit/net/support.h"

namespace croupier::net::test {
namespace {

using std::chrono::seconds;

class NameLookupTest : public testing::Test {
protected:
    NameLookupTest() {
        ClientLimits limits;
        limits.name_servers = names.address();
        net.make_client(limits);
        port = net.serve([](const Request& request, const Reply& reply) {
            reply(Response::text(200, *request.header("Host")));
        });
    }
    OutgoingRequest to(const std::string& host, std::string lane = "default") {
        OutgoingRequest request;
        request.url = "http://" + host + ":" + std::to_string(port) + "/";
        request.lane = std::move(lane);
        request.connect_timeout = seconds(30);
        return request;
    }

    NameServer names{
        {{"casino.test", {"127.0.0.1"}},
         {"two.test", {"127.0.0.77", "127.0.0.1"}},  // nobody listens at the first
         {"hung.test", {}}}};
    NetTest net;
    std::uint16_t port = 0;
};

TEST_F(NameLookupTest, FindsAHostByItsName) {
    const auto result = net.send(to("casino.test"), seconds(30));
    ASSERT_TRUE(result.ok()) << result.error().detail;
    EXPECT_EQ(result.value().body, "casino.test:" + std::to_string(port));
}

TEST_F(NameLookupTest, AsksOnceWhileTheAnswerIsGood) {
    for (const char* lane : {"a", "b", "c"}) {
        ASSERT_TRUE(net.send(to("Casino.test", lane), seconds(30)).ok());
    }
    EXPECT_EQ(names.questions(), 1);
}

TEST_F(NameLookupTest, TriesEachAddress) {
    const auto result = net.send(to("two.test"), seconds(30));
    EXPECT_TRUE(result.ok()) << result.error().detail;
}

TEST_F(NameLookupTest, TellsThatANameDoesNotExist) {
    const auto result = net.send(to("nobody.test"), seconds(30));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().fault, HttpFault::not_sent);
    EXPECT_EQ(result.error().detail.substr(0, 9), "resolve: ");
}

TEST_F(NameLookupTest, ASilentServerHoldsUpItsOwnNameAlone) {
    auto hung = net.begin(to("hung.test"), seconds(30));
    EXPECT_TRUE(net.send(to("casino.test"), seconds(30)).ok());
    EXPECT_EQ(hung.wait_for(seconds(0)), std::future_status::timeout);
    const auto result = hung.get();  // after five seconds, not after the thirty
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().detail.substr(0, 9), "resolve: ");
}

TEST_F(NameLookupTest, MayEndWhileALookupIsUnderWay) {
    auto hung = net.begin(to("hung.test"), seconds(30));
    while (names.questions() == 0)
        std::this_thread::yield();
    net.end_client();
    EXPECT_THROW(hung.get(), std::future_error);  // dropped without a call
}

}  // namespace
}  // namespace croupier::net::test
