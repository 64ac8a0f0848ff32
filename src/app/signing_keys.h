// SPDX-License-Identifier: Apache-2.0
// The life of our signing keys: next → active → retired, one algorithm at a time. A key is
// published as next long before it signs, since a casino may fetch the key set once at its start
// (contract section 1.1).
#pragma once

#include <string>
#include <vector>

#include "app/directory_open.h"

namespace croupier::app {

struct KeyWork {
    usecases::DirectoryStore& store;
    const crypto::MasterKey& master_key;
    base::Random& random;
    base::Instant now;
};

// Every algorithm that is in use (RS256 always) has one active and one next key afterwards; keys
// that a rotation which did not end left over are put in order. True: something was written.
base::Result<bool, usecases::DirectoryError> ensure_keys(
    const KeyWork& work, const usecases::DirectoryRows& rows);

struct Rotation {
    std::string active_kid;
    std::string retired_kid;
    std::string next_kid;
};
enum class RotationFault {
    no_next,    // the algorithm is not in use
    too_young,  // casinos may not have fetched the next key yet
    store
};
struct RotationError {
    RotationFault fault;
    std::string detail;
};
// next → active, active → retired, and a new next. A next key younger than `next_age_least` is
// refused.
base::Result<Rotation, RotationError> rotate_keys(
    const KeyWork& work, crypto::SigningAlgorithm algorithm, base::Duration next_age_least);

}  // namespace croupier::app
