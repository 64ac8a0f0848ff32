// SPDX-License-Identifier: Apache-2.0
// Why a counterparty did not start, in a sentence for the operator.
#pragma once

#include <string>
#include <utility>

namespace croupier::sandbox {

struct StartError {
    StartError(std::string what, bool is_of_store = false)
        : sentence(std::move(what)), of_store(is_of_store) {}
    static StartError store(std::string what) { return {std::move(what), true}; }

    std::string sentence;
    bool of_store;  // its books cannot be opened, or another process works on them
};

}  // namespace croupier::sandbox
