// SPDX-License-Identifier: Apache-2.0
// A commit to the memory store is checked as a whole and then written as a whole: nothing can fail
// in between.
#pragma once

#include "support/memory_store.h"

namespace croupier::test {

// Whether a real store's constraints would let these writes in.
bool may_write(const MemoryBooks& books, const usecases::WriteSet& writes);
void write_all(MemoryBooks& books, const usecases::WriteSet& writes);

}  // namespace croupier::test
