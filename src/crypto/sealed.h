// SPDX-License-Identifier: Apache-2.0
// Secrets at rest: AES-256-GCM under a master key. The context (for example "provider/<guid>") is
// authenticated, so that a sealed text moved to another row does not open.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace croupier::crypto {

enum class SealFault { bad_key_file, unsafe_permissions, cannot_create, damaged };
struct SealError {
    SealFault fault;
    std::string detail;  // for the operator; never holds key material
};

class MasterKey {
public:
    // Reads the key, or makes it with mode 0600 (durably: file and folder are synced) when the file
    // is missing. A file that group or others may read is refused.
    static base::Result<MasterKey, SealError> load_or_create(
        const std::filesystem::path& file, base::Random& random);
    static base::Result<MasterKey, SealError> load(const std::filesystem::path& file);
    static MasterKey for_tests();

    // Text: "v1." + base64url(nonce | ciphertext | tag).
    [[nodiscard]] std::string seal(
        const Secret& plain, std::string_view context, base::Random& random) const;
    [[nodiscard]] base::Result<Secret, SealError> open(
        std::string_view sealed, std::string_view context) const;
    // First 8 hex digits of the key's hash: to say which key is in use without saying the key.
    [[nodiscard]] std::string fingerprint() const;

private:
    explicit MasterKey(Secret key) : key_(std::move(key)) {}
    Secret key_;  // 32 bytes
};

}  // namespace croupier::crypto
