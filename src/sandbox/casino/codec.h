// SPDX-License-Identifier: Apache-2.0
// The casino's side of the wire: what stands in a call's `data`, what an envelope and an accept
// look like. Names are PascalCase; money and ids are read from strings or numbers, always from the
// text of the token.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "sandbox/casino/bet_rules.h"
#include "sandbox/casino/calls.h"

namespace croupier::sandbox::casino {

// A list of 500 elements, twice quoted and in base64, still fits.
inline constexpr base::JsonLimits wire_limits{1024 * 1024, 16, 1024 * 1024};

// The compact JWT that is the body: one JSON string literal.
std::optional<std::string> read_token(std::string_view body);
// The claim `data`: an object, or an array, as JSON text inside a string.
Outcome<base::Json> read_data(const base::Json& claims);

Outcome<AuthCall> read_auth(const base::Json& data);
Outcome<DataCall> read_user_data(const base::Json& data);
Outcome<MakeCall> read_make(const base::Json& data);
Outcome<std::vector<MakeCall>> read_make_list(const base::Json& data);
Outcome<InfoCall> read_info(const base::Json& data);
Outcome<CloseCall> read_close(const base::Json& data);
Outcome<MakeCall> read_cashback(const base::Json& data);

// {"ErrorCode":…,"Message":…,"Value":…}; a null value is left out.
std::string write_envelope(Code code, const base::Json& value = {});
base::Json value_of(const AuthAnswer& answer);
base::Json value_of(const domain::Money& balance);
base::Json value_of(const MakeAnswer& answer);
base::Json value_of(const std::vector<MakeCall>& calls, const std::vector<MakeAnswer>& answers);
base::Json value_of(const InfoCall& call, const InfoAnswer& answer);

// The body of the hub's accept call for what make was answered.
std::string write_accept(const MakeCall& call, const MakeAnswer& answer, Dialect dialect);

}  // namespace croupier::sandbox::casino
