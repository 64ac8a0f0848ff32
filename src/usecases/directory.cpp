// SPDX-License-Identifier: Apache-2.0
#include "usecases/directory.h"

namespace croupier::usecases {

namespace {

template <class Map, class Key>
auto* find_in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string_view to_text(KeyState state) {
    switch (state) {
    case KeyState::next:
        return "next";
    case KeyState::active:
        return "active";
    case KeyState::retired:
        return "retired";
    }
    return "?";
}

std::optional<KeyState> parse_key_state(std::string_view text) {
    for (const KeyState state : {KeyState::next, KeyState::active, KeyState::retired}) {
        if (to_text(state) == text) return state;
    }
    return std::nullopt;
}

const CasinoEntry* Directory::casino(domain::CasinoId id) const { return find_in(casinos, id); }
const ProviderEntry* Directory::provider(domain::ProviderId id) const {
    return find_in(providers, id);
}
const domain::GameTerms* Directory::game(domain::GameId id) const { return find_in(games, id); }

const SigningKeyEntry* Directory::active_key(crypto::SigningAlgorithm algorithm) const {
    for (const SigningKeyEntry& entry : keys) {
        if (entry.key.algorithm() == algorithm && entry.state == KeyState::active) return &entry;
    }
    return nullptr;
}

const SigningKeyEntry* Directory::former_key(crypto::SigningAlgorithm algorithm) const {
    const SigningKeyEntry* former = nullptr;
    for (const SigningKeyEntry& entry : keys) {
        if (entry.key.algorithm() != algorithm || entry.state != KeyState::retired) continue;
        if (former == nullptr || entry.retired_at > former->retired_at) former = &entry;
    }
    return former;
}

}  // namespace croupier::usecases
