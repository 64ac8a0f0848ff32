// SPDX-License-Identifier: Apache-2.0
// How commands join the command line: each group of them has a file of its own and adds itself
// here. Parsing only chooses what to do; it is done when the whole line is known to be right.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>

#include "app/cli.h"
#include "app/config_file.h"

namespace croupier::app {

struct CommandLine {
    CLI::App& program;
    Terminal terminal;
    std::function<ExitCode()> chosen;
};

void add_run_commands(CommandLine& line);     // hub, casino, provider
void add_demo_command(CommandLine& line);     // demo
void add_config_commands(CommandLine& line);  // config check, print, reference
void add_admin_commands(CommandLine& line);   // admin …

// Groups of `croupier --help`.
inline constexpr const char* group_run = "Run";
inline constexpr const char* group_operate = "Operate";

CLI::Option* add_config_option(CLI::App& command, std::filesystem::path& file);
ExitCode say_errors(const Terminal& terminal, const ConfigErrors& errors);

}  // namespace croupier::app
