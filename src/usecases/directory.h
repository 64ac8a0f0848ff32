// SPDX-License-Identifier: Apache-2.0
// Who the hub deals with, as one immutable picture: casinos, providers, games, signing keys. A
// change made on the command line becomes a new picture within a second; whoever works with the old
// one finishes with it.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/jose.h"
#include "crypto/secret.h"
#include "domain/terms.h"

namespace croupier::usecases {

struct CasinoEntry {
    domain::CasinoTerms terms;
    std::string secret_sha256;  // hex; the secret itself is shown once and not kept
};
struct ProviderEntry {
    domain::ProviderTerms terms;
    crypto::Secret secret;
};

enum class KeyState { next, active, retired };
std::string_view to_text(KeyState state);
std::optional<KeyState> parse_key_state(std::string_view text);

struct SigningKeyEntry {
    crypto::SigningKey key;
    KeyState state;
    base::Instant created_at;
    std::optional<base::Instant> activated_at;
    std::optional<base::Instant> retired_at;
};

struct Directory {
    std::int64_t version = 0;
    std::map<domain::CasinoId, CasinoEntry> casinos;
    std::map<domain::ProviderId, ProviderEntry> providers;
    std::map<domain::GameId, domain::GameTerms> games;
    std::vector<SigningKeyEntry> keys;  // oldest first

    [[nodiscard]] const CasinoEntry* casino(domain::CasinoId id) const;
    [[nodiscard]] const ProviderEntry* provider(domain::ProviderId id) const;
    [[nodiscard]] const domain::GameTerms* game(domain::GameId id) const;
    // The active key of an algorithm, and the one retired last before it (for the fallback after a
    // change).
    [[nodiscard]] const SigningKeyEntry* active_key(crypto::SigningAlgorithm algorithm) const;
    [[nodiscard]] const SigningKeyEntry* former_key(crypto::SigningAlgorithm algorithm) const;
};

using DirectoryPtr = std::shared_ptr<const Directory>;

// The present picture. The loop thread replaces it; any thread may read.
class DirectorySource {
public:
    explicit DirectorySource(DirectoryPtr first) : current_(std::move(first)) {}
    [[nodiscard]] DirectoryPtr current() const { return current_.load(); }
    void replace(DirectoryPtr next) { current_.store(std::move(next)); }

private:
    std::atomic<DirectoryPtr> current_;
};

// Rows as the store keeps them: secrets and private keys sealed under the master key.
struct CasinoRow {
    domain::CasinoTerms terms;
    std::string secret_sha256;
    bool operator==(const CasinoRow&) const = default;
};
struct ProviderRow {
    domain::ProviderTerms terms;
    std::string secret_sealed;
    bool operator==(const ProviderRow&) const = default;
};
struct KeyRow {
    std::string kid;
    crypto::SigningAlgorithm algorithm;
    KeyState state;
    std::string private_pem_sealed;
    base::Instant created_at;
    std::optional<base::Instant> activated_at;
    std::optional<base::Instant> retired_at;
    bool operator==(const KeyRow&) const = default;
};
struct DirectoryRows {
    std::int64_t version = 0;
    std::vector<CasinoRow> casinos;
    std::vector<ProviderRow> providers;
    std::vector<domain::GameTerms> games;
    std::vector<KeyRow> keys;
};

enum class DirectoryFault { exists, not_found, store };
struct DirectoryError {
    DirectoryFault fault;
    std::string detail;
};

// Where the directory is kept. Any process may write while a hub runs; every write counts the
// version up in the same transaction. One thread at a time.
class DirectoryStore {
public:
    virtual ~DirectoryStore() = default;
    virtual base::Result<DirectoryRows, DirectoryError> read() = 0;
    virtual base::Result<std::int64_t, DirectoryError> version() = 0;  // cheap
    virtual base::Result<void, DirectoryError> add_casino(const CasinoRow& row) = 0;
    virtual base::Result<void, DirectoryError> set_casino(const CasinoRow& row) = 0;
    virtual base::Result<void, DirectoryError> add_provider(const ProviderRow& row) = 0;
    virtual base::Result<void, DirectoryError> set_provider(const ProviderRow& row) = 0;
    // Inserts new games of a provider (drawing GameIds 1, 2, 3 …; the rows' own ids are ignored),
    // updates known ones by ProviderGameId, switches off those not listed any more.
    struct SyncCount {
        std::size_t added = 0;
        std::size_t changed = 0;
        std::size_t disabled = 0;
    };
    virtual base::Result<SyncCount, DirectoryError> sync_games(
        domain::ProviderId provider, const std::vector<domain::GameTerms>& listed) = 0;
    virtual base::Result<void, DirectoryError> set_game(const domain::GameTerms& game) = 0;
    virtual base::Result<void, DirectoryError> add_key(const KeyRow& row) = 0;
    virtual base::Result<void, DirectoryError> set_key(const KeyRow& row) = 0;
};

}  // namespace croupier::usecases
