// SPDX-License-Identifier: Apache-2.0
// Stores by address: "sqlite:PATH". Which engine stands behind an address is known here and nowhere
// above.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/file_lock.h"
#include "usecases/directory.h"
#include "usecases/orders.h"
#include "usecases/ports.h"

namespace croupier::storage {

// Errors are one sentence for the operator.
template <class T>
using Opened = base::Result<T, std::string>;

// An address that was understood. Copies are cheap; each maker opens a connection of its own.
class Source {
public:
    // One hub works on a store: a second one would write under the first one's segment numbers and
    // take its stakes for those of a run that died. Refused while another process holds it.
    [[nodiscard]] Opened<base::FileLock> lock_for_hub() const;
    // Brings the schema up to date; makes the file when it is missing (mode 0600).
    [[nodiscard]] Opened<void> migrate(base::Instant now) const;
    // These need the schema in place, and refuse one that a newer version made.
    [[nodiscard]] Opened<std::unique_ptr<usecases::Store>> make_store() const;
    [[nodiscard]] Opened<std::unique_ptr<usecases::StoreReader>> make_reader() const;
    [[nodiscard]] Opened<std::unique_ptr<usecases::DirectoryStore>> make_directory() const;
    [[nodiscard]] Opened<std::unique_ptr<usecases::OrderStore>> make_orders() const;

private:
    friend Opened<Source> open_store(std::string_view url);
    explicit Source(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

// Opens nothing yet; an unknown scheme is an error that names the known ones.
Opened<Source> open_store(std::string_view url);

}  // namespace croupier::storage
