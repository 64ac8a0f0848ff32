// SPDX-License-Identifier: Apache-2.0
// What was agreed with a partner as one JSON text: all of the terms that have no column of their
// own. A field that is missing has its default, so that a new term needs no new schema step; one of
// the wrong kind refuses the whole.
#pragma once

#include <string>
#include <string_view>

#include "domain/terms.h"

namespace croupier::storage {

std::string terms_text(const domain::CasinoTerms& terms);
std::string terms_text(const domain::ProviderTerms& terms);

// Reads into terms whose columns are filled in; false: refused.
bool read_terms(std::string_view text, domain::CasinoTerms& terms);
bool read_terms(std::string_view text, domain::ProviderTerms& terms);

}  // namespace croupier::storage
