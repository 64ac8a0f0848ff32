// SPDX-License-Identifier: Apache-2.0
// What a database failure means to the use cases. Here it is also logged: beyond this line only the
// kind of fault is known.
#pragma once

#include "base/log.h"
#include "db/sqlite.h"
#include "usecases/ports.h"

namespace croupier::storage::sqlite {

inline usecases::StoreFault store_fault(const db::DbError& error) {
    switch (error.fault) {
    case db::DbFault::busy:
        return usecases::StoreFault::busy;
    case db::DbFault::constraint:
        return usecases::StoreFault::poison;
    case db::DbFault::full:
    case db::DbFault::corrupt:
    case db::DbFault::closed:
    case db::DbFault::newer:
    case db::DbFault::other:
        return usecases::StoreFault::down;
    }
    return usecases::StoreFault::down;
}

inline usecases::StoreFault noted_fault(std::string_view during, const db::DbError& error) {
    const auto fault = store_fault(error);
    if (fault == usecases::StoreFault::busy) {
        base::log_warning("store_busy", {{"during", during}, {"detail", error.detail}});
    } else {
        base::log_error("store_fault", {{"during", during}, {"detail", error.detail}});
    }
    return fault;
}

template <class T>
base::Result<T, usecases::StoreFault> or_fault(std::string_view during, db::DbResult<T> result) {
    if (!result.ok()) return base::fail(noted_fault(during, result.error()));
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        return std::move(result).value();
    }
}

}  // namespace croupier::storage::sqlite
