// SPDX-License-Identifier: Apache-2.0
#include "provider_api/fields.h"

#include "base/text.h"

namespace croupier::provider_api {

using base::Json;

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::string> text_of(const Json* json) {
    if (json == nullptr) return std::nullopt;
    if (json->is(Json::Kind::string)) return json->as_string();
    if (json->is(Json::Kind::number)) return json->number_text();
    return std::nullopt;
}

std::optional<std::string> id_of(const Json& body, std::string_view name) {
    const Json* json = body.find(name);
    auto text = text_of(json);
    if (!text || !base::is_wire_id(*text)) return std::nullopt;
    if (json->is(Json::Kind::number) && !are_digits(*text)) return std::nullopt;
    return text;
}

}  // namespace croupier::provider_api
