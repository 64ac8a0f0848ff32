// SPDX-License-Identifier: Apache-2.0
// A setting as data: where it stands, what it may be, what it is for, and the field that it fills.
// The field's own initial value is the default, so that it is written down once. Reading a file,
// printing it, the reference page and the options of `croupier admin` all work from these.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "crypto/secret.h"
#include "domain/currency.h"

namespace croupier::app {

// What a file can say for a key; monostate is anything that no key of ours takes (a date, a table).
using ConfigValue =
    std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>>;

enum class ValueKind { text, flag, whole, list };
// From a command line: lists are separated by commas. What is not of the kind is monostate.
ConfigValue to_value(ValueKind kind, std::string_view text);

enum class Shown { yes, never };  // secrets are never shown

struct Key {
    std::string table{};
    std::string name{};
    ValueKind kind = ValueKind::text;
    std::string form{};  // completes "must be …"
    std::string help{};  // one sentence
    Shown shown = Shown::yes;
    std::function<std::string()> show{};                         // as in the file; "" is not set
    std::function<bool(const ConfigValue&)> read{};              // false: not of the form
    std::function<void(const std::filesystem::path&)> anchor{};  // makes a path absolute; may lack
};

using Keys = std::vector<Key>;

// Keys of one table together, tables in the order of their first key: a file names each once.
Keys grouped_by_table(const Keys& keys);

// Where a key stands and what it is for.
struct Place {
    std::string table;
    std::string name;
    std::string help;
};

struct DurationRange {
    base::Duration least;
    base::Duration most;
};
template <class T>
struct WholeRange {
    T least;
    T most;
};

Key text_key(Place place, std::string& field);
// Empty stays "not set".
using TextCheck = bool (*)(std::string_view);
Key checked_text_key(Place place, std::string& field, std::string form, TextCheck check);
Key secret_key(Place place, crypto::Secret& field, std::size_t bytes_min);
Key address_key(Place place, std::string& field);  // what one can listen on
Key path_key(Place place, std::filesystem::path& field);
Key duration_key(Place place, base::Duration& field, DurationRange range);
Key flag_key(Place place, bool& field);
Key list_key(Place place, std::vector<std::string>& field, const std::vector<std::string>& allowed);
Key currencies_key(Place place, std::vector<domain::Currency>& field);

struct WholeField {
    std::function<std::int64_t()> get;
    std::function<void(std::int64_t)> set;
};
Key whole_key_of(Place place, WholeField field, WholeRange<std::int64_t> range);
template <class T>
Key whole_key(Place place, T& field, WholeRange<std::type_identity_t<T>> range) {
    return whole_key_of(
        std::move(place),
        {[&field] { return static_cast<std::int64_t>(field); },
         [&field](std::int64_t value) { field = static_cast<T>(value); }},
        {static_cast<std::int64_t>(range.least), static_cast<std::int64_t>(range.most)});
}

struct ChoiceField {
    std::function<std::size_t()> get;  // index of the present choice
    std::function<void(std::size_t)> set;
};
Key choice_key_of(Place place, ChoiceField field, std::vector<std::string> names);
// The names stand in the order of the enumerators, which begin at 0.
template <class Enum>
Key choice_key(Place place, Enum& field, std::vector<std::string> names) {
    return choice_key_of(
        std::move(place),
        {[&field] { return static_cast<std::size_t>(field); },
         [&field](std::size_t index) { field = static_cast<Enum>(index); }},
        std::move(names));
}

// As TOML and JSON both write them.
std::string toml_text(std::string_view text);
std::string toml_list(const std::vector<std::string>& texts);  // "" when empty

}  // namespace croupier::app
