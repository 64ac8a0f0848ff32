// SPDX-License-Identifier: Apache-2.0
// What an operator sets in the record of a casino, a provider or a game, as data: the options of
// `croupier admin` and what its `show` and `list` print.
#pragma once

#include "app/config_key.h"
#include "domain/terms.h"

namespace croupier::app {

// Bound to the fields of these terms, which must outlive them.
Keys record_keys(domain::CasinoTerms& terms);
Keys record_keys(domain::ProviderTerms& terms);
Keys record_keys(domain::GameTerms& terms);

}  // namespace croupier::app
