// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/segments.h"

namespace croupier::storage::sqlite {

namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO segment(chain, seq, void, prev_hash, hash, at, body) VALUES (?, ?, 0, ?, ?, ?, ?)";
// Passes on the hash of the segment before it, so that the chain goes on over the gap.
constexpr std::string_view fence_sql =
    "INSERT INTO segment(chain, seq, void, prev_hash, hash, body)"
    " SELECT ?1, ?2, 1, before.hash, before.hash, '' FROM (SELECT coalesce((SELECT hash FROM "
    "segment"
    " WHERE chain = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1), ?3) AS hash) AS before"
    " WHERE true ON CONFLICT (chain, seq) DO NOTHING";
constexpr std::string_view is_void_sql = "SELECT void FROM segment WHERE chain = ? AND seq = ?";
constexpr std::string_view head_sql =
    "SELECT seq, hash FROM segment WHERE chain = ? ORDER BY seq DESC LIMIT 1";

std::string no_hash() { return std::string(64, '0'); }

DbResult<usecases::Fate> fence(db::Connection& connection, std::uint32_t chain, std::uint64_t seq) {
    CROUPIER_TRY(auto fencing, connection.prepare(fence_sql));
    bind_all(fencing, chain, seq, no_hash());
    CROUPIER_TRY_VOID(fencing.run());
    CROUPIER_TRY(auto statement, connection.prepare(is_void_sql));
    bind_all(statement, chain, seq);
    CROUPIER_TRY(const bool found, statement.step());
    if (!found) return refuse_row("a segment that cannot be fenced");
    return statement.column_i64(0) == 1 ? usecases::Fate::fenced : usecases::Fate::committed;
}

}  // namespace

DbResult<void> insert_segment(db::Connection& connection, const usecases::Segment& segment) {
    CROUPIER_TRY(auto statement, connection.prepare(insert_sql));
    bind_all(
        statement, segment.chain, segment.seq, segment.prev_hash, segment.hash, segment.at,
        segment.body);
    return statement.run();
}

DbResult<usecases::Fate> find_fate(
    db::Connection& connection, std::uint32_t chain, std::uint64_t seq) {
    CROUPIER_TRY_VOID(connection.begin_immediate());
    auto fate = fence(connection, chain, seq);
    if (!fate.ok()) {
        connection.rollback();
        return fate;
    }
    if (auto committed = connection.commit(); !committed.ok()) {
        connection.rollback();
        return base::fail(std::move(committed).error());
    }
    return fate;
}

DbResult<usecases::ChainHead> read_chain_head(db::Connection& connection, std::uint32_t chain) {
    CROUPIER_TRY(auto statement, connection.prepare(head_sql));
    bind_all(statement, chain);
    CROUPIER_TRY(const bool found, statement.step());
    if (!found) return usecases::ChainHead{.seq = 0, .hash = no_hash()};
    RowReader row(statement);
    usecases::ChainHead head{.seq = row.next<std::uint64_t>(), .hash = row.next<std::string>()};
    return row.done(std::move(head), "segment");
}

}  // namespace croupier::storage::sqlite
