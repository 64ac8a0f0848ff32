// SPDX-License-Identifier: Apache-2.0
#include "net/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.h"

namespace croupier::net {

namespace {

std::string_view reason_phrase(int status) {
    struct Row {
        int status;
        std::string_view phrase;
    };
    static constexpr std::array rows{
        Row{200, "OK"},
        Row{201, "Created"},
        Row{202, "Accepted"},
        Row{204, "No Content"},
        Row{301, "Moved Permanently"},
        Row{302, "Found"},
        Row{303, "See Other"},
        Row{304, "Not Modified"},
        Row{307, "Temporary Redirect"},
        Row{400, "Bad Request"},
        Row{401, "Unauthorized"},
        Row{403, "Forbidden"},
        Row{404, "Not Found"},
        Row{405, "Method Not Allowed"},
        Row{408, "Request Timeout"},
        Row{409, "Conflict"},
        Row{413, "Content Too Large"},
        Row{415, "Unsupported Media Type"},
        Row{417, "Expectation Failed"},
        Row{422, "Unprocessable Content"},
        Row{429, "Too Many Requests"},
        Row{431, "Request Header Fields Too Large"},
        Row{500, "Internal Server Error"},
        Row{501, "Not Implemented"},
        Row{502, "Bad Gateway"},
        Row{503, "Service Unavailable"},
        Row{504, "Gateway Timeout"},
    };
    const auto row = std::find_if(
        rows.begin(), rows.end(), [status](const Row& r) { return r.status == status; });
    return row == rows.end() ? "Status" : row->phrase;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_token_char(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

bool is_url_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7f;
    });
}

// Framing is decided in one place; a second opinion in the head is how requests get smuggled.
bool is_own_business(std::string_view name) {
    static constexpr std::array<std::string_view, 7> own{
        "content-length", "transfer-encoding", "connection", "host", "date",
        "expect",         "accept-encoding"};
    return std::any_of(own.begin(), own.end(), [name](std::string_view o) {
        return o.size() == name.size() && base::equal_ignoring_case(o, name);
    });
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::size_t size_of(const std::vector<Header>& headers) {
    std::size_t bytes = 0;
    for (const Header& h : headers)
        bytes += h.name.size() + h.value.size() + 4;
    return bytes;
}

// "host", "host:port", "[::1]", "[::1]:port".
bool split_authority(std::string_view authority, Url& url) {
    std::string_view host = authority;
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return false;
        host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
        if (!port.empty() && !port.starts_with(':')) return false;
    } else if (const auto colon = authority.find(':'); colon != std::string_view::npos) {
        host = authority.substr(0, colon);
        port = authority.substr(colon);
    }
    if (host.empty() || port == ":") return false;
    if (!port.empty()) {
        const auto number = base::parse_u64(port.substr(1));
        if (!number || *number == 0 || *number > 65535) return false;
        url.port = static_cast<std::uint16_t>(*number);
    }
    url.host = base::to_lower(host);
    url.authority = base::to_lower(authority);
    return true;
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
    Url url;
    if (text.starts_with("https://")) {
        url.tls = true;
    } else if (!text.starts_with("http://")) {
        return std::nullopt;
    }
    url.port = url.tls ? 443 : 80;
    if (!is_url_text(text)) return std::nullopt;
    text.remove_prefix(url.tls ? 8 : 7);
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    const auto authority = text.substr(0, end);
    const auto target = text.substr(end);
    if (authority.find('@') != std::string_view::npos) return std::nullopt;
    if (target.find('#') != std::string_view::npos) return std::nullopt;
    if (!split_authority(authority, url)) return std::nullopt;
    url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
    return url;
}

std::optional<std::string> percent_decode(std::string_view text, PlusSign plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == PlusSign::is_space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

std::string answer_head(const Response& response, const AnswerFrame& frame) {
    std::string head;
    head.reserve(192 + size_of(response.headers));
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\n");
    append_header(head, "Date", frame.date);
    if (!is_bodiless(response.status)) {
        append_header(head, "Content-Length", std::to_string(response.body.size()));
    }
    if (!frame.keep) {
        append_header(head, "Connection", "close");
    } else if (frame.http10) {
        append_header(head, "Connection", "keep-alive");
    }
    append_header(head, "X-Content-Type-Options", "nosniff");
    for (const Header& h : response.headers)
        append_header(head, h.name, h.value);
    return head.append("\r\n");
}

std::string request_head(const OutgoingRequest& request, const Url& url) {
    std::string head;
    head.reserve(128 + request.method.size() + url.target.size() + size_of(request.headers));
    head.append(request.method).append(" ").append(url.target).append(" HTTP/1.1\r\n");
    append_header(head, "Host", url.authority);
    append_header(head, "Accept-Encoding", "identity");
    // A GET without a body says nothing of its length; a POST without one says 0 (RFC 9110, 8.6).
    if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
        append_header(head, "Content-Length", std::to_string(request.body.size()));
    }
    for (const Header& h : request.headers)
        append_header(head, h.name, h.value);
    return head.append("\r\n");
}

std::optional<base::Duration> announced_idle_time(std::string_view keep_alive) {
    constexpr std::uint64_t seconds_max = 86'400;  // nobody keeps a connection for longer
    while (!keep_alive.empty()) {
        const auto end = std::min(keep_alive.find(','), keep_alive.size());
        const std::string_view part = keep_alive.substr(0, end);
        keep_alive.remove_prefix(std::min(end + 1, keep_alive.size()));
        const auto equals = std::min(part.find('='), part.size());
        if (!base::equal_ignoring_case(trimmed(part.substr(0, equals)), "timeout")) continue;
        std::string_view value = trimmed(part.substr(std::min(equals + 1, part.size())));
        if (value.size() > 2 && value.starts_with('"') && value.ends_with('"')) {
            value = value.substr(1, value.size() - 2);
        }
        const auto seconds = base::parse_u64(value);
        if (!seconds) return std::nullopt;
        return std::chrono::seconds(std::min(*seconds, seconds_max));
    }
    return std::nullopt;
}

bool is_safe(const std::vector<Header>& headers) {
    return std::all_of(headers.begin(), headers.end(), [](const Header& h) {
        return is_token(h.name) && is_field_value(h.value) && !is_own_business(h.name);
    });
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

std::string_view HttpDate::at(base::Instant now) {
    const std::int64_t second = now.unix_ms / 1000;
    if (second == second_) return text_;
    using namespace std::chrono;
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds at{seconds{second}};
    const auto day = floor<std::chrono::days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::array<char, 64> out{};
    const int length = std::snprintf(
        out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()));
    text_.assign(out.data(), static_cast<std::size_t>(length));
    second_ = second;
    return text_;
}

}  // namespace croupier::net
