// SPDX-License-Identifier: Apache-2.0
#include "base/json_read.h"

#include "base/decimal.h"

namespace croupier::base {

namespace {

// Beyond it a peer that computes with binary floats no longer has each whole number.
constexpr std::int64_t exact_max = (std::int64_t{1} << 53) - 1;

// A string as sent, or the text of a number.
std::optional<std::string> digits_of(const Json& json) {
    if (json.is(Json::Kind::number)) return json.number_text();
    return as_token(json);
}

// Digits are taken as they are, however many. Another spelling comes from a float, which has only
// 53 bits.
std::optional<std::string> id_of_number(const std::string& text) {
    if (text.find_first_of(".eE") == std::string::npos && text != "-0") return text;
    const auto number = whole_number(text);
    if (!number || *number < -exact_max || *number > exact_max) return std::nullopt;
    return std::to_string(*number);
}

}  // namespace

std::optional<std::string> as_text(const Json& json) {
    if (!json.is(Json::Kind::string)) return std::nullopt;
    return json.as_string();
}

std::optional<std::string> as_token(const Json& json) {
    if (!json.is(Json::Kind::string) || json.is_mended()) return std::nullopt;
    return json.as_string();
}

std::optional<std::string> as_id(const Json& json) {
    auto text = json.is(Json::Kind::number) ? id_of_number(json.number_text()) : as_token(json);
    if (!text || !is_wire_id(*text)) return std::nullopt;
    return text;
}

std::optional<std::string> as_decimal(const Json& json) {
    const auto digits = digits_of(json);
    return digits ? plain_decimal(*digits) : std::nullopt;
}

std::optional<std::int64_t> as_whole(const Json& json) {
    const auto digits = digits_of(json);
    return digits ? whole_number(*digits) : std::nullopt;
}

std::optional<std::int64_t> as_whole_number(const Json& json) {
    return json.is(Json::Kind::number) ? whole_number(json.number_text()) : std::nullopt;
}

std::optional<bool> as_flag(const Json& json) {
    if (!json.is(Json::Kind::boolean)) return std::nullopt;
    return json.as_boolean();
}

std::optional<Json> as_itself(const Json& json) { return json; }

}  // namespace croupier::base
