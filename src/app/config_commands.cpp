// SPDX-License-Identifier: Apache-2.0
// croupier config check, print, reference.
#include <memory>

#include "app/commands.h"
#include "app/config.h"
#include "app/config_text.h"
#include "app/sandbox_config.h"

namespace croupier::app {

namespace {

struct ConfigCommand {
    std::filesystem::path file;
    std::string kind = "hub";
};

using Text = base::Result<std::string, ConfigErrors>;

// The values in effect, or what is wrong. Without a file: the defaults.
template <class C>
Text effective(
    const std::filesystem::path& file, C config, Keys (*keys)(C&),
    base::Result<C, ConfigErrors> (*load)(const std::filesystem::path&)) {
    if (!file.empty()) {
        CROUPIER_TRY(config, load(file));
    }
    return to_toml(keys(config));
}

Text effective(const ConfigCommand& command) {
    if (command.kind == "casino") {
        return effective(command.file, default_casino_config(), casino_keys, load_casino_config);
    }
    if (command.kind == "provider") {
        return effective(
            command.file, default_provider_config(), provider_keys, load_provider_config);
    }
    return effective(command.file, Config{}, hub_keys, load_config);
}

ExitCode check(const ConfigCommand& command, const Terminal& terminal) {
    const Text text = effective(command);
    if (!text.ok()) return say_errors(terminal, text.error());
    terminal.out << command.file.string() << ": good\n";
    return ExitCode::ok;
}

ExitCode print(const ConfigCommand& command, const Terminal& terminal) {
    const Text text = effective(command);
    if (!text.ok()) return say_errors(terminal, text.error());
    terminal.out << text.value();
    return ExitCode::ok;
}

ExitCode print_reference(const Terminal& terminal) {
    Config hub;
    CasinoConfig casino = default_casino_config();
    ProviderConfig provider = default_provider_config();
    terminal.out << to_reference(
        {{"hub", "The aggregator; `croupier admin` reads the same file.", hub_keys(hub)},
         {"casino", "The sandbox casino.", casino_keys(casino)},
         {"provider", "The sandbox provider.", provider_keys(provider)}});
    return ExitCode::ok;
}

void add_kind(CLI::App& command, ConfigCommand& options) {
    command.add_option("--kind", options.kind, "Whose configuration it is")
        ->check(CLI::IsMember({"hub", "casino", "provider"}))
        ->capture_default_str();
}

}  // namespace

void add_config_commands(CommandLine& line) {
    CLI::App* config = line.program.add_subcommand("config", "Check and print configurations");
    config->group(group_operate);
    config->require_subcommand(1);
    config->footer(
        "Examples:\n"
        "  croupier config check --config croupier.toml\n"
        "  croupier config print > croupier.toml\n"
        "  croupier config print --kind casino --config casino.toml\n");
    const auto options = std::make_shared<ConfigCommand>();

    CLI::App* checker = config->add_subcommand("check", "Report everything that is wrong");
    add_config_option(*checker, options->file)->required();
    add_kind(*checker, *options);
    checker->callback([&line, options] {
        line.chosen = [&line, options] { return check(*options, line.terminal); };
    });

    CLI::App* printer = config->add_subcommand(
        "print", "Print the values in effect as a file; without --config the defaults");
    add_config_option(*printer, options->file);
    add_kind(*printer, *options);
    printer->callback([&line, options] {
        line.chosen = [&line, options] { return print(*options, line.terminal); };
    });

    CLI::App* reference = config->add_subcommand("reference", "Print all keys as a Markdown page");
    reference->callback(
        [&line] { line.chosen = [&line] { return print_reference(line.terminal); }; });
}

}  // namespace croupier::app
