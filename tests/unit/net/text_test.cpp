// SPDX-License-Identifier: Apache-2.0
#include "net/text.h"

#include <gtest/gtest.h>

namespace croupier::net {
namespace {

TEST(Url, FindsItsParts) {
    const auto url = parse_url("https://Casino.Example:8443/a/b?c=d");
    ASSERT_TRUE(url.has_value());
    EXPECT_TRUE(url->tls);
    EXPECT_EQ(url->host, "casino.example");
    EXPECT_EQ(url->port, 8443);
    EXPECT_EQ(url->authority, "casino.example:8443");
    EXPECT_EQ(url->target, "/a/b?c=d");
}

TEST(Url, HasDefaults) {
    EXPECT_EQ(parse_url("http://h")->port, 80);
    EXPECT_EQ(parse_url("https://h")->port, 443);
    EXPECT_EQ(parse_url("http://h")->target, "/");
    EXPECT_EQ(parse_url("http://h?a")->target, "/?a");
}

TEST(Url, KnowsAddresses) {
    const auto url = parse_url("http://[::1]:80/");
    ASSERT_TRUE(url.has_value());
    EXPECT_EQ(url->host, "::1");
    EXPECT_EQ(url->authority, "[::1]:80");
    EXPECT_EQ(parse_url("http://127.0.0.1:1/")->host, "127.0.0.1");
}

TEST(Url, RefusesTheRest) {
    for (const char* text :
         {"",
          "h",
          "ftp://h/",
          "HTTP://h/",
          "http://",
          "http:///a",
          "http://u@h/",
          "http://u:p@h/",
          "http://h:/",
          "http://h:0/",
          "http://h:65536/",
          "http://h:8x/",
          "http://h:-1/",
          "http://[::1",
          "http://[::1]8/",
          "http://h/a b",
          "http://h/\r\nX: y",
          "http://h/#f",
          "http://h/\x7f",
          "http://h/\xc3\xa4"}) {
        EXPECT_FALSE(parse_url(text).has_value()) << text;
    }
}

TEST(PercentDecode, DecodesOrRefuses) {
    EXPECT_EQ(percent_decode("a%20b+c%2b", PlusSign::is_plus), "a b+c+");
    EXPECT_EQ(percent_decode("a%20b+c%2B", PlusSign::is_space), "a b c+");
    EXPECT_EQ(percent_decode("", PlusSign::is_plus), "");
    for (const char* text : {"%", "%4", "a%", "%g0", "%0g", "%%41"}) {
        EXPECT_FALSE(percent_decode(text, PlusSign::is_plus).has_value()) << text;
    }
}

TEST(Query, FindsTheFirstOfAName) {
    Request request;
    request.target = "/?a=1&b&c=&a=2&%64=4&e=%zz&=x";
    EXPECT_EQ(request.query("a"), "1");
    EXPECT_EQ(request.query("b"), "");
    EXPECT_EQ(request.query("c"), "");
    EXPECT_EQ(request.query("d"), "4");
    EXPECT_EQ(request.query("e"), std::nullopt);
    EXPECT_EQ(request.query("f"), std::nullopt);
}

TEST(Headers, AreSafeOnlyAsOneLineEach) {
    EXPECT_TRUE(is_safe({{"X-A", "b c\t"}, {"X-E", ""}, {"X-U", "\xc3\xa4"}}));
    EXPECT_FALSE(is_safe({{"X-A", "b\r\nX-B: c"}}));
    EXPECT_FALSE(is_safe({{"X-A", "b\n"}}));
    EXPECT_FALSE(is_safe({{"X-A", std::string("b\0", 2)}}));
    EXPECT_FALSE(is_safe({{"X A", "b"}}));
    EXPECT_FALSE(is_safe({{"X-A:", "b"}}));
    EXPECT_FALSE(is_safe({{"", "b"}}));
    EXPECT_FALSE(is_safe({{"content-length", "1"}}));
    EXPECT_FALSE(is_safe({{"Transfer-Encoding", "chunked"}}));
    EXPECT_FALSE(is_safe({{"Host", "h"}}));
}

TEST(HttpDate, IsOfTheSecond) {
    HttpDate date;
    EXPECT_EQ(date.at({784111777'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.at({784111777'999}), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.at({784111778'000}), "Sun, 06 Nov 1994 08:49:38 GMT");
    EXPECT_EQ(date.at({0}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(Heads, SayWhatFollows) {
    const Response full{200, {{"X-A", "b"}}, "abc"};
    EXPECT_EQ(
        answer_head(full, {"D", false, true}),
        "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 3\r\n"
        "X-Content-Type-Options: nosniff\r\nX-A: b\r\n\r\n");
    EXPECT_NE(answer_head(full, {"D", false, false}).find("Connection: close"), std::string::npos);
    EXPECT_NE(
        answer_head(full, {"D", true, true}).find("Connection: keep-alive"), std::string::npos);
    const Response none{204, {}, ""};
    EXPECT_EQ(answer_head(none, {"D", false, true}).find("Content-Length"), std::string::npos);

    const auto url = parse_url("http://h:81/a?b");
    EXPECT_EQ(
        request_head({"GET", "", {{"X-A", "b"}}, ""}, *url),
        "GET /a?b HTTP/1.1\r\nHost: h:81\r\nAccept-Encoding: identity\r\nX-A: b\r\n\r\n");
    EXPECT_EQ(
        request_head({"POST", "", {}, ""}, *url),
        "POST /a?b HTTP/1.1\r\nHost: h:81\r\nAccept-Encoding: identity\r\nContent-Length: "
        "0\r\n\r\n");
}

TEST(KeepAlive, AnnouncesATime) {
    using std::chrono::seconds;
    EXPECT_EQ(announced_idle_time("timeout=5"), seconds(5));
    EXPECT_EQ(announced_idle_time("timeout=5, max=100"), seconds(5));
    EXPECT_EQ(announced_idle_time("max=100 ,\tTimeout = 2 "), seconds(2));
    EXPECT_EQ(announced_idle_time("timeout=\"7\""), seconds(7));
    EXPECT_EQ(announced_idle_time("timeout=0"), seconds(0));
    EXPECT_EQ(announced_idle_time("timeout=18446744073709551615"), seconds(86'400));
    for (const char* none :
         {"", "max=5", "timeout", "timeout=", "timeout=x", "timeout=-1", "timeout=1.5",
          "xtimeout=5", ",,", "timeout=99999999999999999999"}) {
        EXPECT_EQ(announced_idle_time(none), std::nullopt) << none;
    }
}

}  // namespace
}  // namespace croupier::net
