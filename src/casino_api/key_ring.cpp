// SPDX-License-Identifier: Apache-2.0
#include "casino_api/key_ring.h"

#include "base/log.h"

namespace croupier::casino_api {

namespace {

constexpr base::Duration rebuilt_every{3600'000};

bool is_shown(
    const usecases::SigningKeyEntry& entry, base::Instant now, base::Duration retired_shown_for) {
    switch (entry.state) {
    case usecases::KeyState::next:
    case usecases::KeyState::active:
        return true;
    case usecases::KeyState::retired:
        return entry.retired_at && now - *entry.retired_at < retired_shown_for;
    }
    return false;
}

}  // namespace

std::shared_ptr<const PublicKeys> KeyRing::keys(base::Instant now) {
    const auto directory = directory_.current();
    if (keys_ != nullptr && seen_ == directory && now - built_at_ < rebuilt_every) return keys_;
    std::vector<base::Json> jwks;
    for (const auto& entry : directory->keys) {
        if (is_shown(entry, now, retired_shown_for_)) jwks.push_back(entry.key.public_jwk());
    }
    base::Json json = crypto::JwkSet::to_json(jwks);
    auto set = crypto::JwkSet::parse(json);
    if (!set.ok()) base::log_error("own_keys_unreadable", {{"why", crypto::to_text(set.error())}});
    keys_ = std::make_shared<const PublicKeys>(
        PublicKeys{std::move(json), set.value_or(crypto::JwkSet{})});
    seen_ = directory;
    built_at_ = now;
    return keys_;
}

}  // namespace croupier::casino_api
