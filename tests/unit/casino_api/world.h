// SPDX-License-Identifier: Apache-2.0
// One casino, one bet, keys of known age: what the tests of this room start from.
#pragma once

#include <string>
#include <vector>

#include "domain/bet.h"
#include "support/fake_loop.h"
#include "usecases/directory.h"

namespace croupier::test {

inline constexpr domain::CasinoId casino_7{7};

domain::Currency eur();
domain::Money euros(std::int64_t cents);
base::Uuid uuid_of(std::uint8_t last);

// Made once a process: RSA keys are slow to make.
const crypto::SigningKey& rsa_key();
const crypto::SigningKey& other_rsa_key();

domain::CasinoTerms casino_terms(domain::CasinoId id = casino_7);
// Casino 7 with the secret "open sesame", and rsa_key() active since long ago.
usecases::Directory directory();
usecases::DirectoryPtr share(usecases::Directory directory);
usecases::SigningKeyEntry key_entry(
    const crypto::SigningKey& key, usecases::KeyState state, base::Instant since);

// A bet of 10.50 EUR with its stake; add() appends a transfer.
domain::Bet bet();
void add(domain::Bet& bet, domain::TransactionType type, domain::Money amount);

// The claims of the token in a call's body, its signature checked against the keys.
base::Json claims_of(const std::string& body, const std::vector<crypto::SigningKey>& keys);
base::Json header_of(const std::string& body);
std::string text_of(const base::Json& object, std::string_view name);
std::int64_t integer_of(const base::Json& object, std::string_view name);

}  // namespace croupier::test
