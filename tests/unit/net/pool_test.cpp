// SPDX-License-Identifier: Apache-2.0
// The pool on played streams: what must happen in the moments that no real socket can be made to
// show on demand.
#include <gtest/gtest.h>

#include <optional>

#include "net/client.h"
#include "unit/net/played_loop.h"

namespace croupier::net {
namespace {

using test::PlayedLoop;

// One connection as the test plays it.
struct PlayedCore final : Stream::Core {
    void open(StreamUser& who) override { user = &who; }
    void read() override {}
    void write(std::string h, std::string b) override {
        ++writes;
        head = std::move(h);
        body = std::move(b);
    }
    std::pair<std::string, std::string> take_unwritten() override {
        return {std::move(head), std::move(body)};
    }
    void finish() override {}
    void close() override { user = nullptr; }
    bool is_quiet() override { return quiet; }
    std::string peer() override { return "played"; }

    StreamUser* user = nullptr;
    bool quiet = true;
    int writes = 0;
    std::string head;
    std::string body;
};

using Played = std::vector<std::shared_ptr<PlayedCore>>;

class PlayedDialer final : public Dialer {
public:
    explicit PlayedDialer(Played& played) : played_(played) {}
    Stream to(Destination) override {
        played_.push_back(std::make_shared<PlayedCore>());
        return Stream(played_.back());
    }

private:
    Played& played_;
};

class Pool : public testing::Test {
protected:
    Pool() : client(make_pooled_client(loop, std::make_unique<PlayedDialer>(streams), {})) {}

    std::shared_ptr<std::optional<HttpResult>> send(
        std::string body = "body", std::optional<base::Duration> idle_below = std::nullopt) {
        auto result = std::make_shared<std::optional<HttpResult>>();
        OutgoingRequest request{"POST", "http://casino/make", {}, std::move(body)};
        request.idle_below = idle_below;
        client->send(
            std::move(request), loop.now() + std::chrono::seconds(5), [result](HttpResult r) {
                EXPECT_FALSE(result->has_value());
                result->emplace(std::move(r));
            });
        return result;
    }
    // Leaves streams[0] open and idle.
    void warm_up(std::string_view headers = "") {
        const auto result = send();
        streams[0]->user->on_open();
        streams[0]->user->on_written();
        streams[0]->user->on_bytes(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + std::string(headers) + "\r\n");
        ASSERT_TRUE(result->has_value() && (*result)->ok());
        loop.run();
    }
    void expect(const std::optional<HttpResult>& result, HttpFault fault, std::string_view detail) {
        ASSERT_TRUE(result.has_value());
        ASSERT_FALSE(result->ok());
        EXPECT_EQ(result->error().fault, fault);
        EXPECT_EQ(result->error().detail, detail);
    }

    PlayedLoop loop;
    Played streams;
    std::unique_ptr<HttpClient> client;
};

TEST_F(Pool, RepeatsOnAFreshConnectionWhatAKeptOneDidNotTake) {
    warm_up();
    const auto result = send("money");
    ASSERT_EQ(streams.size(), 1u);
    EXPECT_EQ(streams[0]->writes, 2);
    streams[0]->user->on_write_failed(WriteFault::nothing_written);
    ASSERT_EQ(streams.size(), 2u);
    streams[1]->user->on_open();
    EXPECT_EQ(
        streams[1]->head,
        "POST /make HTTP/1.1\r\nHost: casino\r\nAccept-Encoding: identity\r\n"
        "Content-Length: 5\r\n\r\n");
    EXPECT_EQ(streams[1]->body, "money");
    streams[1]->user->on_written();
    streams[1]->user->on_bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    ASSERT_TRUE(result->has_value());
    EXPECT_TRUE((*result)->ok());
}

TEST_F(Pool, RepeatsOnce) {
    warm_up();
    const auto result = send();
    streams[0]->user->on_write_failed(WriteFault::nothing_written);
    streams[1]->user->on_open();
    streams[1]->user->on_write_failed(WriteFault::nothing_written);
    EXPECT_EQ(streams.size(), 2u);
    expect(*result, HttpFault::not_sent, "connection closed before the request");
}

TEST_F(Pool, DoesNotRepeatOnceAByteMayHaveGone) {
    warm_up();
    const auto result = send();
    streams[0]->user->on_write_failed(WriteFault::maybe_written);
    EXPECT_FALSE(result->has_value());  // an answer may have come before the end
    streams[0]->user->on_end();
    EXPECT_EQ(streams.size(), 1u);
    expect(*result, HttpFault::maybe_sent, "connection closed before the answer");
}

TEST_F(Pool, DoesNotRepeatWhatAFreshConnectionDidNotTake) {
    const auto result = send();
    streams[0]->user->on_open();
    streams[0]->user->on_write_failed(WriteFault::nothing_written);
    EXPECT_EQ(streams.size(), 1u);
    expect(*result, HttpFault::not_sent, "connection closed before the request");
}

TEST_F(Pool, LetsTheWriteDecideWhenTheEndComesFirst) {
    warm_up();
    const auto unsent = send();
    streams[0]->user->on_end();
    EXPECT_FALSE(unsent->has_value());
    streams[0]->user->on_write_failed(WriteFault::nothing_written);
    ASSERT_EQ(streams.size(), 2u);
    streams[1]->user->on_open();
    streams[1]->user->on_end();
    EXPECT_FALSE(unsent->has_value());
    streams[1]->user->on_written();
    expect(*unsent, HttpFault::maybe_sent, "connection closed before the answer");
}

TEST_F(Pool, PassesByAConnectionThatIsNotQuiet) {
    warm_up();
    streams[0]->quiet = false;
    const auto result = send();
    EXPECT_EQ(streams[0]->user, nullptr);
    EXPECT_EQ(streams[0]->writes, 1);
    ASSERT_EQ(streams.size(), 2u);
    streams[1]->user->on_open();
    EXPECT_EQ(streams[1]->writes, 1);
    EXPECT_FALSE(result->has_value());
}

TEST_F(Pool, ClosesSoonerThanThePeerAnnounced) {
    warm_up("Keep-Alive: timeout=3, max=100\r\n");
    loop.pass_and_fire(std::chrono::milliseconds(1999));
    EXPECT_NE(streams[0]->user, nullptr);
    loop.pass_and_fire(std::chrono::milliseconds(1));
    EXPECT_EQ(streams[0]->user, nullptr);
}

TEST_F(Pool, NeverReusesPastTheAnnouncedTimeThoughItsTimerIsLate) {
    warm_up("Keep-Alive: timeout=3\r\n");
    loop.pass(std::chrono::milliseconds(2000));
    send();
    EXPECT_EQ(streams[0]->user, nullptr);
    EXPECT_EQ(streams.size(), 2u);
}

TEST_F(Pool, KeepsItsOwnLimitWhenThePeerAnnouncesMore) {
    warm_up("Keep-Alive: timeout=600\r\n");
    loop.pass_and_fire(std::chrono::milliseconds(3999));
    EXPECT_NE(streams[0]->user, nullptr);
    loop.pass_and_fire(std::chrono::milliseconds(1));
    EXPECT_EQ(streams[0]->user, nullptr);
}

TEST_F(Pool, DoesNotKeepWhatThePeerClosesAtOnce) {
    warm_up("Keep-Alive: timeout=1\r\n");
    EXPECT_EQ(streams[0]->user, nullptr);
    send();
    EXPECT_EQ(streams.size(), 2u);
}

TEST_F(Pool, TakesAFreshConnectionForWhatMustNotMeetAClosingOne) {
    warm_up();
    loop.pass(std::chrono::milliseconds(999));
    const auto soon = send("stake", std::chrono::milliseconds(1000));
    ASSERT_EQ(streams.size(), 1u);
    EXPECT_EQ(streams[0]->writes, 2);
    streams[0]->user->on_written();
    streams[0]->user->on_bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    loop.pass(std::chrono::milliseconds(1000));
    const auto question = send("question");
    EXPECT_EQ(streams.size(), 1u);  // any kept one will do
    streams[0]->user->on_written();
    streams[0]->user->on_bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    loop.pass(std::chrono::milliseconds(1000));
    const auto late = send("stake", std::chrono::milliseconds(1000));
    ASSERT_EQ(streams.size(), 2u);
    streams[1]->user->on_open();
    EXPECT_EQ(streams[1]->body, "stake");
}

TEST_F(Pool, TrustsNoConnectionAfterTheClockWasSetBack) {
    warm_up();
    loop.pass(std::chrono::milliseconds(-60'000));
    send();
    EXPECT_EQ(streams.size(), 2u);
}

TEST_F(Pool, LeavesNoTimerBehind) {
    warm_up();
    const auto waiting = send();
    client.reset();
    loop.run();
    EXPECT_EQ(loop.timers(), 0u);
    EXPECT_FALSE(waiting->has_value());
}

}  // namespace
}  // namespace croupier::net
