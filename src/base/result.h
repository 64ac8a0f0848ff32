// SPDX-License-Identifier: Apache-2.0
// Result<T, E>: a value or the reason why there is none. Own and small because GCC 12 has
// std::expected only in C++23. Never ignored (nodiscard), never converted to bool or to the value
// in silence.
#pragma once

#include <utility>
#include <variant>

#include "base/check.h"

namespace croupier::base {

template <class E>
struct Failure {
    E error;
};

// `return fail(reason);` from a function that returns any Result with that error type.
template <class E>
[[nodiscard]] constexpr Failure<std::decay_t<E>> fail(E&& error) {
    return {std::forward<E>(error)};
}

template <class T, class E>
class [[nodiscard]] Result {
public:
    using Value = T;
    using Error = E;

    constexpr Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    template <class F>
    requires std::is_convertible_v<F, E>
    constexpr Result(Failure<F> failure)
        : state_(std::in_place_index<1>, std::move(failure.error)) {}

    [[nodiscard]] constexpr bool ok() const noexcept { return state_.index() == 0; }

    // Reading the side that is not there is a bug of the caller and aborts.
    [[nodiscard]] constexpr const T& value() const& {
        CROUPIER_CHECK(ok());
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] constexpr T& value() & {
        CROUPIER_CHECK(ok());
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] constexpr T&& value() && {
        CROUPIER_CHECK(ok());
        return std::move(*std::get_if<0>(&state_));
    }
    [[nodiscard]] constexpr const E& error() const& {
        CROUPIER_CHECK(!ok());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] constexpr E&& error() && {
        CROUPIER_CHECK(!ok());
        return std::move(*std::get_if<1>(&state_));
    }
    [[nodiscard]] constexpr T value_or(T fallback) const& {
        return ok() ? value() : std::move(fallback);
    }

private:
    std::variant<T, E> state_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
public:
    using Value = void;
    using Error = E;

    constexpr Result() = default;
    template <class F>
    requires std::is_convertible_v<F, E>
    constexpr Result(Failure<F> failure)
        : state_(std::in_place_index<1>, std::move(failure.error)) {}

    [[nodiscard]] constexpr bool ok() const noexcept { return state_.index() == 0; }
    constexpr void value() const { CROUPIER_CHECK(ok()); }
    [[nodiscard]] constexpr const E& error() const& {
        CROUPIER_CHECK(!ok());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] constexpr E&& error() && {
        CROUPIER_CHECK(!ok());
        return std::move(*std::get_if<1>(&state_));
    }

private:
    std::variant<std::monostate, E> state_;
};

}  // namespace croupier::base

#define CROUPIER_TRY_JOIN2(a, b) a##b
#define CROUPIER_TRY_JOIN(a, b) CROUPIER_TRY_JOIN2(a, b)
#define CROUPIER_TRY_IMPL(temporary, declaration, expression)                         \
    auto temporary = (expression);                                                    \
    if (!temporary.ok()) return ::croupier::base::fail(std::move(temporary).error()); \
    declaration = std::move(temporary).value()
// CROUPIER_TRY(auto x, call()); gives x or returns the error of call() to the caller.
#define CROUPIER_TRY(declaration, expression) \
    CROUPIER_TRY_IMPL(CROUPIER_TRY_JOIN(try_result_, __COUNTER__), declaration, expression)
#define CROUPIER_TRY_VOID_IMPL(temporary, expression)   \
    if (auto temporary = (expression); !temporary.ok()) \
    return ::croupier::base::fail(std::move(temporary).error())
// The same for a call that returns Result<void, E>.
#define CROUPIER_TRY_VOID(expression) \
    CROUPIER_TRY_VOID_IMPL(CROUPIER_TRY_JOIN(try_result_, __COUNTER__), expression)
