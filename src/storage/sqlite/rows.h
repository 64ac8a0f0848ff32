// SPDX-License-Identifier: Apache-2.0
// Values into a statement's parameters and out of its columns, in order, by their type. What stands
// in a column and fits no value (an unknown word, a blob that is no GUID) is noted, and refused as
// a whole when the row is done.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "db/sqlite.h"
#include "domain/ids.h"
#include "domain/money.h"

namespace croupier::storage::sqlite {

template <class T>
using DbResult = db::DbResult<T>;

// A row that must not be, whether about to be written or found: a bug, and one member's fault.
inline base::Failure<db::DbError> refuse_row(std::string detail) {
    return base::fail(db::DbError{db::DbFault::constraint, std::move(detail)});
}

// ---- in

inline void bind_value(db::Statement& to, int at, std::string_view text) { to.bind(at, text); }
inline void bind_value(db::Statement& to, int at, base::Instant instant) {
    to.bind(at, instant.unix_ms);
}
template <std::size_t Size>
void bind_value(db::Statement& to, int at, const std::array<std::uint8_t, Size>& bytes) {
    to.bind_blob(at, {reinterpret_cast<const char*>(bytes.data()), Size});
}
inline void bind_value(db::Statement& to, int at, const base::Uuid& uuid) {
    bind_value(to, at, uuid.bytes);
}
inline void bind_value(db::Statement& to, int at, domain::Currency currency) {
    to.bind(at, currency.code());
}
// The count alone; its currency has a column of its own.
inline void bind_value(db::Statement& to, int at, domain::Money money) {
    to.bind(at, money.minor());
}
// Also bool. Unsigned 64-bit numbers keep their bits.
template <std::integral N>
void bind_value(db::Statement& to, int at, N number) {
    to.bind(at, static_cast<std::int64_t>(number));
}
template <class Tag, class Rep>
void bind_value(db::Statement& to, int at, const base::Id<Tag, Rep>& id) {
    bind_value(to, at, id.value());
}
template <class T>
void bind_value(db::Statement& to, int at, const std::optional<T>& value) {
    if (value) {
        bind_value(to, at, *value);
    } else {
        to.bind_null(at);
    }
}

// All parameters of a statement, the first to the last.
template <class... T>
void bind_all(db::Statement& to, const T&... values) {
    int at = 1;
    (bind_value(to, at++, values), ...);
}

// ---- out

class RowReader {
public:
    explicit RowReader(const db::Statement& row) : row_(row) {}

    template <class T>
    T next() {
        return read(std::type_identity<T>{});
    }
    // A word of an enumeration, by its parser.
    template <class E>
    E word(std::optional<E> (*parse)(std::string_view)) {
        const auto value = parse(next<std::string>());
        ok_ = ok_ && value.has_value();
        return value.value_or(E{});
    }
    template <class E>
    std::optional<E> optional_word(std::optional<E> (*parse)(std::string_view)) {
        if (skip_null()) return std::nullopt;
        return word(parse);
    }
    domain::Money money(domain::Currency currency) { return {next<std::int64_t>(), currency}; }
    std::optional<domain::Money> optional_money(domain::Currency currency) {
        if (skip_null()) return std::nullopt;
        return money(currency);
    }
    void refuse() { ok_ = false; }
    // After the last column: what was read, or the reason why it is no value.
    template <class T>
    DbResult<T> done(T value, std::string_view what) const {
        if (!ok_) return refuse_row("cannot read a row of " + std::string(what));
        return value;
    }

private:
    bool skip_null() {
        if (!row_.column_is_null(at_)) return false;
        ++at_;
        return true;
    }
    template <std::integral N>
    N read(std::type_identity<N>) {
        const std::int64_t number = row_.column_i64(at_++);
        if constexpr (std::same_as<N, bool>) {
            return number != 0;
        } else {
            if constexpr (sizeof(N) < sizeof(number)) ok_ = ok_ && std::in_range<N>(number);
            return static_cast<N>(number);
        }
    }
    std::string read(std::type_identity<std::string>) { return row_.column_text(at_++); }
    base::Instant read(std::type_identity<base::Instant>) { return {row_.column_i64(at_++)}; }
    template <std::size_t Size>
    std::array<std::uint8_t, Size> read(std::type_identity<std::array<std::uint8_t, Size>>) {
        const std::string blob = row_.column_text(at_++);
        std::array<std::uint8_t, Size> bytes{};
        ok_ = ok_ && blob.size() == Size;
        if (blob.size() == Size) blob.copy(reinterpret_cast<char*>(bytes.data()), Size);
        return bytes;
    }
    base::Uuid read(std::type_identity<base::Uuid>) {
        return {next<decltype(base::Uuid::bytes)>()};
    }
    domain::Currency read(std::type_identity<domain::Currency>) {
        const auto currency = domain::Currency::from_code(row_.column_text(at_++));
        ok_ = ok_ && currency.has_value();
        return currency ? *currency : *domain::Currency::from_code("EUR");
    }
    template <class Tag, class Rep>
    base::Id<Tag, Rep> read(std::type_identity<base::Id<Tag, Rep>>) {
        return base::Id<Tag, Rep>(next<Rep>());
    }
    template <class T>
    std::optional<T> read(std::type_identity<std::optional<T>>) {
        if (skip_null()) return std::nullopt;
        return next<T>();
    }

    const db::Statement& row_;
    int at_ = 0;
    bool ok_ = true;
};

}  // namespace croupier::storage::sqlite
