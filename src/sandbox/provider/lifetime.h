// SPDX-License-Identifier: Apache-2.0
// Callbacks that outlive their owner do nothing: a loop or a client may still hold a task when the
// part that asked for it is gone. A Lifetime is a member of that part; what it guards runs only
// while the member lives. Loop thread only.
#pragma once

#include <memory>
#include <utility>

namespace croupier::sandbox::provider {

class Lifetime {
public:
    Lifetime() = default;
    Lifetime(const Lifetime&) = delete;
    Lifetime& operator=(const Lifetime&) = delete;

    template <class Function>
    [[nodiscard]] auto guard(Function function) const {
        return [alive = std::weak_ptr<const char>(token_),
                function = std::move(function)](auto&&... arguments) mutable {
            if (!alive.expired()) function(std::forward<decltype(arguments)>(arguments)...);
        };
    }

private:
    std::shared_ptr<const char> token_ = std::make_shared<const char>('\0');
};

}  // namespace croupier::sandbox::provider
