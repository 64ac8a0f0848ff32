// SPDX-License-Identifier: Apache-2.0
#include "app/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include <toml++/toml.h>

#include "app/nearest.h"

namespace croupier::app {

namespace {

using KeyPath = std::pair<std::string, std::string>;  // table, name

std::string written(const std::string& table, const std::string& name) {
    return "[" + table + "] " + name;
}

ConfigValue value_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* flag = node.as_boolean()) return flag->get();
    const toml::array* array = node.as_array();
    if (array == nullptr) return {};
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
        if (!element.is_string()) return {};
        texts.push_back(element.as_string()->get());
    }
    return texts;
}

class Reader {
public:
    explicit Reader(const Keys& keys) : keys_(keys) {}

    void read(const toml::table& root) {
        for (const auto& [name, node] : root) {
            const std::string table(name.str());
            if (!knows_table(table)) {
                add(name.source(), unknown_table(table, node));
            } else if (const toml::table* values = node.as_table()) {
                read_table(table, *values);
            } else {
                add(node.source(),
                    fmt::format("{0} is a table: write [{0}] above its keys", table));
            }
        }
    }

    // A clash is blamed on a key of the file. Beside a refused value the rest of its table cannot
    // be judged.
    void add_clashes(const ClashFinder& clashes) {
        for (const Clash& clash : clashes()) {
            if (refused_tables_.count(clash.table) > 0) continue;
            const auto at = places_.find({clash.table, clash.name});
            const std::string message = written(clash.table, clash.name) + " " + clash.message;
            add(at == places_.end() ? toml::source_region{} : at->second, message);
        }
    }

    std::vector<ConfigError> take_errors() {
        std::sort(errors_.begin(), errors_.end(), [](const ConfigError& a, const ConfigError& b) {
            return std::tie(a.line, a.column) < std::tie(b.line, b.column);
        });
        return std::move(errors_);
    }

private:
    void add(const toml::source_region& at, std::string message) {
        errors_.push_back({at.begin.line, at.begin.column, std::move(message)});
    }

    void read_table(const std::string& table, const toml::table& values) {
        for (const auto& [name, node] : values) {
            const std::string text(name.str());
            const Key* key = find(table, text);
            if (key == nullptr) {
                add(name.source(), unknown_key(table, text));
            } else if (!key->read(value_of(node))) {
                add(node.source(), written(table, text) + " must be " + key->form);
                refused_tables_.insert(table);
            } else {
                places_[{table, text}] = node.source();
            }
        }
    }

    [[nodiscard]] const Key* find(const std::string& table, const std::string& name) const {
        for (const Key& key : keys_) {
            if (key.table == table && key.name == name) return &key;
        }
        return nullptr;
    }
    [[nodiscard]] bool knows_table(const std::string& table) const {
        return std::any_of(
            keys_.begin(), keys_.end(), [&](const Key& key) { return key.table == table; });
    }

    [[nodiscard]] std::string unknown_table(
        const std::string& table, const toml::node& node) const {
        std::vector<std::string> tables, homes;
        for (const Key& key : keys_) {
            tables.push_back(key.table);
            if (key.name == table) homes.push_back(key.table);
        }
        if (!node.is_table() && !homes.empty()) {
            return fmt::format("{} belongs below [{}]", table, homes.front());
        }
        return fmt::format("unknown table [{}]{}", table, suggestion(table, tables));
    }
    [[nodiscard]] std::string unknown_key(const std::string& table, const std::string& name) const {
        std::vector<std::string> names, homes;
        for (const Key& key : keys_) {
            if (key.table == table) names.push_back(key.name);
            if (key.name == name) homes.push_back(key.table);
        }
        if (!homes.empty()) return fmt::format("{} belongs below [{}]", name, homes.front());
        return "unknown key " + written(table, name) + suggestion(name, names);
    }

    const Keys& keys_;
    std::map<KeyPath, toml::source_region> places_;
    std::set<std::string> refused_tables_;
    std::vector<ConfigError> errors_;
};

base::Failure<ConfigErrors> wrong(const std::filesystem::path& file, ConfigError error) {
    return {ConfigErrors{file, {std::move(error)}}};
}

}  // namespace

std::string to_text(const ConfigErrors& errors) {
    std::string text;
    for (const ConfigError& error : errors.all) {
        text += errors.file.string() + ":";
        if (error.line != 0) text += fmt::format("{}:{}:", error.line, error.column);
        text += " " + error.message + "\n";
    }
    return text;
}

base::Result<void, ConfigErrors> read_config_file(
    const std::filesystem::path& file, const Keys& keys, const ClashFinder& clashes) {
    std::error_code fault;
    if (std::filesystem::is_directory(file, fault)) return wrong(file, {0, 0, "is a folder"});
    if (!std::filesystem::is_regular_file(file, fault)) {
        return wrong(file, {0, 0, "no such file"});
    }
    const auto folder = std::filesystem::absolute(file, fault).parent_path();
    Reader reader(keys);
    try {
        reader.read(toml::parse_file(file.string()));
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        return wrong(file, {at.line, at.column, std::string(error.description())});
    }
    anchor_paths(keys, folder);
    reader.add_clashes(clashes);
    auto errors = reader.take_errors();
    if (!errors.empty()) return base::fail(ConfigErrors{file, std::move(errors)});
    return {};
}

void anchor_paths(const Keys& keys, const std::filesystem::path& folder) {
    for (const Key& key : keys) {
        if (key.anchor) key.anchor(folder);
    }
}

}  // namespace croupier::app
