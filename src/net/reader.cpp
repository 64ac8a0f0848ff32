// SPDX-License-Identifier: Apache-2.0
#include "net/reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace croupier::net {

namespace {

namespace http = boost::beast::http;
using ErrorCode = boost::beast::error_code;

std::string_view to_std(boost::beast::string_view text) { return {text.data(), text.size()}; }

// "http://host/path" is what a proxy is sent; the path alone matters here. Everything else must
// begin with '/'.
std::optional<std::string> path_of(std::string_view target) {
    if (target == "*") return std::string(target);
    if (!target.starts_with('/')) {
        const auto scheme = target.find("://");
        if (scheme == std::string_view::npos) return std::nullopt;
        const auto path = target.find_first_of("/?", scheme + 3);
        if (path == std::string_view::npos || target[path] == '?') return "/";
        target.remove_prefix(path);
    }
    return std::string(target.substr(0, target.find('?')));
}

// The lines of a message as Beast finds them, written straight into our structs.
template <bool is_request>
class Parser final : public http::basic_parser<is_request> {
public:
    using View = boost::beast::string_view;

    explicit Parser(const ReaderLimits& limits) {
        this->header_limit(static_cast<std::uint32_t>(limits.head_bytes_max));
        this->body_limit(limits.body_bytes_max);
    }

    std::string method;
    std::string target;
    std::string path;
    int version = 11;
    int status = 0;
    std::vector<Header> headers;
    std::string body;
    unsigned hosts = 0;
    unsigned lengths = 0;
    bool expects_continue = false;
    bool expects_other = false;

private:
    void on_request_impl(http::verb, View verb, View where, int v, ErrorCode& ec) override {
        method = to_std(verb);
        target = to_std(where);
        version = v;
        auto found = path_of(target);
        if (!found) ec = http::error::bad_target;
        path = std::move(found).value_or("");
    }

    void on_response_impl(int code, View, int v, ErrorCode&) override {
        status = code;
        version = v;
    }

    void on_field_impl(http::field field, View name, View value, ErrorCode& ec) override {
        if (this->is_header_done()) return;  // a trailer must not pass for a header
        if (field == http::field::transfer_encoding) {
            // Other codings are of no use here, and HTTP/1.0 knows none: only doubt would come of
            // them.
            if (!base::equal_ignoring_case(to_std(value), "chunked") || version < 11) {
                ec = http::error::bad_transfer_encoding;
                return;
            }
        } else if (field == http::field::content_length) {
            // Twice the same length is no contradiction, but no peer of ours has a reason for it.
            if (++lengths > 1 || value.find(',') != View::npos) {
                ec = http::error::bad_content_length;
                return;
            }
        } else if (field == http::field::host) {
            ++hosts;
        } else if (field == http::field::expect) {
            expects_continue = base::equal_ignoring_case(to_std(value), "100-continue");
            expects_other = !expects_continue;
        }
        headers.push_back({std::string(to_std(name)), std::string(to_std(value))});
    }

    void on_header_impl(ErrorCode& ec) override {
        if constexpr (is_request) {
            const bool host_fits = version < 11 ? hosts <= 1 : hosts == 1;
            if (!host_fits) ec = http::error::bad_field;
        }
    }

    // Of a length that Beast has held against the limit.
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) override {
        if (length) body.reserve(static_cast<std::size_t>(*length));
    }

    std::size_t on_body_impl(View bytes, ErrorCode&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_finish_impl(ErrorCode&) override {}
};

constexpr std::size_t status_line_bytes = std::string_view("HTTP/1.1 200").size();

ReadFault to_fault(const ErrorCode& ec) {
    if (ec == http::error::header_limit) return ReadFault::head_too_large;
    if (ec == http::error::body_limit) return ReadFault::body_too_large;
    return ReadFault::unreadable;
}

// Feeds a parser, which wants the whole of a line again until it is complete: the rest waits in
// kept_.
template <bool is_request>
class Feeder {
public:
    explicit Feeder(const ReaderLimits& limits) : limits_(limits) { restart(); }

    void restart() {
        parser_.emplace(limits_);
        head_bytes_ = 0;
    }

    ReadState feed(std::string_view bytes) {
        if (fault_ != ReadFault::none) return ReadState::failed;
        if (kept_.empty() && !lacks_reason(bytes)) {
            const std::size_t used = parse(bytes);
            kept_.assign(bytes.substr(used));
        } else {
            kept_.append(bytes);
            if (lacks_reason(kept_)) kept_.insert(status_line_bytes, 1, ' ');
            kept_.erase(0, parse(kept_));
        }
        return state();
    }

    ReadState end_of_stream() {
        if (fault_ != ReadFault::none || !parser_->got_some()) return ReadState::failed;
        ErrorCode ec;
        parser_->put_eof(ec);
        if (ec) fault_ = to_fault(ec);
        return state();
    }

    void fail(ReadFault fault) { fault_ = fault; }
    Parser<is_request>& parser() { return *parser_; }
    [[nodiscard]] const Parser<is_request>& parser() const { return *parser_; }
    [[nodiscard]] ReadFault fault() const { return fault_; }
    [[nodiscard]] bool has_kept() const { return !kept_.empty(); }
    [[nodiscard]] std::string_view kept() const { return kept_; }

private:
    [[nodiscard]] ReadState state() const {
        if (fault_ != ReadFault::none) return ReadState::failed;
        return parser_->is_done() ? ReadState::done : ReadState::more;
    }

    // "HTTP/1.1 200" without the blank that RFC 9112 (section 4) wants even before no reason:
    // whoever drops the phrase tends to drop the blank too, and Beast insists on it.
    [[nodiscard]] bool lacks_reason(std::string_view line) const {
        if (is_request || head_bytes_ > 0 || line.size() <= status_line_bytes) return false;
        return line.starts_with("HTTP/1.") && line[8] == ' ' && line[status_line_bytes] == '\r';
    }

    std::size_t parse(std::string_view bytes) {
        std::size_t used = 0;
        while (used < bytes.size() && !parser_->is_done()) {
            const bool in_head = !parser_->is_header_done();
            ErrorCode ec;
            const std::size_t n = parser_->put({bytes.data() + used, bytes.size() - used}, ec);
            used += n;
            const std::size_t rest = bytes.size() - used;
            if (in_head) head_bytes_ += n;
            if (head_bytes_ > limits_.head_bytes_max) ec = http::error::header_limit;
            if (ec == http::error::need_more) {
                check_unfinished(rest);
                return used;
            }
            if (ec) {
                fault_ = to_fault(ec);
                return used;
            }
        }
        return used;
    }

    // Beast limits each line that it waits for; a head is limited as a whole, and so is the frame
    // of a chunk.
    void check_unfinished(std::size_t rest) {
        const bool in_head = !parser_->is_header_done();
        if (in_head && head_bytes_ + rest > limits_.head_bytes_max) {
            fault_ = ReadFault::head_too_large;
        } else if (!in_head && rest > limits_.head_bytes_max) {
            fault_ = ReadFault::unreadable;
        }
    }

    ReaderLimits limits_;
    std::optional<Parser<is_request>> parser_;
    std::string kept_;
    std::size_t head_bytes_ = 0;
    ReadFault fault_ = ReadFault::none;
};

}  // namespace

struct RequestReader::Impl {
    explicit Impl(const ReaderLimits& limits) : feeder(limits) {}

    Feeder<true> feeder;
    bool taken = false;
    bool continued = false;
};

RequestReader::RequestReader(const ReaderLimits& limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestReader::~RequestReader() = default;

ReadState RequestReader::feed(std::string_view bytes) {
    auto& feeder = impl_->feeder;
    if (std::exchange(impl_->taken, false)) feeder.restart();
    const ReadState state = feeder.feed(bytes);
    const bool head_here = state != ReadState::failed && feeder.parser().is_header_done();
    if (!head_here || !feeder.parser().expects_other) return state;
    feeder.fail(ReadFault::no_such_expectation);
    return ReadState::failed;
}

Request RequestReader::take() {
    auto& parser = impl_->feeder.parser();
    CROUPIER_CHECK(parser.is_done() && !impl_->taken);
    impl_->taken = true;
    impl_->continued = false;
    Request request;
    request.method = std::move(parser.method);
    request.path = std::move(parser.path);
    request.target = std::move(parser.target);
    request.headers = std::move(parser.headers);
    request.body = std::move(parser.body);
    return request;
}

ReadFault RequestReader::fault() const { return impl_->feeder.fault(); }

bool RequestReader::begun() const {
    if (impl_->feeder.has_kept()) return true;
    return !impl_->taken && impl_->feeder.parser().got_some();
}

bool RequestReader::head_done() const {
    return !impl_->taken && impl_->feeder.parser().is_header_done();
}

std::string RequestReader::path_seen() const {
    if (!impl_->taken && !impl_->feeder.parser().path.empty()) return impl_->feeder.parser().path;
    // The head is not whole, or its first line is no good: what stands between the first blanks.
    std::string_view line = impl_->feeder.kept();
    line = line.substr(0, line.find_first_of("\r\n"));
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return {};
    line.remove_prefix(blank + 1);
    return path_of(line.substr(0, line.find(' '))).value_or("");
}

bool RequestReader::http10() const { return impl_->feeder.parser().version < 11; }
bool RequestReader::keep_alive() const { return impl_->feeder.parser().keep_alive(); }

bool RequestReader::take_continue_wanted() {
    const auto& parser = impl_->feeder.parser();
    const bool wanted = head_done() && !parser.is_done() && parser.expects_continue &&
                        parser.body.empty() && !http10();
    return wanted && !std::exchange(impl_->continued, true);
}

struct ResponseReader::Impl {
    explicit Impl(const ReaderLimits& limits) : feeder(limits) {}
    Feeder<false> feeder;
    AnswerBody body = AnswerBody::expected;
};

ResponseReader::ResponseReader(const ReaderLimits& limits)
    : impl_(std::make_unique<Impl>(limits)) {}
ResponseReader::~ResponseReader() = default;

void ResponseReader::begin(AnswerBody body) {
    impl_->body = body;
    impl_->feeder.restart();
    impl_->feeder.parser().skip(body == AnswerBody::none_for_head);
}

ReadState ResponseReader::feed(std::string_view bytes) {
    auto& feeder = impl_->feeder;
    ReadState state = feeder.feed(bytes);
    while (state == ReadState::done && feeder.parser().status / 100 == 1) {
        // Nobody here asks for another protocol.
        if (feeder.parser().status == 101) {
            feeder.fail(ReadFault::unreadable);
            return ReadState::failed;
        }
        begin(impl_->body);
        state = feeder.feed({});
    }
    return state;
}

ReadState ResponseReader::end_of_stream() {
    const ReadState state = impl_->feeder.end_of_stream();
    return state == ReadState::done ? state : ReadState::failed;
}

Response ResponseReader::take() {
    auto& parser = impl_->feeder.parser();
    CROUPIER_CHECK(parser.is_done());
    return {parser.status, std::move(parser.headers), std::move(parser.body)};
}

ReadFault ResponseReader::fault() const { return impl_->feeder.fault(); }

bool ResponseReader::reusable() const {
    const auto& feeder = impl_->feeder;
    return feeder.fault() == ReadFault::none && feeder.parser().is_done() &&
           feeder.parser().keep_alive() && !feeder.has_kept();
}

}  // namespace croupier::net
