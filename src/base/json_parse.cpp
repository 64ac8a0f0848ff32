// SPDX-License-Identifier: Apache-2.0
// Reading JSON: Boost.JSON's parser with a handler of ours, which keeps each number's exact text.
// Boost.JSON is compiled into this one file, so no boost_json library is linked.
#include "base/json.h"

#include <algorithm>
#include <exception>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include "base/json_mend.h"

namespace croupier::base {

namespace {

namespace bj = boost::json;

// Faults of ours travel through Boost's error_code as this value; the handler keeps which one it
// was.
const bj::error_code stop = make_error_code(bj::error::exception);

// What is read, and how.
struct Source {
    std::string_view text;
    // Number texts come from here: of the same size as `text`, which stands for it.
    std::string_view original;
    // For what was replaced in strings; empty: nothing was.
    std::string_view marker;
};

// Builds the tree. Containers under construction are on a stack; a finished value goes into the
// innermost.
class Handler {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    Handler(const Source& source, const JsonLimits& limits) : source_(source), limits_(limits) {}

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }
    bool on_object_begin(bj::error_code&) { return open(Json::object()); }
    bool on_object_end(std::size_t, bj::error_code& error) {
        const bool strict = limits_.reading == JsonReading::strict;
        if (strict && has_duplicate_key(open_.back().value))
            return refuse(JsonFault::duplicate_key, error);
        return close();
    }
    bool on_array_begin(bj::error_code&) { return open(Json::array()); }
    bool on_array_end(std::size_t, bj::error_code&) { return close(); }
    bool on_key_part(bj::string_view part, std::size_t, bj::error_code& error) {
        return gather(part, error);
    }
    bool on_key(bj::string_view part, std::size_t, bj::error_code& error) {
        if (!gather(part, error)) return false;
        take_marks();
        open_.back().key = std::exchange(text_, {});
        return true;
    }
    bool on_string_part(bj::string_view part, std::size_t, bj::error_code& error) {
        return gather(part, error);
    }
    bool on_string(bj::string_view part, std::size_t, bj::error_code& error) {
        if (!gather(part, error)) return false;
        const bool mended = take_marks();
        const std::string text = std::exchange(text_, {});
        return add(mended ? Json::mended_string(text) : Json::string(text));
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
        if (text_.size() + part.size() > limits_.string_bytes_max)
            return refuse(JsonFault::too_large, error);
        text_.append(part.data(), part.size());
        return true;
    }
    // Each mark becomes U+FFFD. Says whether there was one.
    bool take_marks() {
        if (source_.marker.empty()) return false;
        bool found = false;
        for (std::size_t at = 0; (at = text_.find(source_.marker, at)) != std::string::npos;) {
            text_.replace(at, source_.marker.size(), "\xef\xbf\xbd");
            found = true;
        }
        return found;
    }
    bool on_number(bj::string_view part, bj::error_code& error) {
        if (!gather(part, error)) return false;
        const auto end = static_cast<std::size_t>(part.data() + part.size() - source_.text.data());
        const std::size_t size = std::exchange(text_, {}).size();
        return add(Json::number(std::string(source_.original.substr(end - size, size))));
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

    Source source_;
    const JsonLimits& limits_;
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

Result<Json, JsonError> read_as(const Source& source, const JsonLimits& limits) {
    bj::parse_options options;
    options.max_depth = limits.depth_max;
    bj::basic_parser<Handler> parser(options, source, limits);
    bj::error_code error;
    const std::string_view text = source.text;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
    if (error == bj::error::exponent_overflow && text.data() == source.original.data()) {
        const std::string zeros = with_zero_exponents(text);
        return read_as({zeros, source.original, source.marker}, limits);
    }
    if (const auto fault = parser.handler().fault()) return fail(JsonError{*fault, read});
    if (error == bj::error::too_deep) return fail(JsonError{JsonFault::too_deep, read});
    if (error || read != text.size()) return fail(JsonError{JsonFault::malformed, read});
    return parser.handler().take();
}

Result<Json, JsonError> read_generously(std::string_view text, const JsonLimits& limits) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    auto json = read_as({text, text, {}}, limits);
    if (json.ok()) return json;
    const MendedJson mended = mend_json(text, limits.depth_max);
    auto second = read_as({mended.text, mended.text, mended.marker}, limits);
    // What is wrong is told by its place in what came.
    if (!second.ok()) return json;
    return second;
}

}  // namespace

Result<Json, JsonError> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max)
        return fail(JsonError{JsonFault::too_large, limits.bytes_max});
    try {
        if (limits.reading == JsonReading::generous) return read_generously(text, limits);
        return read_as({text, text, {}}, limits);
    } catch (const std::exception&) {  // out of memory, the only one that the parser lets out
        return fail(JsonError{JsonFault::too_large, 0});
    }
}

}  // namespace croupier::base
