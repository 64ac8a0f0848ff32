// SPDX-License-Identifier: Apache-2.0
// The server against peers that are slow, greedy, rude or gone.
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>

#include "unit/net/support.h"

namespace croupier::net::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

std::string post(std::string_view body) {
    return "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

Handler echo() {
    return [](const Request& request, const Reply& reply) {
        reply(Response::text(200, request.method + " " + request.body));
    };
}

ServerOptions with(void (*change)(ServerLimits&)) {
    ServerOptions options;
    change(options.limits);
    return options;
}

bool ends_with(const std::string& text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Holds its replies until the test lets them go; loop thread only but for wait().
class Holder {
public:
    Handler handler() {
        return [this](const Request&, Reply reply) {
            replies_.push_back(std::move(reply));
            arrived_.set_value();
        };
    }
    // Until a request has come; for the first one only.
    void wait() { arrived_.get_future().wait(); }
    void release(NetTest& net) {
        net.thread().call([this] {
            for (const Reply& reply : replies_)
                reply(Response::text(200, "held"));
            replies_.clear();
        });
    }

private:
    std::vector<Reply> replies_;
    std::promise<void> arrived_;
};

TEST(Server, AnswersAndKeepsTheConnection) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    for (int i = 0; i < 3; ++i) {
        peer.send(post("body"));
        const auto answer = peer.read_message();
        EXPECT_EQ(status_of(answer), 200);
        EXPECT_TRUE(ends_with(answer, "\r\n\r\nPOST body"));
        EXPECT_TRUE(contains(answer, "X-Content-Type-Options: nosniff\r\n"));
        EXPECT_FALSE(contains(answer, "Connection:"));
    }
}

TEST(Server, AnswersInOrderWhenRequestsComeTogether) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    std::string all;
    for (int i = 0; i < 100; ++i)
        all += post(std::to_string(i));
    peer.send(all);
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(ends_with(peer.read_message(), "POST " + std::to_string(i)));
    }
}

TEST(Server, ReadsARequestThatComesInPieces) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    for (const char c : post("abc")) {
        peer.send(std::string(1, c));
        net.thread().call([] {});
    }
    EXPECT_TRUE(ends_with(peer.read_message(), "POST abc"));
}

TEST(Server, ClosesWhenAsked) {
    NetTest net;
    const auto port = net.serve(echo());
    auto newer = RawSocket::connect(port);
    newer.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(contains(newer.read_all(), "Connection: close\r\n"));
    auto older = RawSocket::connect(port);
    older.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(contains(older.read_all(), "Connection: close\r\n"));
}

TEST(Server, KeepsAnHttp10ConnectionWhenAsked) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    for (int i = 0; i < 2; ++i) {
        peer.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_TRUE(contains(peer.read_message(), "Connection: keep-alive\r\n"));
    }
}

TEST(Server, LeavesTheBodyOutForHead) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    peer.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const auto answer = peer.read_all();
    EXPECT_TRUE(contains(answer, "Content-Length: 5\r\n"));
    EXPECT_TRUE(ends_with(answer, "\r\n\r\n"));
}

TEST(Server, AnswersAPeerThatHasSaidAll) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    peer.send(post("last"));
    peer.finish();
    EXPECT_TRUE(ends_with(peer.read_all(), "POST last"));
}

TEST(Server, SaysContinueOnlyWhenAsked) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n";
    peer.send(head + "Content-Length: 3\r\n\r\n");
    EXPECT_EQ(peer.read_message(), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("abc");
    EXPECT_TRUE(ends_with(peer.read_message(), "POST abc"));
    peer.send(head + "Content-Length: 3\r\n\r\nabc");
    EXPECT_TRUE(ends_with(peer.read_message(), "POST abc"));
    peer.send(head + "Content-Length: 999999999\r\n\r\n");
    EXPECT_EQ(status_of(peer.read_all()), 413);
}

TEST(Server, TakesChunkedBodies) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    peer.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    peer.send("3\r\nabc\r\n");
    peer.send("2\r\nde\r\n0\r\n\r\n");
    EXPECT_TRUE(ends_with(peer.read_message(), "POST abcde"));
}

TEST(Server, RefusesAndClosesWhatItCannotRead) {
    NetTest net;
    const auto port = net.serve(echo());
    for (const char* bytes :
         {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x01\x01\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "GET / HTTP/9.9\r\nHost: h\r\n\r\n"}) {
        auto peer = RawSocket::connect(port);
        peer.send(bytes + get);
        const auto answer = peer.read_all();
        EXPECT_EQ(status_of(answer), 400) << bytes;
        EXPECT_FALSE(contains(answer, "200 OK")) << bytes;
        EXPECT_TRUE(contains(answer, "Connection: close\r\n")) << bytes;
    }
    EXPECT_EQ(net.counters().requests, 0u);
    EXPECT_EQ(net.counters().refusals, 5u);
}

TEST(Server, RefusesABodyOverTheLimit) {
    NetTest net;
    const auto port = net.serve(echo(), with([](ServerLimits& l) { l.body_bytes_max = 1000; }));
    auto fits = RawSocket::connect(port);
    fits.send(post(std::string(1000, 'a')));
    EXPECT_EQ(status_of(fits.read_message()), 200);
    // All of a body that is far too large may be on its way already: the answer must still arrive.
    auto declared = RawSocket::connect(port);
    declared.send(post(std::string(1'000'000, 'a')));
    EXPECT_EQ(status_of(declared.read_all()), 413);
    auto chunks = RawSocket::connect(port);
    chunks.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 11; ++i)
        chunks.send("64\r\n" + std::string(100, 'a') + "\r\n");
    EXPECT_EQ(status_of(chunks.read_all()), 413);
}

TEST(Server, RefusesAHeadOverTheLimit) {
    NetTest net;
    const auto port = net.serve(echo(), with([](ServerLimits& l) { l.head_bytes_max = 1000; }));
    auto peer = RawSocket::connect(port);
    peer.send("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(5000, 'a') + "\r\n\r\n");
    EXPECT_EQ(status_of(peer.read_all()), 431);
}

// Refuses with what it was told of the request.
ServerOptions refusing(void (*change)(ServerLimits&)) {
    ServerOptions options = with(change);
    options.refuse = [](int status, std::string_view path, std::string_view) {
        return Response::json(status, "[\"" + std::string(path) + "\"]");
    };
    return options;
}

TEST(Server, RefusesInTheFormOfThePath) {
    NetTest net;
    const auto port = net.serve(
        [](const Request&, const Reply&) { throw std::runtime_error("thrown by a test"); },
        refusing([](ServerLimits& l) {
            l.body_bytes_max = 10;
            l.head_bytes_max = 200;
            l.head_timeout = milliseconds(100);
        }));
    const std::string line = "POST /a/b?c=d HTTP/1.1\r\n";
    const std::pair<std::string, int> cases[] = {
        {line + "Host: h\r\nContent-Length: 11\r\n\r\n", 413},
        {line + "Host: h\r\nExpect: tea\r\n\r\n", 417},
        {line + "A: " + std::string(500, 'a'), 431},
        {line + "Host: h\r\nContent-Length: x\r\n\r\n", 400},
        {"POST /a/b?c=d HTTP/9.9\r\nHost: h\r\n\r\n", 400},
        {line + "Host: h\r\nContent-Length: 5\r\n\r\n", 408},
        {line + "Host:", 408},
        {line + "Host: h\r\nConnection: close\r\n\r\n", 500}};
    for (const auto& [bytes, status] : cases) {
        auto peer = RawSocket::connect(port);
        peer.send(bytes);
        const auto answer = peer.read_all();
        EXPECT_EQ(status_of(answer), status) << bytes;
        EXPECT_TRUE(ends_with(answer, "\r\n\r\n[\"/a/b\"]")) << answer;
    }
    auto peer = RawSocket::connect(port);
    peer.send("nonsense\r\n\r\n");
    EXPECT_TRUE(ends_with(peer.read_all(), "[\"\"]"));
}

TEST(Server, OneConnectionTooManyHearsTheFormOfItsPath) {
    NetTest net;
    const auto port = net.serve(echo(), refusing([](ServerLimits& l) { l.connections_max = 1; }));
    auto first = RawSocket::connect(port);
    first.send(get);
    EXPECT_EQ(status_of(first.read_message()), 200);
    auto second = RawSocket::connect(port);
    second.send("POST /a/b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
    const auto answer = second.read_all();
    EXPECT_EQ(status_of(answer), 503);
    EXPECT_TRUE(ends_with(answer, "[\"/a/b\"]")) << answer;
}

TEST(Server, GivesASlowRequestNoMoreTimeForMoreBytes) {
    NetTest net;
    const auto port =
        net.serve(echo(), with([](ServerLimits& l) { l.head_timeout = milliseconds(100); }));
    auto in_head = RawSocket::connect(port);
    auto in_body = RawSocket::connect(port);
    in_body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
    in_head.send("GET / HTTP/1.1\r\n");
    bool ended = false;
    for (int i = 0; i < 500 && !ended; ++i) {
        in_head.send("A: b\r\n");
        in_body.send("a");
        ended = in_head.is_readable_within(milliseconds(10));
    }
    EXPECT_EQ(status_of(in_head.read_all()), 408);
    EXPECT_EQ(status_of(in_body.read_all()), 408);
}

TEST(Server, TimesTheSecondRequestToo) {
    NetTest net;
    auto peer = RawSocket::connect(
        net.serve(echo(), with([](ServerLimits& l) { l.head_timeout = milliseconds(50); })));
    peer.send(get);
    EXPECT_EQ(status_of(peer.read_message()), 200);
    EXPECT_FALSE(peer.is_readable_within(milliseconds(100)));
    peer.send("GET");
    EXPECT_EQ(status_of(peer.read_all()), 408);
}

TEST(Server, ClosesASilentConnection) {
    NetTest net;
    auto peer = RawSocket::connect(
        net.serve(echo(), with([](ServerLimits& l) { l.head_timeout = milliseconds(50); })));
    EXPECT_TRUE(peer.ends_within(seconds(5)));
    EXPECT_EQ(net.counters().refusals, 0u);
}

TEST(Server, ClosesAnIdleConnection) {
    NetTest net;
    auto peer = RawSocket::connect(
        net.serve(echo(), with([](ServerLimits& l) { l.idle_timeout = milliseconds(50); })));
    peer.send(get);
    EXPECT_EQ(status_of(peer.read_message()), 200);
    EXPECT_TRUE(peer.ends_within(seconds(5)));
    EXPECT_EQ(net.counters().refusals, 0u);
}

TEST(Server, ClosesOnAPeerThatDoesNotRead) {
    NetTest net;
    const std::string large(64u << 20, 'a');  // more than any socket buffer
    const auto port = net.serve(
        [&large](const Request&, const Reply& reply) { reply(Response::text(200, large)); },
        with([](ServerLimits& l) { l.write_timeout = milliseconds(50); }));
    auto peer = RawSocket::connect(port);
    peer.send(get);
    net.settle();
    EXPECT_TRUE(net.drains_within(seconds(60)));  // that is, before its own deadline
    EXPECT_LT(peer.read_all().size(), large.size());
}

TEST(Server, RefusesConnectionsOverTheLimit) {
    NetTest net;
    const auto port = net.serve(echo(), with([](ServerLimits& l) {
                                    l.connections_max = 2;
                                    l.head_timeout = milliseconds(100);
                                }));
    auto first = std::make_optional(RawSocket::connect(port));
    first->send(get);
    EXPECT_EQ(status_of(first->read_message()), 200);
    auto second = RawSocket::connect(port);
    second.send(get);
    EXPECT_EQ(status_of(second.read_message()), 200);
    auto third = RawSocket::connect(port);
    third.send(get);
    EXPECT_EQ(status_of(third.read_all()), 503);
    auto silent = RawSocket::connect(port);
    EXPECT_EQ(status_of(silent.read_all()), 503);
    // A place that is left can be taken.
    first.reset();
    int status = 503;
    for (int i = 0; i < 500 && status == 503; ++i) {
        auto fourth = RawSocket::connect(port);
        fourth.send(get);
        status = status_of(fourth.read_message());
    }
    EXPECT_EQ(status, 200);
}

TEST(Server, EndsAHalfSentRequestQuietly) {
    NetTest net;
    const auto port = net.serve(echo());
    {
        auto peer = RawSocket::connect(port);
        peer.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
    }
    auto rude = RawSocket::connect(port);
    rude.send("POST / HT");
    rude.reset();
    auto other = RawSocket::connect(port);
    other.send(get);
    EXPECT_EQ(status_of(other.read_message()), 200);
    EXPECT_EQ(net.counters().requests, 1u);
}

TEST(Server, AnswersLater) {
    NetTest net;
    Holder holder;
    auto peer = RawSocket::connect(net.serve(holder.handler(), with([](ServerLimits& l) {
                                                 l.head_timeout = l.idle_timeout = l.write_timeout =
                                                     milliseconds(20);
                                             })));
    peer.send(get);
    holder.wait();
    EXPECT_FALSE(peer.is_readable_within(milliseconds(100)));  // none of the limits is for handlers
    holder.release(net);
    EXPECT_TRUE(ends_with(peer.read_message(), "held"));
}

TEST(Server, SurvivesAPeerThatDoesNotWait) {
    for (const bool rude : {false, true}) {
        NetTest net;
        Holder holder;
        const auto port = net.serve(holder.handler());
        auto peer = RawSocket::connect(port);
        peer.send(get);
        holder.wait();
        rude ? peer.reset() : peer.close();
        net.settle();
        holder.release(net);
        EXPECT_TRUE(net.drains_within(seconds(5)));
    }
}

TEST(Server, EndsBeforeItsReplies) {
    NetTest net;
    Holder holder;
    auto peer = RawSocket::connect(net.serve(holder.handler()));
    peer.send(get);
    holder.wait();
    net.end_server();
    EXPECT_TRUE(peer.ends_within(seconds(5)));
    holder.release(net);
}

TEST(Server, AnswersForAHandlerThatFails) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve([](const Request& request, const Reply& reply) {
        if (request.path == "/a") throw std::runtime_error("thrown by a test");
        if (request.path == "/split") reply({200, {{"X", "a\r\nY: b"}}, "split"});
        if (request.path == "/status") reply({99, {}, ""});
    }));
    for (const char* path : {"/a", "/split", "/status", "/forgot"}) {
        peer.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        const auto answer = peer.read_message();
        EXPECT_EQ(status_of(answer), 500) << path;
        EXPECT_FALSE(contains(answer, "Y: b"));
        EXPECT_FALSE(contains(answer, "thrown"));
    }
    EXPECT_EQ(net.counters().handler_failures, 1u);
}

TEST(ServerDrain, EndsAtOnceWhenNothingIsOwed) {
    NetTest net;
    const auto port = net.serve(echo());
    auto idle = RawSocket::connect(port);
    idle.send(get);
    EXPECT_EQ(status_of(idle.read_message()), 200);
    EXPECT_TRUE(net.drains_within(seconds(60)));
    EXPECT_TRUE(idle.ends_within(seconds(5)));
}

TEST(ServerDrain, WaitsForHeldReplies) {
    NetTest net;
    Holder holder;
    auto peer = RawSocket::connect(net.serve(holder.handler()));
    peer.send(get);
    holder.wait();
    auto drained = net.begin_drain(seconds(60));
    EXPECT_EQ(drained.wait_for(milliseconds(50)), std::future_status::timeout);
    holder.release(net);
    const auto answer = peer.read_all();
    EXPECT_TRUE(ends_with(answer, "held"));
    EXPECT_TRUE(contains(answer, "Connection: close\r\n"));
    EXPECT_EQ(drained.wait_for(seconds(5)), std::future_status::ready);
}

TEST(ServerDrain, TakesARequestThatHasBegun) {
    NetTest net;
    auto peer = RawSocket::connect(net.serve(echo()));
    peer.send("GET / HT");
    net.wait_for_connections(1);
    net.settle();
    auto drained = net.begin_drain(seconds(60));
    peer.send("TP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of(peer.read_all()), 200);
    EXPECT_EQ(drained.wait_for(seconds(5)), std::future_status::ready);
}

TEST(ServerDrain, EndsAtTheDeadline) {
    NetTest net;
    Holder holder;
    auto peer = RawSocket::connect(net.serve(holder.handler()));
    peer.send(get);
    holder.wait();
    EXPECT_TRUE(net.drains_within(milliseconds(50)));
    EXPECT_TRUE(peer.ends_within(seconds(5)));
    holder.release(net);
}

TEST(ServerDrain, TakesNoNewConnections) {
    NetTest net;
    const auto port = net.serve(echo());
    EXPECT_TRUE(net.drains_within(seconds(5)));
    EXPECT_FALSE(RawSocket::is_answered(port));
}

TEST(Serve, TellsTheOperatorWhatIsWrong) {
    NetTest net;
    const auto port = net.serve(echo());
    const auto error_of = [&net](ServerOptions options) {
        return net.thread().call([&] {
            const auto made = net.thread().loop().serve(options, echo());
            return made.ok() ? std::string() : made.error();
        });
    };
    ServerOptions taken;
    taken.port = port;
    EXPECT_EQ(
        error_of(taken),
        "cannot listen on 127.0.0.1:" + std::to_string(port) + ": Address already in use");
    ServerOptions name;
    name.address = "localhost";
    EXPECT_EQ(error_of(name).find("cannot listen on localhost:0: "), 0u);
    ServerOptions half;
    half.tls_certificate_file = "a.pem";
    EXPECT_EQ(error_of(half), "TLS needs both a certificate file and a private key file");
    half.tls_private_key_file = "b.pem";
    EXPECT_EQ(error_of(half).find("cannot use certificate a.pem: "), 0u);
}

}  // namespace
}  // namespace croupier::net::test
