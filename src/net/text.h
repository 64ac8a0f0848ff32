// SPDX-License-Identifier: Apache-2.0
// The text of HTTP that is no parsing of messages: heads as we write them, URLs, percent encoding,
// the date. What would let a value break out of its place in a head (CR, LF, NUL, spaces in a
// target) is found here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/http.h"

namespace croupier::net {

struct Url {
    bool tls = false;
    std::string host;  // no brackets around IPv6
    std::uint16_t port = 0;
    std::string authority;  // as it stands in Host
    std::string target;     // path and query, at least "/"
};
// http:// and https:// only; user info, fragments, spaces and control characters are refused.
std::optional<Url> parse_url(std::string_view text);

enum class PlusSign { is_plus, is_space };
// Nothing when a '%' is not followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view text, PlusSign plus);

// Everything of an answer before its body. The headers must have passed is_safe.
struct AnswerFrame {
    std::string_view date;
    bool http10 = false;
    bool keep = true;
};
std::string answer_head(const Response& response, const AnswerFrame& frame);
// Says "Accept-Encoding: identity" too: without it a peer may answer in any coding (RFC 9110,
// 12.5.3), and none is read here.
std::string request_head(const OutgoingRequest& request, const Url& url);

// What a Keep-Alive header announces ("timeout=5, max=100"); nothing when it names no time that
// can be read.
std::optional<base::Duration> announced_idle_time(std::string_view keep_alive);

// May these stand in a head as they are, and are none of them net's own business?
bool is_safe(const std::vector<Header>& headers);
bool is_token(std::string_view text);

// An answer of these has no body and no Content-Length.
constexpr bool is_bodiless(int status) {
    return status / 100 == 1 || status == 204 || status == 304;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", made once a second.
class HttpDate {
public:
    std::string_view at(base::Instant now);

private:
    std::int64_t second_ = -1;
    std::string text_;
};

}  // namespace croupier::net
