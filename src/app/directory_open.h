// SPDX-License-Identifier: Apache-2.0
// From rows to the picture that the hub works with: opens the secrets of providers and our signing
// keys under the master key. Every error is one sentence for the operator.
#pragma once

#include <filesystem>
#include <string>

#include "base/random.h"
#include "crypto/sealed.h"
#include "usecases/directory.h"

namespace croupier::app {

// Made when the file is missing and nothing was sealed yet; a missing file beside a store that has
// sealed texts is an error, since a new key would open none of them.
base::Result<crypto::MasterKey, std::string> open_master_key(
    const std::filesystem::path& file, const usecases::DirectoryRows& rows, base::Random& random);

base::Result<usecases::DirectoryPtr, std::string> open_directory(
    const usecases::DirectoryRows& rows, const crypto::MasterKey& master_key);

// What a sealed text is bound to.
std::string seal_context(domain::ProviderId provider);  // "provider/<guid>"
std::string seal_context(std::string_view kid);         // "key/<kid>"

}  // namespace croupier::app
