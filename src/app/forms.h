// SPDX-License-Identifier: Apache-2.0
// The forms of values that operators write, in files and on the command line: URLs, money, GUIDs.
#pragma once

#include <string_view>

namespace croupier::app {

// http:// or https://, no '?', no '#', no user, no slash at the end: paths are appended to it.
bool is_base_url(std::string_view text);
// The same without a path: scheme, host and port.
bool is_origin_url(std::string_view text);
// Positive decimal text such as "0.01".
bool is_positive_decimal(std::string_view text);
// Of two such texts.
bool decimal_less(std::string_view a, std::string_view b);
// A number, of version 4 or 6: nobody resolves names for it.
bool is_ip_address(std::string_view text);
bool is_guid(std::string_view text);

}  // namespace croupier::app
