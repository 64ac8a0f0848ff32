// SPDX-License-Identifier: Apache-2.0
// What is a request and what is not, without sockets: each case whole and byte by byte.
#include "net/reader.h"

#include <gtest/gtest.h>

#include "net/text.h"

namespace croupier::net {
namespace {

constexpr ReaderLimits limits{256, 64};

struct Outcome {
    ReadState state = ReadState::more;
    ReadFault fault = ReadFault::none;
    Request request;
};

Outcome outcome_of(RequestReader& reader, ReadState state) {
    Outcome outcome{state, reader.fault(), {}};
    if (state == ReadState::done) outcome.request = reader.take();
    return outcome;
}

Outcome read_whole(std::string_view bytes) {
    RequestReader reader(limits);
    const ReadState state = reader.feed(bytes);
    return outcome_of(reader, state);
}

Outcome read_bytewise(std::string_view bytes) {
    RequestReader reader(limits);
    ReadState state = ReadState::more;
    for (std::size_t i = 0; i < bytes.size() && state == ReadState::more; ++i) {
        state = reader.feed(bytes.substr(i, 1));
    }
    return outcome_of(reader, state);
}

struct Case {
    std::string name;
    std::string bytes;
    ReadState state;
    ReadFault fault = ReadFault::none;
    std::string body = {};
};

const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n";
const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";

std::vector<Case> cases() {
    using enum ReadState;
    const auto bad = ReadFault::unreadable;
    return {
        {"get", get + "\r\n", done},
        {"http10", "GET / HTTP/1.0\r\n\r\n", done},
        {"unfinished head", get, more},
        {"length", post + "Content-Length: 5\r\n\r\nhello", done, ReadFault::none, "hello"},
        {"length zero", post + "Content-Length: 0\r\n\r\n", done},
        {"unfinished body", post + "Content-Length: 5\r\n\r\nhell", more},
        {"body at limit", post + "Content-Length: 64\r\n\r\n" + std::string(64, 'a'), done,
         ReadFault::none, std::string(64, 'a')},
        {"body over limit", post + "Content-Length: 65\r\n\r\n", failed, ReadFault::body_too_large},
        {"length beyond 64 bits", post + "Content-Length: 18446744073709551617\r\n\r\n", failed,
         bad},
        {"length negative", post + "Content-Length: -1\r\n\r\n", failed, bad},
        {"length signed", post + "Content-Length: +1\r\n\r\na", failed, bad},
        {"length hex", post + "Content-Length: 0x1\r\n\r\na", failed, bad},
        {"length empty", post + "Content-Length: \r\n\r\n", failed, bad},
        {"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", failed, bad},
        {"same length twice", post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", failed,
         bad},
        {"length list", post + "Content-Length: 2, 2\r\n\r\nab", failed, bad},
        {"chunks", chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", done, ReadFault::none, "abcde"},
        {"chunk extension", chunked + "3;a=b\r\nabc\r\n0\r\n\r\n", done, ReadFault::none, "abc"},
        {"chunk unfinished", chunked + "3\r\nab", more},
        {"chunks without end", chunked + "3\r\nabc\r\n", more},
        {"chunks over limit", chunked + "20\r\n" + std::string(32, 'a') + "\r\n21\r\n", failed,
         ReadFault::body_too_large},
        {"chunk size beyond 64 bits", chunked + "10000000000000000\r\n", failed, bad},
        {"chunk size is no number", chunked + "z\r\n", failed, bad},
        {"chunk longer than it says", chunked + "3\r\nabcd\r\n0\r\n\r\n", failed, bad},
        {"chunk extension without end", chunked + "3;" + std::string(300, 'a'), failed, bad},
        {"length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
         failed, bad},
        {"chunks and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
         failed, bad},
        {"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
         failed, bad},
        {"other coding", post + "Transfer-Encoding: gzip\r\n\r\n", failed, bad},
        {"coding list", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", failed, bad},
        {"coding identity", post + "Transfer-Encoding: identity\r\n\r\n", failed, bad},
        {"http10 chunks", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", failed,
         bad},
        {"no host", "GET / HTTP/1.1\r\n\r\n", failed, bad},
        {"two hosts", get + "Host: i\r\n\r\n", failed, bad},
        {"http2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", failed, bad},
        {"tls hello", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), failed, bad},
        {"no version", "GET /\r\n\r\n", failed, bad},
        {"space before colon", get + "A : b\r\n\r\n", failed, bad},
        {"no colon", get + "A\r\n\r\n", failed, bad},
        {"bare line feed", "GET / HTTP/1.1\nHost: h\n\n\r\n\r\n", failed, bad},
        {"nul in value", get + "A: " + std::string(1, '\0') + "\r\n\r\n", failed, bad},
        {"target without slash", "GET a HTTP/1.1\r\nHost: h\r\n\r\n", failed, bad},
        {"target for tunnels", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", failed, bad},
        {"head over limit", get + "A: " + std::string(256, 'a') + "\r\n\r\n", failed,
         ReadFault::head_too_large},
        {"head without end", get + "A: " + std::string(256, 'a'), failed,
         ReadFault::head_too_large},
        {"target over limit", "GET /" + std::string(300, 'a'), failed, ReadFault::head_too_large},
        {"other expectation", post + "Expect: money\r\nContent-Length: 1\r\n\r\n", failed,
         ReadFault::no_such_expectation},
    };
}

TEST(RequestReader, JudgesTheSameHoweverTheBytesCome) {
    for (const Case& c : cases()) {
        SCOPED_TRACE(c.name);
        for (const auto& outcome : {read_whole(c.bytes), read_bytewise(c.bytes)}) {
            EXPECT_EQ(outcome.state, c.state);
            EXPECT_EQ(outcome.fault, c.fault);
            EXPECT_EQ(outcome.request.body, c.body);
        }
    }
}

TEST(RequestReader, LimitsTheHeadAsAWhole) {
    // Ten lines of 30 bytes, each well below the limit.
    std::string bytes = get;
    for (int i = 0; i < 10; ++i)
        bytes += "A: " + std::string(25, 'a') + "\r\n";
    bytes += "\r\n";
    EXPECT_EQ(read_whole(bytes).fault, ReadFault::head_too_large);
    EXPECT_EQ(read_bytewise(bytes).fault, ReadFault::head_too_large);
}

TEST(RequestReader, AcceptsAHeadOfExactlyTheLimit) {
    std::string bytes = get + "A: ";
    bytes += std::string(limits.head_bytes_max - bytes.size() - 4, 'a') + "\r\n\r\n";
    EXPECT_EQ(bytes.size(), limits.head_bytes_max);
    EXPECT_EQ(read_whole(bytes).state, ReadState::done);
    EXPECT_EQ(read_bytewise(bytes).state, ReadState::done);
}

TEST(RequestReader, KeepsTrailersOutOfTheHeaders) {
    const auto outcome =
        read_whole(chunked + "1\r\na\r\n0\r\nX-Sign: forged\r\nHost: other\r\n\r\n");
    ASSERT_EQ(outcome.state, ReadState::done);
    EXPECT_EQ(outcome.request.header("x-sign"), std::nullopt);
    EXPECT_EQ(outcome.request.header("host"), "h");
}

TEST(RequestReader, KeepsTheNextRequestForLater) {
    RequestReader reader(limits);
    EXPECT_FALSE(reader.begun());
    ASSERT_EQ(
        reader.feed(post + "Content-Length: 1\r\n\r\na" + get + "\r\n" + "GET /t"),
        ReadState::done);
    EXPECT_EQ(reader.take().body, "a");
    EXPECT_TRUE(reader.begun());
    ASSERT_EQ(reader.feed({}), ReadState::done);
    EXPECT_EQ(reader.take().method, "GET");
    ASSERT_EQ(reader.feed({}), ReadState::more);
    ASSERT_EQ(reader.feed("hird HTTP/1.1\r\nHost: h\r\n\r\n"), ReadState::done);
    EXPECT_EQ(reader.take().path, "/third");
    EXPECT_FALSE(reader.begun());
}

TEST(RequestReader, FindsThePathInEveryFormOfTarget) {
    const auto path = [](const std::string& target) {
        return read_whole("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").request.path;
    };
    EXPECT_EQ(path("/a/b?c=d"), "/a/b");
    EXPECT_EQ(path("/"), "/");
    EXPECT_EQ(path("/a%20b"), "/a%20b");
    EXPECT_EQ(path("http://h/a?b"), "/a");
    EXPECT_EQ(path("http://h"), "/");
    EXPECT_EQ(path("http://h?/a"), "/");
    EXPECT_EQ(path("*"), "*");
}

TEST(RequestReader, AsksForContinueOnce) {
    RequestReader reader(limits);
    ASSERT_EQ(
        reader.feed(post + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n"), ReadState::more);
    EXPECT_TRUE(reader.take_continue_wanted());
    EXPECT_FALSE(reader.take_continue_wanted());
    ASSERT_EQ(reader.feed("a"), ReadState::done);
    EXPECT_FALSE(reader.take_continue_wanted());
}

TEST(RequestReader, KnowsWhetherTheConnectionStays) {
    const auto stays = [](const std::string& head) {
        RequestReader reader(limits);
        EXPECT_EQ(reader.feed(head), ReadState::done);
        return reader.keep_alive();
    };
    EXPECT_TRUE(stays(get + "\r\n"));
    EXPECT_FALSE(stays(get + "Connection: close\r\n\r\n"));
    EXPECT_FALSE(stays("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(stays("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

struct Answer {
    ReadState state = ReadState::more;
    ReadFault fault = ReadFault::none;
    Response response;
    bool reusable = false;
};

enum class Ending { open, closed };

Answer read_answer(
    std::string_view bytes, Ending ending = Ending::open, AnswerBody body = AnswerBody::expected) {
    ResponseReader reader(limits);
    reader.begin(body);
    Answer answer;
    answer.state = reader.feed(bytes);
    if (answer.state == ReadState::more && ending == Ending::closed) {
        answer.state = reader.end_of_stream();
    }
    answer.fault = reader.fault();
    answer.reusable = reader.reusable();
    if (answer.state == ReadState::done) answer.response = reader.take();
    return answer;
}

TEST(ResponseReader, ReadsEveryFraming) {
    const auto length = read_answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
    EXPECT_EQ(length.response.body, "ab");
    EXPECT_TRUE(length.reusable);
    const auto chunks =
        read_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
    EXPECT_EQ(chunks.response.body, "ab");
    EXPECT_TRUE(chunks.reusable);
    const auto to_end = read_answer("HTTP/1.1 200 OK\r\n\r\nab", Ending::closed);
    EXPECT_EQ(to_end.response.body, "ab");
    EXPECT_FALSE(to_end.reusable);
    const auto none = read_answer("HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(none.response.status, 204);
    EXPECT_TRUE(none.reusable);
    const auto head = read_answer(
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", Ending::open, AnswerBody::none_for_head);
    EXPECT_EQ(head.state, ReadState::done);
    EXPECT_TRUE(head.reusable);
}

TEST(ResponseReader, ReadsAStatusLineWithoutReason) {
    const std::string rest = "\r\nContent-Length: 2\r\n\r\nab";
    for (const std::string line : {"HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.0 200"}) {
        const std::string all = line + rest;
        for (std::size_t cut = 0; cut <= all.size(); ++cut) {
            ResponseReader reader(limits);
            reader.begin(AnswerBody::expected);
            const auto early = reader.feed(std::string_view(all).substr(0, cut));
            EXPECT_EQ(early, cut == all.size() ? ReadState::done : ReadState::more) << cut;
            if (cut < all.size()) {
                EXPECT_EQ(reader.feed(std::string_view(all).substr(cut)), ReadState::done) << cut;
            }
            const Response response = reader.take();
            EXPECT_EQ(response.status, 200);
            EXPECT_EQ(response.body, "ab");
        }
    }
    const auto after_interim =
        read_answer("HTTP/1.1 100\r\n\r\nHTTP/1.1 404\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(after_interim.response.status, 404);
    for (const char* bad :
         {"HTTP/1.1 20\r\n", "HTTP/1.1 2000\r\n", "HTTP/1.1\r\n", "HTTP/1.1 200\rX\r\n",
          "HTTP/1.1  200\r\n", "HTTP/1.1 20x\r\n"}) {
        EXPECT_EQ(read_answer(bad + std::string("\r\n")).state, ReadState::failed) << bad;
    }
}

TEST(ResponseReader, PassesOverInterimAnswers) {
    const auto answer = read_answer(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    ASSERT_EQ(answer.state, ReadState::done);
    EXPECT_EQ(answer.response.status, 200);
    EXPECT_TRUE(answer.response.headers.size() == 1);
    EXPECT_EQ(read_answer("HTTP/1.1 101 Switching\r\n\r\n").state, ReadState::failed);
}

TEST(ResponseReader, DoesNotReuseAfterMoreThanTheAnswer) {
    const auto answer = read_answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP");
    EXPECT_EQ(answer.state, ReadState::done);
    EXPECT_FALSE(answer.reusable);
    EXPECT_FALSE(
        read_answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").reusable);
    EXPECT_FALSE(read_answer("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").reusable);
}

TEST(ResponseReader, LimitsTheBodyInEveryFraming) {
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    const std::string many(65, 'a');
    EXPECT_EQ(read_answer(ok + "Content-Length: 65\r\n\r\n").fault, ReadFault::body_too_large);
    EXPECT_EQ(
        read_answer(ok + "Transfer-Encoding: chunked\r\n\r\n41\r\n").fault,
        ReadFault::body_too_large);
    EXPECT_EQ(read_answer(ok + "\r\n" + many, Ending::closed).fault, ReadFault::body_too_large);
}

TEST(ResponseReader, TellsACutAnswer) {
    for (const char* cut :
         {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"}) {
        EXPECT_EQ(read_answer(cut, Ending::closed).state, ReadState::failed) << cut;
    }
}

}  // namespace
}  // namespace croupier::net
