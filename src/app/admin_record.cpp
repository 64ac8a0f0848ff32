// SPDX-License-Identifier: Apache-2.0
#include "app/admin_record.h"

#include <fmt/format.h>

#include <algorithm>

namespace croupier::app {

namespace {

std::string option_of(const std::string& name) {
    std::string option = "--" + name;
    std::replace(option.begin(), option.end(), '_', '-');
    return option;
}

std::string json_name_of(const std::string& name) {
    std::string out;
    bool after_line = false;
    for (const char c : name) {
        if (c == '_') {
            after_line = true;
            continue;
        }
        out += after_line ? static_cast<char>(c - 'a' + 'A') : c;
        after_line = false;
    }
    return out;
}

// What a key shows is TOML of the kind that is JSON, too.
base::Json json_of(const Key& key) {
    const std::string shown = key.show();
    if (key.shown == Shown::never) return base::Json::boolean(!shown.empty());
    const auto json = base::parse_json(shown);
    return json.ok() ? json.value() : base::Json();
}

std::string plain(const base::Json& json) {
    switch (json.kind()) {
    case base::Json::Kind::null:
        return "-";
    case base::Json::Kind::boolean:
        return yes_no(json.as_boolean());
    case base::Json::Kind::string:
        return json.as_string();
    case base::Json::Kind::array: {
        std::string list;
        for (const base::Json& element : json.elements()) {
            list += (list.empty() ? "" : ",") + plain(element);
        }
        return list;
    }
    case base::Json::Kind::number:
    case base::Json::Kind::object:
        break;
    }
    return base::to_text(json);
}

void write_secret(const Admin& admin, const RecordHead& head, const crypto::Secret& secret) {
    if (admin.output == Output::json) {
        admin.out << base::to_text(base::Json::object()
                                       .set(head.id_name, head.id)
                                       .set("secret", base::Json::string(secret.reveal())))
                  << "\n";
        return;
    }
    print_table(admin.out, {{head.id_name, plain(head.id)}, {"secret", secret.reveal()}});
    admin.out << "The secret is not shown again.\n";
}

std::string type_of(ValueKind kind) {
    switch (kind) {
    case ValueKind::text:
        return "TEXT";
    case ValueKind::whole:
        return "NUMBER";
    case ValueKind::list:
        return "LIST";
    case ValueKind::flag:
        break;
    }
    return "";
}

}  // namespace

void RecordOptions::add_to(
    CLI::App& command, const Keys& keys, const std::vector<std::string>& required) {
    for (const Key& key : keys) {
        const std::string option = option_of(key.name);
        if (key.kind == ValueKind::flag) {
            CLI::Option* on = command.add_flag_callback(
                option, [this, name = key.name] { given_[name] = "true"; }, key.help);
            CLI::Option* off = command.add_flag_callback(
                option_of("no_" + key.name), [this, name = key.name] { given_[name] = "false"; },
                "The opposite.");
            on->excludes(off);
            continue;
        }
        CLI::Option* added = command.add_option_function<std::string>(
            option, [this, name = key.name](const std::string& text) { given_[name] = text; },
            key.help + " Must be " + key.form + ".");
        added->type_name(type_of(key.kind));
        const bool needed = std::find(required.begin(), required.end(), key.name) != required.end();
        if (needed) added->required();
    }
}

AdminResult<void> RecordOptions::read_into(const Keys& keys) const {
    for (const Key& key : keys) {
        const auto given = given_.find(key.name);
        if (given == given_.end()) continue;
        if (!key.read(to_value(key.kind, given->second))) {
            return base::fail(
                AdminError{ExitCode::usage, option_of(key.name) + " must be " + key.form});
        }
    }
    return {};
}

AdminResult<crypto::Secret> given_or_new_secret(const Admin& admin, const std::string& given) {
    if (given.empty()) return crypto::make_secret(admin.random);
    if (given.size() < secret_bytes_min) {
        return base::fail(AdminError{
            ExitCode::usage,
            fmt::format("--secret must have at least {} characters", secret_bytes_min)});
    }
    return crypto::Secret(given);
}

CLI::Option* add_secret_option(CLI::App& command, std::string& secret) {
    return command
        .add_option(
            "--secret", secret,
            "Use this secret instead of a new one: for moving from another system, and for tests; "
            "other users of this machine may see it.")
        ->type_name("TEXT");
}

base::Json record_json(const RecordHead& head, const Keys& keys) {
    base::Json json = base::Json::object();
    json.set(head.id_name, head.id).set("enabled", base::Json::boolean(head.enabled));
    for (const Key& key : keys)
        json.set(json_name_of(key.name), json_of(key));
    return json;
}

void print_record(const Admin& admin, const RecordHead& head, const Keys& keys) {
    const base::Json json = record_json(head, keys);
    if (admin.output == Output::json) {
        admin.out << base::to_text(json) << "\n";
        return;
    }
    print_members(admin.out, json);
}

void print_members(std::ostream& out, const base::Json& object) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, value] : object.members())
        rows.push_back({name, plain(value)});
    print_table(out, rows);
}

AdminResult<void> print_secret(
    const Admin& admin, const RecordHead& head, const crypto::Secret& secret) {
    write_secret(admin, head, secret);
    // It is in force by now, and nowhere else.
    if (admin.out.flush()) return {};
    return cannot(
        "the new secret of " + plain(head.id) +
        " is in force and could not be shown: standard output failed; make another one");
}

void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool is_last = i + 1 == row.size();
            line += is_last ? row[i] : fmt::format("{:<{}}  ", row[i], widths[i]);
        }
        out << line << "\n";
    }
}

std::string yes_no(bool value) { return value ? "yes" : "no"; }

std::string time_or_dash(const std::optional<base::Instant>& at) {
    return at ? base::to_rfc3339(*at) : "-";
}

base::Json time_or_null(const std::optional<base::Instant>& at) {
    return at ? base::Json::string(base::to_rfc3339(*at)) : base::Json();
}

}  // namespace croupier::app
