// SPDX-License-Identifier: Apache-2.0
// Callbacks that outlive their owner do nothing: the owner holds a Lifeline as its last member and
// wraps whatever it hands to a loop or a client. Loop thread only.
#pragma once

#include <memory>
#include <utility>

namespace croupier::sandbox {

class Lifeline {
public:
    template <class Callback>
    auto guard(Callback callback) const {
        return [watch = std::weak_ptr<int>(owner_),
                callback = std::move(callback)]<class... Arguments>(Arguments&&... arguments) {
            if (!watch.expired()) callback(std::forward<Arguments>(arguments)...);
        };
    }

private:
    std::shared_ptr<int> owner_ = std::make_shared<int>(0);
};

}  // namespace croupier::sandbox
