// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"

#include <iostream>

#include "app/commands.h"
#include "app/nearest.h"

namespace croupier::app {

namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done, 1 could not be done, 2 wrong command line, 3 wrong configuration,\n"
    "4 the store cannot be opened, read or written.\n\n"
    "Examples:\n"
    "  croupier config print > croupier.toml\n"
    "  croupier hub --config croupier.toml\n"
    "  croupier admin --config croupier.toml casino list\n";

std::string help_hint(const CLI::App& at) {
    std::string path = at.get_name();
    for (const CLI::App* above = at.get_parent(); above != nullptr; above = above->get_parent()) {
        path.insert(0, above->get_name() + " ");
    }
    return "see " + path + " --help";
}

bool takes_next(CLI::App& at, const std::string& option) {
    if (option.find('=') != std::string::npos) return false;
    for (CLI::App* above = &at; above != nullptr; above = above->get_parent()) {
        const CLI::Option* known = above->get_option_no_throw(option);
        if (known != nullptr) return known->get_items_expected_max() > 0;
    }
    return false;
}

// The first word that stands where a command belongs and is none.
std::string unknown_command(CLI::App& program, const std::vector<std::string>& arguments) {
    CLI::App* at = &program;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word.starts_with("-")) {
            if (takes_next(*at, word)) ++i;
            continue;
        }
        std::vector<std::string> names;
        CLI::App* next = nullptr;
        for (CLI::App* command : at->get_subcommands([](CLI::App*) { return true; })) {
            names.push_back(command->get_name());
            if (command->get_name() == word) next = command;
        }
        if (names.empty()) return {};
        if (next == nullptr) {
            return "unknown command " + word + suggestion(word, names) + "; " + help_hint(*at);
        }
        at = next;
    }
    return {};
}

// The last of the commands that were named.
const CLI::App& named_last(const CLI::App& program) {
    const CLI::App* at = &program;
    while (!at->get_subcommands().empty())
        at = at->get_subcommands().front();
    return *at;
}

void describe(CLI::App& program) {
    program.name("croupier");
    program.description("Croupier: an aggregator between casinos and game providers.");
    program.footer(exit_codes);
    program.require_subcommand(1);
    program.set_help_flag("-h,--help", "Print this and end");
}

void add_version(CommandLine& line) {
    line.program.set_version_flag("--version", CROUPIER_VERSION);
    CLI::App* command = line.program.add_subcommand("version", "Print the version");
    command->group(group_operate);
    command->callback([&line] {
        line.chosen = [&line] {
            line.terminal.out << "croupier " << CROUPIER_VERSION << "\n";
            return ExitCode::ok;
        };
    });
}

}  // namespace

int run(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return static_cast<int>(run_and_flush(arguments, {std::cout, std::cerr}));
}

ExitCode run_and_flush(const std::vector<std::string>& arguments, Terminal terminal) {
    const ExitCode code = run_command(arguments, terminal);
    if (terminal.out.flush() || code != ExitCode::ok) return code;
    terminal.err << "croupier: standard output failed: not all of the answer was written\n";
    return ExitCode::failed;
}

ExitCode run_command(const std::vector<std::string>& arguments, Terminal terminal) {
    CLI::App program;
    describe(program);
    CommandLine line{program, terminal, {}};
    add_run_commands(line);
    add_demo_command(line);
    add_admin_commands(line);
    add_config_commands(line);
    add_version(line);
    const std::string unknown = unknown_command(program, arguments);
    if (!unknown.empty()) {
        terminal.err << "croupier: " << unknown << "\n";
        return ExitCode::usage;
    }
    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        program.parse(std::move(reversed));
    } catch (const CLI::Success& asked) {  // help or version
        program.exit(asked, terminal.out, terminal.err);
        return ExitCode::ok;
    } catch (const CLI::ParseError& error) {
        terminal.err << "croupier: " << error.what() << "; " << help_hint(named_last(program))
                     << "\n";
        return ExitCode::usage;
    }
    return line.chosen();
}

CLI::Option* add_config_option(CLI::App& command, std::filesystem::path& file) {
    return command.add_option("-c,--config", file, "The configuration file")
        ->type_name("FILE")
        ->envname("CROUPIER_CONFIG");
}

ExitCode say_errors(const Terminal& terminal, const ConfigErrors& errors) {
    terminal.err << to_text(errors);
    return ExitCode::config;
}

}  // namespace croupier::app
