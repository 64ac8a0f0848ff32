// SPDX-License-Identifier: Apache-2.0
// Secret: text that no log, stream or format can print and that is wiped when it dies. reveal() is
// the one way in, so that a search for it finds every place where a secret is used.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace croupier::crypto {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] const std::string& reveal() const noexcept { return value_; }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }
    // Constant time.
    [[nodiscard]] bool equals(std::string_view candidate) const noexcept;

private:
    std::string value_;
};

// Takes the same time whatever differs (the lengths may leak).
bool constant_time_equal(std::string_view a, std::string_view b) noexcept;

// 32 random bytes as base64url text (43 characters): what partners get as their secret, and bearer
// tokens.
Secret make_secret(base::Random& random);

}  // namespace croupier::crypto
