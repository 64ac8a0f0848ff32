// SPDX-License-Identifier: Apache-2.0
// What connections and statements share and nobody else sees: included by src/db/*.cpp only.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "db/sqlite.h"

namespace croupier::db {

// The first words of the text. It ends before any literal, so that no row data gets into a log.
std::string_view statement_name(std::string_view sql);

// What the result means for callers. Without a connection the message is the code's general one.
DbError error_of(sqlite3* database, int result, std::string_view during);

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

struct Connection::Cached {
    sqlite3_stmt* statement;
    bool lent;
};

struct Connection::Handle {
    sqlite3* database = nullptr;
    std::filesystem::path file;
    std::unordered_map<std::string, Cached, TextHash, std::equal_to<>> statements;
    std::int64_t wal_pages = 0;
    int busy_timeout_ms = 0;

    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        for (const auto& [sql, cached] : statements) {
            CROUPIER_ASSUME(!cached.lent);
            sqlite3_finalize(cached.statement);
        }
        const int result = sqlite3_close(database);
        CROUPIER_ASSUME(result == SQLITE_OK);
    }
};

}  // namespace croupier::db
