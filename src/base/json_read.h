// SPDX-License-Identifier: Apache-2.0
// Reading members of a generous peer's JSON: names without regard to case, values by what they
// mean, and a reason for each that cannot be read. What hangs on a member says how it is read
// (contract, "Rules for all of it"):
// - `required`, `deciding`: money or identity. One of a wrong kind is unreadable.
// - `helping`: tells apart or adds, and may be absent. One of a wrong kind counts as absent.
// - `optional`: nothing hangs on it. Whatever is wrong with it, it counts as absent.
// For the first two a name that is given twice with different values (in any case; null is a value
// here) is unreadable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "base/text.h"

namespace croupier::base {

// What was read, or why it could not be: half a sentence for the log, the evidence and the peer,
// that quotes nothing of the peer's ("Amount is given twice with different values").
template <class T>
using Reading = Result<T, std::string>;

// How the value of one member is read. Nothing: not as this.
template <class T>
using ReadValue = std::optional<T> (*)(const Json&);

std::optional<std::string> as_text(const Json& json);   // for people: a mended one too
std::optional<std::string> as_token(const Json& json);  // a string as it was sent
std::optional<std::string> as_id(const Json& json);     // is_wire_id; a whole number by its digits
std::optional<std::string> as_decimal(const Json& json);  // string or number, as plain_decimal
std::optional<std::int64_t> as_whole(const Json& json);   // string or number
std::optional<std::int64_t> as_whole_number(const Json& json);  // number only
std::optional<bool> as_flag(const Json& json);
std::optional<Json> as_itself(const Json& json);  // for what has members of its own

// What an object holds under a name, all spellings taken together.
template <class T>
struct Member {
    enum class State { absent, null, unreadable, read, contradictory };
    State state = State::absent;
    std::optional<T> value{};
};

template <class T>
Member<T> look_up(const Json& object, std::string_view name, ReadValue<T> read) {
    using State = typename Member<T>::State;
    Member<T> found;
    const Json* first = nullptr;
    if (!object.is(Json::Kind::object)) return found;
    for (const auto& [key, json] : object.members()) {
        if (!equal_ignoring_case(key, name)) continue;
        Member<T> here{.state = State::null};
        if (!json.is(Json::Kind::null)) {
            here.value = read(json);
            here.state = here.value ? State::read : State::unreadable;
        }
        const bool same = first == nullptr || json == *first ||
                          (here.state == State::read && here.value == found.value);
        if (!same) return {State::contradictory, {}};
        if (first == nullptr) first = &json;
        found = std::move(here);
    }
    return found;
}

// Absent, and null for itself: nothing.
template <class T>
Reading<std::optional<T>> helping(const Json& object, std::string_view name, ReadValue<T> read) {
    auto found = look_up(object, name, read);
    if (found.state == Member<T>::State::contradictory) {
        return fail(std::string(name) + " is given twice with different values");
    }
    return std::move(found.value);
}

template <class T>
Reading<std::optional<T>> deciding(const Json& object, std::string_view name, ReadValue<T> read) {
    if (look_up(object, name, read).state == Member<T>::State::unreadable) {
        return fail(std::string(name) + " cannot be read");
    }
    return helping(object, name, read);
}

template <class T>
Reading<T> required(const Json& object, std::string_view name, ReadValue<T> read) {
    CROUPIER_TRY(std::optional<T> value, deciding(object, name, read));
    if (!value) return fail(std::string(name) + " is missing");
    return *std::move(value);
}

template <class T>
std::optional<T> optional(const Json& object, std::string_view name, ReadValue<T> read) {
    return look_up(object, name, read).value;
}

}  // namespace croupier::base
