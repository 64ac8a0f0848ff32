// SPDX-License-Identifier: Apache-2.0
// Records on the command line: their keys as options, and records as JSON and as tables.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/admin.h"
#include "base/clock.h"
#include "base/json.h"

namespace croupier::app {

// The options that stand for a record's keys ("bet_timeout" is --bet-timeout), as given.
class RecordOptions {
public:
    // This must live until the line is parsed, and stay where it is.
    void add_to(CLI::App& command, const Keys& keys, const std::vector<std::string>& required);
    // Reads what was given into the keys' fields.
    [[nodiscard]] AdminResult<void> read_into(const Keys& keys) const;
    [[nodiscard]] bool empty() const { return given_.empty(); }

private:
    std::map<std::string, std::string> given_;  // by the key's name
};

// The secret that was given, or a new one. One that is too short to be a secret is refused.
inline constexpr std::size_t secret_bytes_min = 16;
AdminResult<crypto::Secret> given_or_new_secret(const Admin& admin, const std::string& given);
CLI::Option* add_secret_option(CLI::App& command, std::string& secret);

// A record: what identifies it, whether it is switched on, then its keys.
struct RecordHead {
    std::string id_name;  // in JSON
    base::Json id;
    bool enabled;
};
base::Json record_json(const RecordHead& head, const Keys& keys);
void print_record(const Admin& admin, const RecordHead& head, const Keys& keys);

// One line a member.
void print_members(std::ostream& out, const base::Json& object);

// What a partner is told once. The error says that the secret stands and was not shown.
[[nodiscard]] AdminResult<void> print_secret(
    const Admin& admin, const RecordHead& head, const crypto::Secret& secret);

// First row: the titles.
void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows);
std::string yes_no(bool value);
std::string time_or_dash(const std::optional<base::Instant>& at);
base::Json time_or_null(const std::optional<base::Instant>& at);

}  // namespace croupier::app
