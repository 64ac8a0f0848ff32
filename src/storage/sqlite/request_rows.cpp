// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/request_rows.h"

namespace croupier::storage::sqlite {

namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO provider_request(provider, request, content, until) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING";
constexpr std::string_view read_sql =
    "SELECT provider, request, content, until FROM provider_request WHERE until > ?"
    " ORDER BY until, provider, request";
constexpr std::string_view forget_sql =
    "DELETE FROM provider_request WHERE (provider, request) IN"
    " (SELECT provider, request FROM provider_request WHERE until <= ? ORDER BY until LIMIT ?)"
    " RETURNING 1";

}  // namespace

DbResult<void> insert_request(db::Connection& connection, const usecases::SeenRequest& request) {
    CROUPIER_TRY(auto statement, connection.prepare(insert_sql));
    bind_all(statement, request.provider, request.id, request.content, request.until);
    return statement.run();
}

DbResult<std::vector<usecases::SeenRequest>> read_requests(
    db::Connection& connection, base::Instant now) {
    CROUPIER_TRY(auto statement, connection.prepare(read_sql));
    bind_all(statement, now);
    std::vector<usecases::SeenRequest> requests;
    for (;;) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return requests;
        RowReader row(statement);
        usecases::SeenRequest request{
            .provider = row.next<domain::ProviderId>(),
            .id = row.next<std::array<std::uint8_t, 16>>(),
            .content = row.next<crypto::Sha256>(),
            .until = row.next<base::Instant>()};
        CROUPIER_TRY(request, row.done(request, "request"));
        requests.push_back(request);
    }
}

DbResult<std::size_t> forget_requests(
    db::Connection& connection, base::Instant now, std::size_t limit) {
    CROUPIER_TRY(auto statement, connection.prepare(forget_sql));
    bind_all(statement, now, limit);
    for (std::size_t gone = 0;; ++gone) {
        CROUPIER_TRY(const bool more, statement.step());
        if (!more) return gone;
    }
}

}  // namespace croupier::storage::sqlite
