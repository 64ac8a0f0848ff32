// SPDX-License-Identifier: Apache-2.0
#include "app/forms.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "base/id.h"
#include "net/text.h"

namespace croupier::app {

namespace {

constexpr std::size_t whole_digits_max = 15;
constexpr std::size_t part_digits_max = 8;

}  // namespace

bool is_base_url(std::string_view text) {
    if (text.find('?') != std::string_view::npos) return false;
    return net::parse_url(text).has_value() && !text.ends_with('/');
}

bool is_origin_url(std::string_view text) {
    const auto url = net::parse_url(text);
    return url && is_base_url(text) && url->target == "/";
}

bool is_positive_decimal(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    if (whole.empty() || whole.size() > whole_digits_max ||
        !std::all_of(whole.begin(), whole.end(), is_digit)) {
        return false;
    }
    if (point != std::string_view::npos) {
        const std::string_view parts = text.substr(point + 1);
        if (parts.empty() || parts.size() > part_digits_max) return false;
        if (!std::all_of(parts.begin(), parts.end(), is_digit)) return false;
    }
    return text.find_first_of("123456789") != std::string_view::npos;
}

bool decimal_less(std::string_view a, std::string_view b) {
    const auto digits_of = [](std::string_view text) {
        const std::size_t point = std::min(text.find('.'), text.size());
        std::string whole(text.substr(0, point));
        std::string parts(text.substr(std::min(point + 1, text.size())));
        whole.insert(0, whole_digits_max - std::min(whole_digits_max, whole.size()), '0');
        parts.resize(part_digits_max, '0');
        return whole + parts;
    };
    return digits_of(a) < digits_of(b);
}

bool is_ip_address(std::string_view text) {
    const std::string ended(text);
    in_addr v4{};
    in6_addr v6{};
    return ::inet_pton(AF_INET, ended.c_str(), &v4) == 1 ||
           ::inet_pton(AF_INET6, ended.c_str(), &v6) == 1;
}

bool is_guid(std::string_view text) { return base::parse_uuid(text).has_value(); }

}  // namespace croupier::app
