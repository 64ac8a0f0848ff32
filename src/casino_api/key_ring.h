// SPDX-License-Identifier: Apache-2.0
// The hub's public keys as casinos may see them: next, active, and those that retired not long
// ago (contract section 1.1). Built anew when the directory changes, and hourly, because keys age
// without any change.
#pragma once

#include "usecases/directory.h"

namespace croupier::casino_api {

inline constexpr base::Duration retired_keys_shown_for_default{30 * 24 * 3600'000LL};

struct PublicKeys {
    base::Json jwks;  // RFC 7517
    crypto::JwkSet set;
};

// Loop thread only.
class KeyRing {
public:
    KeyRing(usecases::DirectorySource& directory, base::Duration retired_shown_for)
        : directory_(directory), retired_shown_for_(retired_shown_for) {}
    // Another pointer than the last time means: other keys, or another directory.
    std::shared_ptr<const PublicKeys> keys(base::Instant now);

private:
    usecases::DirectorySource& directory_;
    const base::Duration retired_shown_for_;
    usecases::DirectoryPtr seen_;
    base::Instant built_at_;
    std::shared_ptr<const PublicKeys> keys_;
};

}  // namespace croupier::casino_api
