// SPDX-License-Identifier: Apache-2.0
#include "app/config_text.h"

#include <fmt/format.h>

namespace croupier::app {

namespace {

std::string line_of(const Key& key) {
    const std::string value = key.show();
    if (key.shown == Shown::never) {
        return fmt::format("# {} is {}\n", key.name, value.empty() ? "not set" : "set, not shown");
    }
    if (value.empty()) return fmt::format("# {} is not set\n", key.name);
    return fmt::format("{} = {}\n", key.name, value);
}

std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

std::string row_of(const Key& key) {
    const std::string value = key.show();
    return fmt::format(
        "| `{}` | {} | {} | {} |\n", key.name, cell(key.form),
        value.empty() ? "not set" : "`" + cell(value) + "`", cell(key.help));
}

}  // namespace

std::string to_toml(const Keys& keys) {
    std::string text;
    std::string table;
    for (const Key& key : keys) {
        if (key.table != table) {
            text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", key.table);
            table = key.table;
        }
        text += fmt::format("# {}\n{}", key.help, line_of(key));
    }
    return text;
}

std::string to_reference(const std::vector<ConfigKind>& kinds) {
    std::string text =
        "# Configuration reference\n\n"
        "Written by `croupier config reference`; do not edit. Files are TOML. Durations stand in\n"
        "quotes with their unit: `\"250ms\"`, `\"6s\"`, `\"2m\"`, `\"1h\"`, `\"30d\"`. Relative "
        "file\n"
        "names start from the folder of the file that names them. An unknown key is an error.\n"
        "`croupier config check --config FILE` reports all errors at once;\n"
        "`croupier config print --config FILE` shows the values in effect.\n";
    for (const ConfigKind& kind : kinds) {
        text += fmt::format("\n## croupier {}\n\n{}\n", kind.command, kind.purpose);
        std::string table;
        for (const Key& key : kind.keys) {
            if (key.table != table) {
                text += fmt::format(
                    "\n### {}: [{}]\n\n| key | form | default | what |\n|---|---|---|---|\n",
                    kind.command, key.table);
                table = key.table;
            }
            text += row_of(key);
        }
    }
    return text;
}

}  // namespace croupier::app
