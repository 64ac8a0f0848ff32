// SPDX-License-Identifier: Apache-2.0
// What the control APIs of both sandboxes (everything under /sandbox/) share: who may call, how
// bodies are read and how refusals look. The control API is for demos, tests and people; no
// counterparty ever calls it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "crypto/secret.h"
#include "net/router.h"
#include "sandbox/common/faults.h"

namespace croupier::sandbox {

// With a token: `Authorization: Bearer <token>` must match. Without one: only peers on the
// loopback.
bool control_allowed(const net::Request& request, const crypto::Secret& token);

// {"error":"…"}
net::Response control_error(int status, std::string_view sentence);

// A route of the control API: 401 without permission, 400 for a body that is no JSON object; a GET
// or an empty body hands over {}. The handler answers now or later.
using ControlHandler = std::function<void(
    const net::PathParameters&, const net::Request&, const base::Json& body, const net::Reply&)>;
net::Route control_route(
    std::string method, std::string pattern, const crypto::Secret& token, ControlHandler handler);

// GET and POST /sandbox/faults.
std::vector<net::Route> fault_routes(Faults& faults, const crypto::Secret& token);

// GET /health/live: {"status":"live"}.
net::Route live_route();

// Members of a control body. The error names the member: "balance: text is wanted".
using ControlText = base::Result<std::optional<std::string>, std::string>;
ControlText text_member(const base::Json& body, std::string_view name);
// Text, or the exact digits of a number: how money comes in.
ControlText amount_member(const base::Json& body, std::string_view name);
base::Result<std::optional<bool>, std::string> boolean_member(
    const base::Json& body, std::string_view name);
base::Result<std::optional<std::int64_t>, std::string> integer_member(
    const base::Json& body, std::string_view name);

}  // namespace croupier::sandbox
