// SPDX-License-Identifier: Apache-2.0
// What every command of `croupier admin` works with: the configuration, the directory in the store
// and the master key. The commands write to the database directly; a running hub takes up each
// change within a second.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/config.h"
#include "app/signing_keys.h"
#include "storage/open.h"

namespace croupier::app {

using AdminError = CommandError;
template <class T>
using AdminResult = base::Result<T, AdminError>;

inline base::Failure<AdminError> cannot(std::string sentence) {
    return {AdminError{ExitCode::failed, std::move(sentence)}};
}
// `what` names the record, for faults that speak of one.
base::Failure<AdminError> cannot(const usecases::DirectoryError& error, const std::string& what);

enum class Output { text, json };

struct Admin {
    const Config& config;
    const storage::Source& source;
    usecases::DirectoryStore& store;
    const crypto::MasterKey& master_key;
    base::Random& random;
    base::Instant now;
    std::ostream& out;
    Output output;

    [[nodiscard]] AdminResult<usecases::DirectoryRows> rows() const;
    // After a record may have brought a new algorithm into use.
    [[nodiscard]] AdminResult<void> ensure_signing_keys() const;
};

using AdminCommand = std::function<AdminResult<void>(const Admin&)>;

// Hangs commands on `croupier admin`.
class AdminMenu {
public:
    explicit AdminMenu(CommandLine& line);

    CLI::App* group(const std::string& name, const std::string& purpose);
    // The command runs with the store open, when the line was parsed and names it.
    void runs(CLI::App& command, AdminCommand run);

private:
    struct Given {
        std::filesystem::path config;
        bool json = false;
    };
    CommandLine& line_;
    CLI::App* admin_;
    std::shared_ptr<Given> given_ = std::make_shared<Given>();
};

void add_casino_menu(AdminMenu& menu);
void add_provider_menu(AdminMenu& menu);
void add_game_menu(AdminMenu& menu);
void add_key_menu(AdminMenu& menu);
void add_bet_menu(AdminMenu& menu);

}  // namespace croupier::app
