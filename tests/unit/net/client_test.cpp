// SPDX-License-Identifier: Apache-2.0
// The client against peers that a test plays by hand, and the pool against a counting server.
#include <gtest/gtest.h>

#include <optional>

#include "unit/net/support.h"

namespace croupier::net::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

bool is_ready(const std::future<HttpResult>& result) {
    return result.wait_for(seconds(0)) == std::future_status::ready;
}

void expect_fault(const HttpResult& result, HttpFault fault, const std::string& detail) {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().fault, fault);
    EXPECT_EQ(result.error().detail.substr(0, detail.size()), detail);
}

// A client and a listener that the test answers for.
class ClientTest : public testing::Test {
protected:
    OutgoingRequest to_peer(std::string body = "body") {
        return {"POST", base_url(peer.port(), "/x"), {{"X-A", "b"}}, std::move(body)};
    }
    // One exchange that leaves a kept connection behind.
    RawSocket warm_up() {
        auto result = net.begin(to_peer(), seconds(5));
        auto connection = peer.accept();
        EXPECT_NE(connection.read_message(), "");
        connection.send(ok);
        EXPECT_TRUE(result.get().ok());
        return connection;
    }

    NetTest net;
    RawListener peer;
};

TEST_F(ClientTest, SendsAWholeRequest) {
    net.make_client();
    auto result = net.begin(to_peer(), seconds(5));
    auto connection = peer.accept();
    EXPECT_EQ(
        connection.read_message(),
        "POST /x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
            "\r\nAccept-Encoding: identity\r\nContent-Length: 4\r\nX-A: b\r\n\r\nbody");
    connection.send("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 1\r\n\r\nb");
    const auto answer = result.get();
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().status, 503);
    EXPECT_EQ(answer.value().header("retry-after"), "1");
    EXPECT_EQ(answer.value().body, "b");
}

TEST_F(ClientTest, RefusesWhatCannotBeSentAsItIs) {
    net.make_client();
    auto split = to_peer();
    split.headers = {{"X-A", "b\r\nX-B: c"}};
    expect_fault(net.send(split), HttpFault::not_sent, "unusable header");
    auto name = to_peer();
    name.headers = {{"X A", "b"}};
    expect_fault(net.send(name), HttpFault::not_sent, "unusable header");
    auto length = to_peer();
    length.headers = {{"Content-Length", "1"}};
    expect_fault(net.send(length), HttpFault::not_sent, "unusable header");
    auto method = to_peer();
    method.method = "GET / HTTP/1.1\r\n";
    expect_fault(net.send(method), HttpFault::not_sent, "unusable method");
    auto url = to_peer();
    url.url += "\r\nX: y";
    expect_fault(net.send(url), HttpFault::not_sent, "unusable URL");
    EXPECT_FALSE(peer.is_called_within(milliseconds(0)));
}

TEST_F(ClientTest, NeverAnswersInsideSend) {
    net.make_client();
    const bool inside = net.thread().call([&] {
        bool sending = true;
        bool called_inside = false;
        net.client().send(
            {"POST", "nonsense", {}, ""}, {0},
            [&sending, &called_inside](const HttpResult&) { called_inside = sending; });
        sending = false;
        return called_inside;
    });
    EXPECT_FALSE(inside);
    net.settle();
}

TEST_F(ClientTest, TellsARefusedConnection) {
    net.make_client();
    std::optional<RawListener> gone(std::in_place);
    const auto port = gone->port();
    gone.reset();
    expect_fault(
        net.send({"POST", base_url(port), {}, ""}), HttpFault::not_sent,
        "connect: Connection refused");
}

TEST_F(ClientTest, TellsANameThatIsNone) {
    net.make_client();
    OutgoingRequest request{"POST", "http://no-such-name.invalid/", {}, ""};
    request.connect_timeout = seconds(5);
    expect_fault(net.send(request, seconds(10)), HttpFault::not_sent, "resolve: ");
}

TEST_F(ClientTest, LocalhostIsThisMachineWithoutAResolver) {
    const auto port = net.serve([](const Request& request, const Reply& reply) {
        reply(Response::text(200, std::string(request.header("host").value_or(""))));
    });
    net.make_client();
    for (const std::string name : {"localhost", "wallet.localhost"}) {
        OutgoingRequest request{"GET", "http://" + name + ":" + std::to_string(port) + "/", {}, ""};
        request.connect_timeout = seconds(5);
        const auto result = net.send(request);
        ASSERT_TRUE(result.ok()) << name << ": " << result.error().detail;
        EXPECT_EQ(result.value().body, name + ":" + std::to_string(port));
    }
}

TEST_F(ClientTest, GivesUpConnectingInTime) {
    net.make_client();
    const RawListener full(RawListener::Backlog::full);
    OutgoingRequest request{"POST", base_url(full.port()), {}, ""};
    request.connect_timeout = milliseconds(50);
    expect_fault(net.send(request), HttpFault::not_sent, "connect: time-out");
    request.connect_timeout = seconds(60);
    expect_fault(net.send(request, milliseconds(50)), HttpFault::not_sent, "time-out");
}

TEST_F(ClientTest, TellsThatThePeerMayHaveActed) {
    net.make_client();
    const auto after = [this](auto action) {
        auto result = net.begin(to_peer(), seconds(5));
        auto connection = peer.accept();
        EXPECT_NE(connection.read_message(), "");
        action(connection);
        return result.get();
    };
    const auto maybe = HttpFault::maybe_sent;
    expect_fault(after([](RawSocket& s) { s.close(); }), maybe, "connection closed before");
    expect_fault(after([](RawSocket& s) { s.reset(); }), maybe, "connection closed before");
    expect_fault(
        after([](RawSocket& s) {
            s.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
            s.close();
        }),
        maybe, "connection closed in the midst of the answer");
    expect_fault(
        after([](RawSocket& s) { s.send("nonsense\r\n\r\n"); }), maybe, "answer unreadable");
    expect_fault(
        after([](RawSocket& s) { s.send("HTTP/1.1 101 Other\r\n\r\n"); }), maybe,
        "answer unreadable");
}

TEST_F(ClientTest, KeepsToTheDeadline) {
    net.make_client();
    auto result = net.begin(to_peer(), milliseconds(300));
    auto connection = peer.accept();
    expect_fault(result.get(), HttpFault::maybe_sent, "time-out");
    EXPECT_NE(connection.read_message(), "");
    EXPECT_TRUE(connection.ends_within(seconds(5)));  // no late answer can meet another request
}

TEST_F(ClientTest, KeepsToADeadlineThatHasPassed) {
    net.make_client();
    expect_fault(net.send(to_peer(), milliseconds(0)), HttpFault::not_sent, "time-out");
    EXPECT_FALSE(peer.is_called_within(milliseconds(0)));
}

TEST_F(ClientTest, LimitsTheAnswer) {
    ClientLimits limits;
    limits.answer_bytes_max = 1000;
    net.make_client(limits);
    const auto answered = [this](const std::string& answer) {
        auto result = net.begin(to_peer(), seconds(5));
        auto connection = peer.accept();
        EXPECT_NE(connection.read_message(), "");
        connection.send(answer);
        return result.get();
    };
    const std::string head = "HTTP/1.1 200 OK\r\n";
    expect_fault(
        answered(head + "Content-Length: 1001\r\n\r\n"), HttpFault::maybe_sent, "answer too large");
    expect_fault(
        answered(head + "\r\n" + std::string(1001, 'a')), HttpFault::maybe_sent,
        "answer too large");
    expect_fault(
        answered(head + "A: " + std::string(100'000, 'a')), HttpFault::maybe_sent,
        "answer too large");
}

TEST_F(ClientTest, TakesAnAnswerThatEndsWithTheConnection) {
    net.make_client();
    auto result = net.begin(to_peer(), seconds(5));
    auto connection = peer.accept();
    EXPECT_NE(connection.read_message(), "");
    connection.send("HTTP/1.1 200 OK\r\n\r\nto the end");
    connection.close();
    const auto answer = result.get();
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().body, "to the end");
}

TEST_F(ClientTest, TakesAnAnswerThatComesBeforeTheRequestIsWritten) {
    net.make_client();
    auto result = net.begin(to_peer(std::string(64u << 20, 'a')), seconds(5));
    auto connection = peer.accept();
    connection.send("HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n");
    const auto answer = result.get();
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().status, 413);
    connection.close();
    // That connection carries nothing more.
    auto next = net.begin(to_peer(), seconds(5));
    auto fresh = peer.accept();
    fresh.send(ok);
    EXPECT_TRUE(next.get().ok());
}

TEST_F(ClientTest, HeadHasNoBody) {
    net.make_client();
    auto request = to_peer("");
    request.method = "HEAD";
    auto result = net.begin(request, seconds(5));
    auto connection = peer.accept();
    EXPECT_NE(connection.read_message(), "");
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    const auto answer = result.get();
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().header("Content-Length"), "100");
}

TEST_F(ClientTest, UsesTheKeptConnection) {
    net.make_client();
    auto connection = warm_up();
    auto result = net.begin(to_peer(), seconds(5));
    EXPECT_NE(connection.read_message(), "");
    connection.send(ok);
    EXPECT_TRUE(result.get().ok());
    EXPECT_FALSE(peer.is_called_within(milliseconds(0)));
}

TEST_F(ClientTest, SeesAtOnceThatAKeptConnectionHasEnded) {
    net.make_client();
    for (const bool rude : {false, true}) {
        auto connection = warm_up();
        rude ? connection.reset() : connection.close();
        // Seen before a byte is written, so the request goes out once, on a fresh connection.
        auto result = net.begin(to_peer(), seconds(5));
        auto fresh = peer.accept();
        EXPECT_NE(fresh.read_message(), "");
        fresh.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        EXPECT_TRUE(result.get().ok());
    }
}

TEST_F(ClientTest, DropsAKeptConnectionThatSpeaksUnasked) {
    net.make_client();
    auto connection = warm_up();
    connection.send(ok);
    EXPECT_TRUE(connection.ends_within(seconds(5)));
    auto result = net.begin(to_peer(), seconds(5));
    auto fresh = peer.accept();
    fresh.send(ok);
    EXPECT_TRUE(result.get().ok());
}

TEST_F(ClientTest, DoesNotRepeatWhatMayHaveBeenSent) {
    net.make_client();
    auto connection = warm_up();
    auto result = net.begin(to_peer(), seconds(5));
    EXPECT_NE(connection.read_message(), "");
    connection.close();
    expect_fault(result.get(), HttpFault::maybe_sent, "connection closed before the answer");
    EXPECT_FALSE(peer.is_called_within(milliseconds(0)));
}

TEST_F(ClientTest, ClosesAConnectionThatIsIdleTooLong) {
    ClientLimits limits;
    limits.idle_max = milliseconds(50);
    net.make_client(limits);
    auto connection = warm_up();
    EXPECT_TRUE(connection.ends_within(seconds(5)));
}

TEST_F(ClientTest, TakesTheMostRecentlyUsedFirst) {
    net.make_client();
    auto first_result = net.begin(to_peer(), seconds(5));
    auto first = peer.accept();
    auto second_result = net.begin(to_peer(), seconds(5));
    auto second = peer.accept();
    EXPECT_NE(first.read_message(), "");
    EXPECT_NE(second.read_message(), "");
    second.send(ok);
    EXPECT_TRUE(second_result.get().ok());
    first.send(ok);
    EXPECT_TRUE(first_result.get().ok());
    auto third_result = net.begin(to_peer(), seconds(5));
    EXPECT_NE(first.read_message(), "");
    first.send(ok);
    EXPECT_TRUE(third_result.get().ok());
}

TEST_F(ClientTest, WaitsForAConnectionInOrder) {
    ClientLimits limits;
    limits.connections_max_per_lane = 1;
    net.make_client(limits);
    auto first = net.begin(to_peer("first"), seconds(5));
    auto second = net.begin(to_peer("second"), seconds(5));
    auto late = net.begin(to_peer("late"), milliseconds(50));
    auto third = net.begin(to_peer("third"), seconds(5));
    auto connection = peer.accept();
    expect_fault(late.get(), HttpFault::not_sent, "time-out: no connection was free");
    for (auto* result : {&first, &second, &third}) {
        EXPECT_FALSE(is_ready(*result));
        const auto message = connection.read_message();
        const std::string body = result == &first    ? "first"
                                 : result == &second ? "second"
                                                     : "third";
        EXPECT_EQ(message.substr(message.size() - body.size()), body);
        connection.send(ok);
        EXPECT_TRUE(result->get().ok());
    }
    EXPECT_FALSE(peer.is_called_within(milliseconds(0)));
}

TEST_F(ClientTest, GivesThePlaceOfALostConnectionToTheNext) {
    ClientLimits limits;
    limits.connections_max_per_lane = 1;
    net.make_client(limits);
    auto first = net.begin(to_peer("first"), seconds(5));
    auto second = net.begin(to_peer("second"), seconds(5));
    peer.accept().close();
    EXPECT_FALSE(first.get().ok());
    auto connection = peer.accept();
    EXPECT_NE(connection.read_message(), "");
    connection.send(ok);
    EXPECT_TRUE(second.get().ok());
}

TEST_F(ClientTest, KeepsLanesApart) {
    ClientLimits limits;
    limits.connections_max_per_lane = 1;
    net.make_client(limits);
    auto stake = net.begin(to_peer("stake"), seconds(5));
    auto held = peer.accept();
    EXPECT_NE(held.read_message(), "");
    auto request = to_peer("payout");
    request.lane = "wins";
    auto payout = net.begin(request, seconds(5));
    auto connection = peer.accept();
    EXPECT_NE(connection.read_message(), "");
    connection.send(ok);
    EXPECT_TRUE(payout.get().ok());
    EXPECT_FALSE(is_ready(stake));
    held.send(ok);
    EXPECT_TRUE(stake.get().ok());
}

TEST_F(ClientTest, MayBeUsedFromItsOwnAnswers) {
    const auto port =
        net.serve([](const Request&, const Reply& reply) { reply(Response::text(200, "ok")); });
    net.make_client();
    std::promise<int> answers;
    std::function<void(int)> send = [&](int count) {
        net.client().send(
            {"POST", base_url(port), {}, ""}, net.thread().loop().now() + seconds(5),
            [&, count](const HttpResult& r) {
                if (!r.ok() || count == 100) return answers.set_value(count);
                send(count + 1);
            });
    };
    net.thread().call([&] { send(1); });
    EXPECT_EQ(answers.get_future().get(), 100);
    EXPECT_EQ(net.counters().connections, 1u);
}

TEST_F(ClientTest, MayEndInsideItsOwnAnswer) {
    const auto port =
        net.serve([](const Request&, const Reply& reply) { reply(Response::text(200, "ok")); });
    net.make_client();
    std::promise<void> ended;
    net.thread().call([&] {
        net.client().send(
            {"POST", base_url(port), {}, ""}, net.thread().loop().now() + seconds(5),
            [&](const HttpResult& result) {
                EXPECT_TRUE(result.ok());
                net.drop_client();
                ended.set_value();
            });
    });
    ended.get_future().wait();
    net.settle();
}

TEST_F(ClientTest, EndsWithRequestsUnderWay) {
    ClientLimits limits;
    limits.connections_max_per_lane = 1;
    net.make_client(limits);
    auto sent = net.begin(to_peer(), seconds(60));
    auto waiting = net.begin(to_peer(), seconds(60));
    auto connection = peer.accept();
    EXPECT_NE(connection.read_message(), "");
    net.end_client();
    EXPECT_TRUE(connection.ends_within(seconds(5)));
    EXPECT_THROW(sent.get(), std::future_error);  // dropped without a call
    EXPECT_THROW(waiting.get(), std::future_error);
}

}  // namespace
}  // namespace croupier::net::test
