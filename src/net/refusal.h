// SPDX-License-Identifier: Apache-2.0
// Who calls a wire reads refusals in its form, also those that are made before a route is known.
// Each wire declares the prefix of its paths and how it writes them; all other paths hear plain
// text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace croupier::net {

struct RefusalForm {
    std::string prefix;  // whole segments: "/v1/sessions" has "/v1/sessions/x", not "/v1/sessionsx"
    std::function<Response(int status)> write;
};

// A Refuse for the server and the router.
class RefusalForms {
public:
    void add(RefusalForm form) { forms_.push_back(std::move(form)); }
    // The status stays as asked, whatever the form says.
    Response operator()(int status, std::string_view path, std::string_view why) const;

private:
    std::vector<RefusalForm> forms_;
};

}  // namespace croupier::net
