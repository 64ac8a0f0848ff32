// SPDX-License-Identifier: Apache-2.0
#include "app/directory_open.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace croupier::app {

namespace {

std::string does_not_open(const std::string& what, const crypto::MasterKey& master_key) {
    return fmt::format(
        "{} does not open with master key {}: it was sealed under another one, or is damaged", what,
        master_key.fingerprint());
}

base::Result<usecases::SigningKeyEntry, std::string> open_key(
    const usecases::KeyRow& row, const crypto::MasterKey& master_key) {
    const std::string what = "signing key " + row.kid;
    const auto pem = master_key.open(row.private_pem_sealed, seal_context(row.kid));
    if (!pem.ok()) return base::fail(does_not_open(what, master_key));
    const auto key = crypto::SigningKey::from_pem(pem.value(), row.algorithm);
    if (!key.ok()) {
        return base::fail(fmt::format("{} is no {} key", what, crypto::to_text(row.algorithm)));
    }
    if (key.value().kid() != row.kid) return base::fail(what + " has another key's kid");
    return usecases::SigningKeyEntry{
        key.value(), row.state, row.created_at, row.activated_at, row.retired_at};
}

}  // namespace

base::Result<crypto::MasterKey, std::string> open_master_key(
    const std::filesystem::path& file, const usecases::DirectoryRows& rows, base::Random& random) {
    std::error_code ignored;  // a folder that cannot be read shows when the key is loaded
    const bool sealed = !rows.keys.empty() || !rows.providers.empty();
    if (sealed && !std::filesystem::exists(file, ignored)) {
        return base::fail(
            "the master key " + file.string() +
            " is missing, and the store holds secrets that only it opens: restore it");
    }
    auto key = crypto::MasterKey::load_or_create(file, random);
    if (!key.ok()) {
        return base::fail("the master key " + file.string() + ": " + key.error().detail);
    }
    return std::move(key).value();
}

base::Result<usecases::DirectoryPtr, std::string> open_directory(
    const usecases::DirectoryRows& rows, const crypto::MasterKey& master_key) {
    auto directory = std::make_shared<usecases::Directory>();
    directory->version = rows.version;
    for (const auto& row : rows.casinos) {
        directory->casinos.emplace(
            row.terms.id, usecases::CasinoEntry{row.terms, row.secret_sha256});
    }
    for (const auto& row : rows.providers) {
        auto secret = master_key.open(row.secret_sealed, seal_context(row.terms.id));
        if (!secret.ok()) {
            return base::fail(does_not_open(
                "the secret of provider " + base::to_text(row.terms.id.value()), master_key));
        }
        directory->providers.emplace(
            row.terms.id, usecases::ProviderEntry{row.terms, std::move(secret).value()});
    }
    for (const auto& game : rows.games)
        directory->games.emplace(game.id, game);
    for (const auto& row : rows.keys) {
        CROUPIER_TRY(auto key, open_key(row, master_key));
        directory->keys.push_back(std::move(key));
    }
    std::stable_sort(
        directory->keys.begin(), directory->keys.end(),
        [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
    return usecases::DirectoryPtr(std::move(directory));
}

std::string seal_context(domain::ProviderId provider) {
    return "provider/" + base::to_text(provider.value());
}
std::string seal_context(std::string_view kid) { return "key/" + std::string(kid); }

}  // namespace croupier::app
