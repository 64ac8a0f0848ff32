// SPDX-License-Identifier: Apache-2.0
// One kind of store under test: a place, and any number of ports on it. Every contract test runs on
// every kind.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "usecases/directory.h"
#include "usecases/orders.h"
#include "usecases/ports.h"

namespace croupier::test {

enum class StandKind { memory, sqlite };

class Stand {
public:
    virtual ~Stand() = default;
    // Never waits for another's lock.
    virtual std::unique_ptr<usecases::Store> make_store() = 0;
    virtual std::unique_ptr<usecases::StoreReader> make_reader() = 0;
    virtual std::unique_ptr<usecases::DirectoryStore> make_directory() = 0;
    virtual std::unique_ptr<usecases::OrderStore> make_orders() = 0;
};

std::unique_ptr<Stand> make_stand(StandKind kind);

inline auto all_stands() { return ::testing::Values(StandKind::memory, StandKind::sqlite); }
inline std::string stand_name(const ::testing::TestParamInfo<StandKind>& info) {
    return info.param == StandKind::memory ? "memory" : "sqlite";
}

}  // namespace croupier::test
