// SPDX-License-Identifier: Apache-2.0
#include "app/admin.h"

namespace croupier::app {

namespace {

template <class T>
AdminResult<T> or_broken(storage::Opened<T> opened) {
    if (!opened.ok()) return base::fail(AdminError{ExitCode::store, opened.error()});
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        return std::move(opened).value();
    }
}

struct Opening {
    const Config& config;
    std::ostream& out;
    Output output;
};

AdminResult<void> run_opened(const Opening& opening, const AdminCommand& run) {
    base::SystemRandom random;
    const base::Instant now = base::system_now();
    CROUPIER_TRY(const auto source, or_broken(storage::open_store(opening.config.store_url)));
    CROUPIER_TRY_VOID(or_broken(source.migrate(now)));
    CROUPIER_TRY(const auto store, or_broken(source.make_directory()));
    const auto rows = store->read();
    if (!rows.ok()) return cannot(rows.error(), "the directory");
    const auto master_key =
        open_master_key(opening.config.keys.master_key_file, rows.value(), random);
    if (!master_key.ok()) return cannot(master_key.error());
    const Admin admin{opening.config, source, *store,      master_key.value(),
                      random,         now,    opening.out, opening.output};
    CROUPIER_TRY_VOID(admin.ensure_signing_keys());
    return run(admin);
}

}  // namespace

base::Failure<AdminError> cannot(const usecases::DirectoryError& error, const std::string& what) {
    switch (error.fault) {
    case usecases::DirectoryFault::exists:
        return cannot(what + " exists already");
    case usecases::DirectoryFault::not_found:
        return cannot("there is no " + what);
    case usecases::DirectoryFault::store:
        break;
    }
    return {AdminError{ExitCode::store, "the store failed: " + error.detail}};
}

AdminResult<usecases::DirectoryRows> Admin::rows() const {
    auto read = store.read();
    if (!read.ok()) return cannot(read.error(), "directory");
    return std::move(read).value();
}

AdminResult<void> Admin::ensure_signing_keys() const {
    CROUPIER_TRY(const auto present, rows());
    const auto ensured = ensure_keys({store, master_key, random, now}, present);
    if (!ensured.ok()) return cannot(ensured.error(), "signing key");
    return {};
}

AdminMenu::AdminMenu(CommandLine& line) : line_(line) {
    admin_ = line.program.add_subcommand(
        "admin", "Casinos, providers, games, signing keys and stuck bets, also while a hub runs");
    admin_->group(group_operate);
    admin_->require_subcommand(1);
    admin_->fallthrough();
    admin_->footer(
        "Secrets are shown once, when they are made.\n\n"
        "Examples:\n"
        "  croupier admin --config croupier.toml casino add --id 7001 --name Aurora \\\n"
        "    --api-url https://wallet.example/api --currencies EUR,USD --booking accept --json\n"
        "  croupier admin --config croupier.toml casino set --id 7001 --bet-timeout 2s\n"
        "  croupier admin --config croupier.toml game sync --provider GUID\n"
        "  croupier admin --config croupier.toml key rotate\n"
        "  croupier admin --config croupier.toml bet list\n");
    add_config_option(*admin_, given_->config)->required();
    admin_->add_flag("--json", given_->json, "Print JSON, for programs");
}

CLI::App* AdminMenu::group(const std::string& name, const std::string& purpose) {
    CLI::App* group = admin_->add_subcommand(name, purpose);
    group->require_subcommand(1);
    return group;
}

void AdminMenu::runs(CLI::App& command, AdminCommand run) {
    CommandLine& line = line_;
    const auto run_it = [&line, given = given_, run = std::move(run)] {
        const auto config = load_config(given->config);
        if (!config.ok()) return say_errors(line.terminal, config.error());
        start_logging(config.value().log);
        const Output output = given->json ? Output::json : Output::text;
        const auto done = run_opened({config.value(), line.terminal.out, output}, run);
        if (done.ok()) return ExitCode::ok;
        line.terminal.err << "croupier admin: " << done.error().sentence << "\n";
        return done.error().code;
    };
    command.callback([&line, run_it] { line.chosen = run_it; });
}

void add_admin_commands(CommandLine& line) {
    AdminMenu menu(line);
    add_casino_menu(menu);
    add_provider_menu(menu);
    add_game_menu(menu);
    add_key_menu(menu);
    add_bet_menu(menu);
}

}  // namespace croupier::app
