// SPDX-License-Identifier: Apache-2.0
#include "sandbox/casino/late_calls.h"

#include <utility>
#include <vector>

#include "base/log.h"

namespace croupier::sandbox::casino {

namespace {

using db::DbResult;

constexpr base::Duration before_another_try{1000};

DbResult<std::vector<LateCall>> read_all(db::Connection& connection) {
    CROUPIER_TRY(
        auto s, connection.prepare("SELECT number, path, data, due FROM late_call ORDER BY due"));
    std::vector<LateCall> calls;
    for (;;) {
        CROUPIER_TRY(const bool more, s.step());
        if (!more) return calls;
        calls.push_back(
            {.number = s.column_i64(0),
             .path = s.column_text(1),
             .data = s.column_text(2),
             .due = base::Instant{s.column_i64(3)}});
    }
}

DbResult<void> remove(db::Connection& connection, std::int64_t number) {
    CROUPIER_TRY(auto s, connection.prepare("DELETE FROM late_call WHERE number = ?1"));
    s.bind(1, number);
    return s.run();
}

}  // namespace

base::Result<void, std::string> LateCalls::resume(Act act, Acted acted) {
    act_ = std::move(act);
    acted_ = std::move(acted);
    const auto left = read_all(store_.connection());
    if (!left.ok()) return base::fail("casino database: " + left.error().detail);
    for (const LateCall& call : left.value())
        arm(call);
    return {};
}

DbResult<LateCall> LateCalls::add(std::string path, std::string data, base::Instant due) {
    CROUPIER_TRY(
        auto s, store_.connection().prepare("INSERT INTO late_call (path, data, due) VALUES (?1, "
                                            "?2, ?3) RETURNING number"));
    s.bind(1, std::string_view(path)).bind(2, std::string_view(data)).bind(3, due.unix_ms);
    CROUPIER_TRY(const bool found, s.step());
    CROUPIER_CHECK(found);
    LateCall call{
        .number = s.column_i64(0), .path = std::move(path), .data = std::move(data), .due = due};
    CROUPIER_TRY(const bool more, s.step());
    CROUPIER_CHECK(!more);
    return call;
}

void LateCalls::arm(const LateCall& call) {
    pending_.emplace(call.number, call);
    loop_.at(call.due, lifeline_.guard([this, number = call.number] { act(number); }));
}

void LateCalls::act(std::int64_t number) {
    const LateCall call = pending_.at(number);
    const auto done = store_.in_transaction([&]() -> DbResult<void> {
        CROUPIER_TRY_VOID(remove(store_.connection(), number));
        return act_(call);
    });
    if (!done.ok()) {
        base::log_error("casino.books_failed", {{"detail", done.error().detail}});
        loop_.at(
            loop_.now() + before_another_try, lifeline_.guard([this, number] { act(number); }));
        return;
    }
    pending_.erase(number);
    base::log_info("casino.acted_late", {{"path", call.path}, {"data", call.data}});
    acted_();
}

}  // namespace croupier::sandbox::casino
