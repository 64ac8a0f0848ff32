// SPDX-License-Identifier: Apache-2.0
// The one place that escapes text for JSON; the writer and the log share it.
#pragma once

#include <string>
#include <string_view>

namespace croupier::base {

enum class JsonEscape { required_only, beyond_ascii };

// Appends the text as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD, so that
// what we write can be read whatever a peer made us repeat.
void append_json_string(std::string& out, std::string_view text, JsonEscape escape);

}  // namespace croupier::base
