// SPDX-License-Identifier: Apache-2.0
#include "storage/stand.h"

#include "storage/open.h"
#include "storage/sqlite/store.h"
#include "support/memory_store.h"
#include "support/temp_folder.h"

namespace croupier::test {

namespace {

class MemoryStand final : public Stand {
public:
    std::unique_ptr<usecases::Store> make_store() override {
        return std::make_unique<MemoryStore>(disk_);
    }
    std::unique_ptr<usecases::StoreReader> make_reader() override {
        return std::make_unique<MemoryReader>(disk_);
    }
    std::unique_ptr<usecases::DirectoryStore> make_directory() override {
        return std::make_unique<MemoryDirectory>(disk_);
    }
    std::unique_ptr<usecases::OrderStore> make_orders() override {
        return std::make_unique<MemoryOrders>(disk_);
    }

private:
    MemoryDisk disk_;
};

class SqliteStand final : public Stand {
public:
    std::unique_ptr<usecases::Store> make_store() override {
        auto connection = db::Connection::open(file_, {.busy_timeout = base::Duration(0)});
        CROUPIER_CHECK(connection.ok());
        return std::make_unique<storage::sqlite::SqliteStore>(std::move(connection).value());
    }
    std::unique_ptr<usecases::StoreReader> make_reader() override {
        return source_.make_reader().value();
    }
    std::unique_ptr<usecases::DirectoryStore> make_directory() override {
        return source_.make_directory().value();
    }
    std::unique_ptr<usecases::OrderStore> make_orders() override {
        return source_.make_orders().value();
    }

private:
    static storage::Source migrated(const std::filesystem::path& file) {
        auto source = storage::open_store("sqlite:" + file.string()).value();
        CROUPIER_CHECK(source.migrate({1'700'000'000'000}).ok());
        return source;
    }
    TempFolder folder_;
    std::filesystem::path file_ = folder_.file("books.db");
    storage::Source source_ = migrated(file_);
};

}  // namespace

std::unique_ptr<Stand> make_stand(StandKind kind) {
    if (kind == StandKind::memory) return std::make_unique<MemoryStand>();
    return std::make_unique<SqliteStand>();
}

}  // namespace croupier::test
