// SPDX-License-Identifier: Apache-2.0
#include "app/config_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "app/forms.h"
#include "base/json_write.h"
#include "base/text.h"

namespace croupier::app {

namespace {

Key key_at(Place place, ValueKind kind, std::string form) {
    Key key;
    key.table = std::move(place.table);
    key.name = std::move(place.name);
    key.help = std::move(place.help);
    key.kind = kind;
    key.form = std::move(form);
    return key;
}

const std::string* text_of(const ConfigValue& value) { return std::get_if<std::string>(&value); }

std::optional<std::vector<domain::Currency>> parse_currencies(
    const std::vector<std::string>& codes) {
    std::vector<domain::Currency> currencies;
    for (const std::string& code : codes) {
        const auto currency = domain::Currency::from_code(code);
        if (!currency) return std::nullopt;
        const bool again =
            std::find(currencies.begin(), currencies.end(), *currency) != currencies.end();
        if (again) return std::nullopt;
        currencies.push_back(*currency);
    }
    return currencies;
}

}  // namespace

Keys grouped_by_table(const Keys& keys) {
    std::vector<std::string> tables;
    for (const Key& key : keys) {
        if (std::find(tables.begin(), tables.end(), key.table) == tables.end()) {
            tables.push_back(key.table);
        }
    }
    Keys grouped;
    for (const std::string& table : tables) {
        std::copy_if(keys.begin(), keys.end(), std::back_inserter(grouped), [&](const Key& key) {
            return key.table == table;
        });
    }
    return grouped;
}

// What JSON escapes, TOML reads back.
std::string toml_text(std::string_view text) {
    std::string out;
    base::append_json_string(out, text, base::JsonEscape::required_only);
    return out;
}

std::string toml_list(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts)
        list += (list.empty() ? "" : ", ") + toml_text(text);
    return list.empty() ? "" : "[" + list + "]";
}

ConfigValue to_value(ValueKind kind, std::string_view text) {
    switch (kind) {
    case ValueKind::text:
        return std::string(text);
    case ValueKind::flag:
        if (text == "true") return true;
        if (text == "false") return false;
        return {};
    case ValueKind::whole:
        if (const auto number = base::parse_i64(text)) return *number;
        return {};
    case ValueKind::list:
        break;
    }
    std::vector<std::string> texts;
    if (text.empty()) return texts;
    for (const std::string_view part : base::split(text, ','))
        texts.emplace_back(base::trim(part));
    return texts;
}

Key text_key(Place place, std::string& field) {
    return checked_text_key(std::move(place), field, "text", [](std::string_view) { return true; });
}

Key checked_text_key(Place place, std::string& field, std::string form, TextCheck check) {
    Key key = key_at(std::move(place), ValueKind::text, std::move(form));
    key.show = [&field] { return field.empty() ? "" : toml_text(field); };
    key.read = [&field, check](const ConfigValue& value) {
        const std::string* text = text_of(value);
        if (text == nullptr || (!text->empty() && !check(*text))) return false;
        field = *text;
        return true;
    };
    return key;
}

Key address_key(Place place, std::string& field) {
    Key key = checked_text_key(
        std::move(place), field, "an IP address such as \"127.0.0.1\" or \"::\"", is_ip_address);
    key.read = [read = key.read](const ConfigValue& value) {
        const std::string* text = text_of(value);
        return text != nullptr && !text->empty() && read(value);
    };
    return key;
}

Key secret_key(Place place, crypto::Secret& field, std::size_t bytes_min) {
    Key key = key_at(
        std::move(place), ValueKind::text,
        fmt::format("text of at least {} characters", bytes_min));
    key.shown = Shown::never;
    key.show = [&field] { return field.empty() ? "" : "(set)"; };
    key.read = [&field, bytes_min](const ConfigValue& value) {
        const std::string* text = text_of(value);
        if (text == nullptr || text->size() < bytes_min) return false;
        field = crypto::Secret(*text);
        return true;
    };
    return key;
}

Key path_key(Place place, std::filesystem::path& field) {
    Key key = key_at(std::move(place), ValueKind::text, "a file name");
    key.show = [&field] { return field.empty() ? "" : toml_text(field.string()); };
    key.read = [&field](const ConfigValue& value) {
        const std::string* text = text_of(value);
        if (text == nullptr) return false;
        field = *text;
        return true;
    };
    key.anchor = [&field](const std::filesystem::path& folder) {
        if (!field.empty()) field = (folder / field).lexically_normal();
    };
    return key;
}

Key duration_key(Place place, base::Duration& field, DurationRange range) {
    Key key = key_at(
        std::move(place), ValueKind::text,
        fmt::format(
            "a duration from {} to {}", toml_text(base::to_text(range.least)),
            toml_text(base::to_text(range.most))));
    key.show = [&field] { return toml_text(base::to_text(field)); };
    key.read = [&field, range](const ConfigValue& value) {
        const std::string* text = text_of(value);
        const auto duration = text == nullptr ? std::nullopt : base::parse_duration(*text);
        if (!duration || *duration < range.least || *duration > range.most) return false;
        field = *duration;
        return true;
    };
    return key;
}

Key flag_key(Place place, bool& field) {
    Key key = key_at(std::move(place), ValueKind::flag, "true or false");
    key.show = [&field] { return field ? "true" : "false"; };
    key.read = [&field](const ConfigValue& value) {
        const bool* flag = std::get_if<bool>(&value);
        if (flag == nullptr) return false;
        field = *flag;
        return true;
    };
    return key;
}

Key list_key(
    Place place, std::vector<std::string>& field, const std::vector<std::string>& allowed) {
    Key key = key_at(
        std::move(place), ValueKind::list,
        "a list of " + fmt::format("{}", fmt::join(allowed, ", ")));
    key.show = [&field] { return toml_list(field); };
    key.read = [&field, allowed](const ConfigValue& value) {
        const auto* texts = std::get_if<std::vector<std::string>>(&value);
        if (texts == nullptr) return false;
        for (const std::string& text : *texts) {
            if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) return false;
        }
        field = *texts;
        return true;
    };
    return key;
}

Key currencies_key(Place place, std::vector<domain::Currency>& field) {
    Key key = key_at(
        std::move(place), ValueKind::list,
        R"(a list of currency codes such as "EUR", "USD", each once)");
    key.show = [&field] {
        std::vector<std::string> codes;
        codes.reserve(field.size());
        for (const domain::Currency currency : field)
            codes.emplace_back(currency.code());
        return toml_list(codes);
    };
    key.read = [&field](const ConfigValue& value) {
        const auto* codes = std::get_if<std::vector<std::string>>(&value);
        auto currencies = codes == nullptr ? std::nullopt : parse_currencies(*codes);
        if (!currencies || currencies->empty()) return false;
        field = std::move(*currencies);
        return true;
    };
    return key;
}

Key whole_key_of(Place place, WholeField field, WholeRange<std::int64_t> range) {
    Key key = key_at(
        std::move(place), ValueKind::whole,
        fmt::format("a whole number from {} to {}", range.least, range.most));
    key.show = [get = std::move(field.get)] { return std::to_string(get()); };
    key.read = [set = std::move(field.set), range](const ConfigValue& value) {
        const std::int64_t* number = std::get_if<std::int64_t>(&value);
        if (number == nullptr || *number < range.least || *number > range.most) return false;
        set(*number);
        return true;
    };
    return key;
}

Key choice_key_of(Place place, ChoiceField field, std::vector<std::string> names) {
    std::string form = "one of";
    for (const std::string& name : names) {
        form += (&name == &names.front() ? " " : ", ") + toml_text(name);
    }
    Key key = key_at(std::move(place), ValueKind::text, std::move(form));
    key.show = [get = std::move(field.get), names] { return toml_text(names.at(get())); };
    key.read = [set = std::move(field.set), names](const ConfigValue& value) {
        const std::string* text = text_of(value);
        if (text == nullptr) return false;
        const auto found = std::find(names.begin(), names.end(), *text);
        if (found == names.end()) return false;
        set(static_cast<std::size_t>(found - names.begin()));
        return true;
    };
    return key;
}

}  // namespace croupier::app
