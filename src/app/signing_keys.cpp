// SPDX-License-Identifier: Apache-2.0
#include "app/signing_keys.h"

#include <algorithm>
#include <set>

namespace croupier::app {

namespace {

using crypto::SigningAlgorithm;
using usecases::DirectoryError;
using usecases::DirectoryRows;
using usecases::KeyRow;
using usecases::KeyState;

template <class T>
using StoreResult = base::Result<T, DirectoryError>;

std::vector<KeyRow> keys_in(const DirectoryRows& rows, SigningAlgorithm algorithm, KeyState state) {
    std::vector<KeyRow> found;
    for (const KeyRow& row : rows.keys) {
        if (row.algorithm == algorithm && row.state == state) found.push_back(row);
    }
    std::stable_sort(found.begin(), found.end(), [](const KeyRow& a, const KeyRow& b) {
        return a.created_at < b.created_at;
    });
    return found;
}

StoreResult<KeyRow> add_new_key(const KeyWork& work, SigningAlgorithm algorithm, KeyState state) {
    const auto key = crypto::SigningKey::generate(algorithm);
    KeyRow row;
    row.kid = key.kid();
    row.algorithm = algorithm;
    row.state = state;
    row.private_pem_sealed =
        work.master_key.seal(key.private_pem(), seal_context(key.kid()), work.random);
    row.created_at = work.now;
    if (state == KeyState::active) row.activated_at = work.now;
    CROUPIER_TRY_VOID(work.store.add_key(row));
    return row;
}

StoreResult<void> activate(const KeyWork& work, KeyRow& row) {
    row.state = KeyState::active;
    row.activated_at = work.now;
    return work.store.set_key(row);
}

StoreResult<void> retire(const KeyWork& work, KeyRow& row) {
    row.state = KeyState::retired;
    row.retired_at = work.now;
    return work.store.set_key(row);
}

std::set<SigningAlgorithm> algorithms_in_use(const DirectoryRows& rows) {
    std::set<SigningAlgorithm> used = {SigningAlgorithm::rs256};
    for (const auto& casino : rows.casinos) {
        if (const auto algorithm = crypto::parse_signing_algorithm(casino.terms.signing)) {
            used.insert(*algorithm);
        }
    }
    for (const KeyRow& row : rows.keys)
        used.insert(row.algorithm);
    return used;
}

StoreResult<bool> ensure_keys_of(
    const KeyWork& work, const DirectoryRows& rows, SigningAlgorithm algorithm) {
    auto active = keys_in(rows, algorithm, KeyState::active);
    bool wrote = false;
    // A rotation that ended half way left the former key active, too.
    std::stable_sort(active.begin(), active.end(), [](const KeyRow& a, const KeyRow& b) {
        return a.activated_at < b.activated_at;
    });
    for (std::size_t i = 0; i + 1 < active.size(); ++i, wrote = true) {
        CROUPIER_TRY_VOID(retire(work, active[i]));
    }
    if (active.empty()) {
        CROUPIER_TRY_VOID(add_new_key(work, algorithm, KeyState::active));
        wrote = true;
    }
    if (keys_in(rows, algorithm, KeyState::next).empty()) {
        CROUPIER_TRY_VOID(add_new_key(work, algorithm, KeyState::next));
        wrote = true;
    }
    return wrote;
}

base::Failure<RotationError> cannot_store(const DirectoryError& error) {
    return {RotationError{RotationFault::store, error.detail}};
}

}  // namespace

base::Result<bool, DirectoryError> ensure_keys(const KeyWork& work, const DirectoryRows& rows) {
    bool wrote = false;
    for (const SigningAlgorithm algorithm : algorithms_in_use(rows)) {
        CROUPIER_TRY(const bool changed, ensure_keys_of(work, rows, algorithm));
        wrote = wrote || changed;
    }
    return wrote;
}

base::Result<Rotation, RotationError> rotate_keys(
    const KeyWork& work, SigningAlgorithm algorithm, base::Duration next_age_least) {
    const auto rows = work.store.read();
    if (!rows.ok()) return cannot_store(rows.error());
    auto next = keys_in(rows.value(), algorithm, KeyState::next);
    auto active = keys_in(rows.value(), algorithm, KeyState::active);
    if (next.empty() || active.empty()) {
        return base::fail(RotationError{
            RotationFault::no_next, "no casino uses " + std::string(crypto::to_text(algorithm))});
    }
    const base::Instant ripe = next.front().created_at + next_age_least;
    if (work.now < ripe) {
        return base::fail(RotationError{
            RotationFault::too_young, "the next key was made at " +
                                          base::to_rfc3339(next.front().created_at) +
                                          " and may sign from " + base::to_rfc3339(ripe)});
    }
    // In this order an end half way leaves a key that signs, and ensure_keys finishes the rest.
    std::string next_kid = next.back().kid;
    if (next.size() == 1) {
        const auto made = add_new_key(work, algorithm, KeyState::next);
        if (!made.ok()) return cannot_store(made.error());
        next_kid = made.value().kid;
    }
    if (const auto done = activate(work, next.front()); !done.ok()) {
        return cannot_store(done.error());
    }
    for (KeyRow& row : active) {
        if (const auto done = retire(work, row); !done.ok()) return cannot_store(done.error());
    }
    return Rotation{next.front().kid, active.back().kid, next_kid};
}

}  // namespace croupier::app
