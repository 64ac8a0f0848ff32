// SPDX-License-Identifier: Apache-2.0
// Reading JSON: Boost.JSON's parser with a handler of ours, which keeps each number's exact text.
// Boost.JSON is compiled into this one file, so no boost_json library is linked.
#include "base/json.h"

#include <algorithm>
#include <exception>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

namespace croupier::base {

namespace {

namespace bj = boost::json;

// Faults of ours travel through Boost's error_code as this value; the handler keeps which one it
// was.
const bj::error_code stop = make_error_code(bj::error::exception);

// Builds the tree. Containers under construction are on a stack; a finished value goes into the
// innermost.
class Handler {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    // `original` is what `read`, of the same size, stands for: number texts come from there.
    Handler(std::string_view original, std::string_view read, std::size_t string_bytes_max)
        : original_(original), read_(read), string_bytes_max_(string_bytes_max) {}

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }
    bool on_object_begin(bj::error_code&) { return open(Json::object()); }
    bool on_object_end(std::size_t, bj::error_code& error) {
        if (has_duplicate_key(open_.back().value)) return refuse(JsonFault::duplicate_key, error);
        return close();
    }
    bool on_array_begin(bj::error_code&) { return open(Json::array()); }
    bool on_array_end(std::size_t, bj::error_code&) { return close(); }
    bool on_key_part(bj::string_view part, std::size_t, bj::error_code& error) {
        return gather(part, error);
    }
    bool on_key(bj::string_view part, std::size_t, bj::error_code& error) {
        if (!gather(part, error)) return false;
        open_.back().key = std::exchange(text_, {});
        return true;
    }
    bool on_string_part(bj::string_view part, std::size_t, bj::error_code& error) {
        return gather(part, error);
    }
    bool on_string(bj::string_view part, std::size_t, bj::error_code& error) {
        return gather(part, error) && add(Json::string(std::exchange(text_, {})));
    }
    bool on_number_part(bj::string_view part, bj::error_code& error) { return gather(part, error); }
    // The converted numbers are of no use to us: only the text is exact.
    bool on_int64(std::int64_t, bj::string_view part, bj::error_code& error) {
        return on_number(part, error);
    }
    bool on_uint64(std::uint64_t, bj::string_view part, bj::error_code& error) {
        return on_number(part, error);
    }
    bool on_double(double, bj::string_view part, bj::error_code& error) {
        return on_number(part, error);
    }
    bool on_bool(bool value, bj::error_code&) { return add(Json::boolean(value)); }
    bool on_null(bj::error_code&) { return add(Json()); }
    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }

    [[nodiscard]] std::optional<JsonFault> fault() const { return fault_; }
    Json take() { return std::move(root_); }

private:
    struct Open {
        Json value;
        std::string key;  // of the member that comes next, in an object
    };

    static bool has_duplicate_key(const Json& object) {
        std::vector<std::string_view> keys;
        keys.reserve(object.members().size());
        for (const Json::Member& member : object.members())
            keys.emplace_back(member.first);
        std::sort(keys.begin(), keys.end());
        return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
    }
    bool refuse(JsonFault fault, bj::error_code& error) {
        fault_ = fault;
        error = stop;
        return false;
    }
    bool gather(bj::string_view part, bj::error_code& error) {
        if (text_.size() + part.size() > string_bytes_max_)
            return refuse(JsonFault::too_large, error);
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_number(bj::string_view part, bj::error_code& error) {
        if (!gather(part, error)) return false;
        const auto end = static_cast<std::size_t>(part.data() + part.size() - read_.data());
        const std::size_t size = std::exchange(text_, {}).size();
        return add(Json::number(std::string(original_.substr(end - size, size))));
    }
    bool open(Json container) {
        open_.push_back({std::move(container), {}});
        return true;
    }
    bool close() {
        Json value = std::move(open_.back().value);
        open_.pop_back();
        return add(std::move(value));
    }
    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (Open& parent = open_.back(); parent.value.is(Json::Kind::object)) {
            parent.value.set(parent.key, std::move(value));
        } else {
            parent.value.push(std::move(value));
        }
        return true;
    }

    std::string_view original_;
    std::string_view read_;
    std::size_t string_bytes_max_;
    std::optional<JsonFault> fault_;
    std::string text_;  // of the token being read
    std::vector<Open> open_;
    Json root_;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Boost.JSON converts every number, and refuses one whose exponent fits no int. This text has the
// same numbers with zeros for the digits of their exponents, each in its place: it is read alike.
std::string with_zero_exponents(std::string_view text) {
    std::string out(text);
    bool in_string = false;
    for (std::size_t at = 0; at < out.size(); ++at) {
        if (out[at] == '"') in_string = !in_string;
        if (in_string && out[at] == '\\') ++at;  // what is escaped ends no string
        const bool exponent =
            !in_string && at > 0 && is_digit(out[at - 1]) && (out[at] == 'e' || out[at] == 'E');
        if (!exponent) continue;
        const bool sign = at + 1 < out.size() && (out[at + 1] == '+' || out[at + 1] == '-');
        for (at += sign ? 2 : 1; at < out.size() && is_digit(out[at]); ++at)
            out[at] = '0';
        --at;
    }
    return out;
}

Result<Json, JsonError> read_as(
    std::string_view text, std::string_view original, const JsonLimits& limits) {
    bj::parse_options options;
    options.max_depth = limits.depth_max;
    bj::basic_parser<Handler> parser(options, original, text, limits.string_bytes_max);
    bj::error_code error;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (error == bj::error::exponent_overflow && text.data() == original.data())
        return read_as(with_zero_exponents(original), original, limits);
    if (const auto fault = parser.handler().fault()) return fail(JsonError{*fault, read});
    if (error == bj::error::too_deep) return fail(JsonError{JsonFault::too_deep, read});
    if (error || read != text.size()) return fail(JsonError{JsonFault::malformed, read});
    return parser.handler().take();
}

}  // namespace

Result<Json, JsonError> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max)
        return fail(JsonError{JsonFault::too_large, limits.bytes_max});
    try {
        return read_as(text, text, limits);
    } catch (const std::exception&) {  // out of memory, the only one that the parser lets out
        return fail(JsonError{JsonFault::too_large, 0});
    }
}

}  // namespace croupier::base
