// SPDX-License-Identifier: Apache-2.0
// The value type. Reading is in json_parse.cpp, writing in json_write.cpp.
#include "base/json.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace croupier::base {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 8259 section 6.
bool is_json_number(std::string_view text) {
    const auto skip_digits = [&text] {
        const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
        const auto count = static_cast<std::size_t>(end - text.begin());
        text.remove_prefix(count);
        return count;
    };
    const auto skip = [&text](std::string_view allowed) {
        if (text.empty() || allowed.find(text.front()) == std::string_view::npos) return false;
        text.remove_prefix(1);
        return true;
    };
    skip("-");
    if (!skip("0") && skip_digits() == 0) return false;
    if (skip(".") && skip_digits() == 0) return false;
    if (skip("eE")) {
        skip("+-");
        if (skip_digits() == 0) return false;
    }
    return text.empty();
}

}  // namespace

Json Json::boolean(bool value) {
    Json json;
    json.kind_ = Kind::boolean;
    json.boolean_ = value;
    return json;
}

Json Json::number(std::string text) {
    CROUPIER_ASSUME(is_json_number(text));
    Json json;
    json.kind_ = Kind::number;
    json.text_ = std::move(text);
    return json;
}

Json Json::integer(std::int64_t value) { return number(std::to_string(value)); }

Json Json::string(std::string_view value) {
    Json json;
    json.kind_ = Kind::string;
    json.text_ = value;
    return json;
}

Json Json::mended_string(std::string_view value) {
    Json json = string(value);
    json.mended_ = true;
    return json;
}

Json Json::array(std::vector<Json> elements) {
    Json json;
    json.kind_ = Kind::array;
    json.elements_ = std::move(elements);
    return json;
}

Json Json::object(std::vector<Member> members) {
    Json json;
    json.kind_ = Kind::object;
    json.members_ = std::move(members);
    return json;
}

bool Json::as_boolean() const {
    CROUPIER_CHECK(is(Kind::boolean));
    return boolean_;
}

const std::string& Json::as_string() const {
    CROUPIER_CHECK(is(Kind::string));
    return text_;
}

const std::string& Json::number_text() const {
    CROUPIER_CHECK(is(Kind::number));
    return text_;
}

const std::vector<Json>& Json::elements() const {
    CROUPIER_CHECK(is(Kind::array));
    return elements_;
}

const std::vector<Json::Member>& Json::members() const {
    CROUPIER_CHECK(is(Kind::object));
    return members_;
}

const Json* Json::find(std::string_view key) const {
    const auto at = std::find_if(members_.begin(), members_.end(), [key](const Member& member) {
        return member.first == key;
    });
    return at == members_.end() ? nullptr : &at->second;
}

const Json* Json::find_ignoring_case(std::string_view key) const {
    const auto at = std::find_if(members_.begin(), members_.end(), [key](const Member& member) {
        return equal_ignoring_case(member.first, key);
    });
    return at == members_.end() ? nullptr : &at->second;
}

Json& Json::set(std::string_view key, Json value) & {
    CROUPIER_CHECK(is(Kind::object));
    members_.emplace_back(std::string(key), std::move(value));
    return *this;
}

Json&& Json::set(std::string_view key, Json value) && {
    set(key, std::move(value));
    return std::move(*this);
}

Json& Json::push(Json value) & {
    CROUPIER_CHECK(is(Kind::array));
    elements_.push_back(std::move(value));
    return *this;
}

}  // namespace croupier::base
