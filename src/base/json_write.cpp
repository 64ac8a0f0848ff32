// SPDX-License-Identifier: Apache-2.0
#include "base/json_write.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include "base/json.h"
#include "base/utf8.h"

namespace croupier::base {

namespace {

void append_escaped(std::string& out, char32_t value) {
    const auto units = std::back_inserter(out);
    if (value < 0x10000) {
        fmt::format_to(units, "\\u{:04x}", static_cast<std::uint32_t>(value));
        return;
    }
    const auto offset = static_cast<std::uint32_t>(value) - 0x10000u;
    fmt::format_to(
        units, "\\u{:04x}\\u{:04x}", 0xd800u + (offset >> 10), 0xdc00u + (offset & 0x3ffu));
}

void append_ascii(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    }
    if (c < ' ') return append_escaped(out, static_cast<char32_t>(c));
    out += c;
}

// "10.50" and "10.00" as a peer that reads numbers and writes them again has them: "10.5" and "10".
std::string_view without_trailing_zeros(std::string_view number) {
    if (number.find('.') == std::string_view::npos) return number;
    if (number.find_first_of("eE") != std::string_view::npos) return number;
    number = number.substr(0, number.find_last_not_of('0') + 1);
    return number.back() == '.' ? number.substr(0, number.size() - 1) : number;
}

enum class Form { as_set, ascii, canonical };

class Writer {
public:
    explicit Writer(Form form) : form_(form) {}

    void write(const Json& json) {
        switch (json.kind()) {
        case Json::Kind::null:
            out_ += "null";
            return;
        case Json::Kind::boolean:
            out_ += json.as_boolean() ? "true" : "false";
            return;
        case Json::Kind::number:
            out_ += form_ == Form::canonical ? without_trailing_zeros(json.number_text())
                                             : json.number_text();
            return;
        case Json::Kind::string:
            return write_string(json.as_string());
        case Json::Kind::array:
            return write_array(json.elements());
        case Json::Kind::object:
            return write_object(json.members());
        }
    }
    std::string take() { return std::move(out_); }

private:
    void write_string(std::string_view text) {
        append_json_string(
            out_, text,
            form_ == Form::as_set ? JsonEscape::required_only : JsonEscape::beyond_ascii);
    }
    void write_array(const std::vector<Json>& elements) {
        out_ += '[';
        for (std::size_t i = 0; i < elements.size(); ++i) {
            if (i > 0) out_ += ',';
            write(elements[i]);
        }
        out_ += ']';
    }
    void write_object(const std::vector<Json::Member>& members) {
        std::vector<const Json::Member*> order;
        order.reserve(members.size());
        for (const Json::Member& member : members)
            order.push_back(&member);
        if (form_ == Form::canonical) {
            std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
                return a->first < b->first;
            });
        }
        out_ += '{';
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i > 0) out_ += ',';
            write_string(order[i]->first);
            out_ += ':';
            write(order[i]->second);
        }
        out_ += '}';
    }

    Form form_;
    std::string out_;
};

std::string write(const Json& json, Form form) {
    Writer writer(form);
    writer.write(json);
    return writer.take();
}

}  // namespace

void append_json_string(std::string& out, std::string_view text, JsonEscape escape) {
    out += '"';
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            append_ascii(out, text.front());
            text.remove_prefix(1);
            continue;
        }
        const CodePoint point = decode_utf8(text);
        if (escape == JsonEscape::beyond_ascii) {
            append_escaped(out, point.value);
        } else {
            out += point.valid ? text.substr(0, point.size) : std::string_view("\xef\xbf\xbd");
        }
        text.remove_prefix(point.size);
    }
    out += '"';
}

std::string to_text(const Json& json) { return write(json, Form::as_set); }
std::string to_ascii_text(const Json& json) { return write(json, Form::ascii); }
std::string to_canonical_text(const Json& json) { return write(json, Form::canonical); }

}  // namespace croupier::base
