// SPDX-License-Identifier: Apache-2.0
// The times of a casino's policy (contract section 8) by name: [policy] of the configuration and
// the options of `admin casino` both come from this table.
#pragma once

#include "app/config_key.h"
#include "domain/terms.h"

namespace croupier::app {

// Bound to the fields of this policy, which must outlive them. Names as in the file.
Keys policy_keys(domain::CasinoPolicy& policy);

struct PolicyClash {
    const char* name;
    const char* message;
};
// Times that are right each for itself and wrong together.
std::vector<PolicyClash> policy_clashes(const domain::CasinoPolicy& policy);

}  // namespace croupier::app
