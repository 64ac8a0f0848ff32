// SPDX-License-Identifier: Apache-2.0
// croupier hub, casino, provider: load the configuration, run until a signal, end in order.
#include <memory>

#include "app/commands.h"
#include "app/hub.h"
#include "app/sandbox_run.h"

namespace croupier::app {

namespace {

ExitCode run_hub_command(const std::filesystem::path& file, const Terminal& terminal) {
    const auto config = load_config(file);
    if (!config.ok()) return say_errors(terminal, config.error());
    start_logging(config.value().log);
    return run_hub(config.value());
}

ExitCode run_casino_command(const std::filesystem::path& file, const Terminal& terminal) {
    const auto config = load_casino_config(file);
    if (!config.ok()) return say_errors(terminal, config.error());
    start_logging(config.value().log);
    return run_casino(config.value(), terminal);
}

ExitCode run_provider_command(const std::filesystem::path& file, const Terminal& terminal) {
    const auto config = load_provider_config(file);
    if (!config.ok()) return say_errors(terminal, config.error());
    start_logging(config.value().log);
    return run_provider(config.value(), terminal);
}

using RunCommand = ExitCode (*)(const std::filesystem::path&, const Terminal&);

struct RunText {
    const char* name;
    const char* purpose;
    const char* examples;
};

void add(CommandLine& line, const RunText& text, RunCommand run) {
    CLI::App* command = line.program.add_subcommand(text.name, text.purpose);
    command->group(group_run);
    command->footer(text.examples);
    const auto file = std::make_shared<std::filesystem::path>();
    add_config_option(*command, *file)->required();
    command->callback([&line, file, run] {
        line.chosen = [&line, file, run] { return run(*file, line.terminal); };
    });
}

}  // namespace

void add_run_commands(CommandLine& line) {
    add(line,
        {"hub", "Run the hub between casinos and providers",
         "SIGINT or SIGTERM ends it in order; a second one at once.\n\n"
         "Example:\n  croupier hub --config croupier.toml\n"},
        run_hub_command);
    add(line,
        {"casino", "Run the sandbox casino: wallets, players and books of its own",
         "Example:\n  croupier config print --kind casino > casino.toml\n"
         "  croupier casino --config casino.toml\n\n"
         "Control API, with [sandbox] control_token as Bearer (docs/integrating.md):\n"
         "  POST /sandbox/faults   late, lost, http500Before, http500After, garbage, doubled,\n"
         "                         wrongSignature: parts per thousand of the calls; GET shows "
         "them\n"
         "  POST /sandbox/answers  errorCode, count: the next calls hear that code\n"
         "  /sandbox/players, /sandbox/launch, /sandbox/games, /sandbox/book, /sandbox/bets\n"},
        run_casino_command);
    add(line,
        {"provider", "Run the sandbox provider: games and books of its own",
         "Example:\n  croupier config print --kind provider > provider.toml\n"
         "  croupier provider --config provider.toml\n\n"
         "Control API, with [sandbox] control_token as Bearer (docs/integrating.md):\n"
         "  POST /sandbox/faults   late, lost, http500Before, http500After, garbage, doubled,\n"
         "                         wrongSignature: parts per thousand of the calls; GET shows "
         "them\n"
         "  POST /sandbox/play     sessionId, bets, stake, gapMs, parallel: plays by itself\n"
         "  POST /sandbox/call     method, path, body, …: one call to the hub, signed or spoilt\n"
         "  /sandbox/status, /sandbox/book, /sandbox/bets\n"},
        run_provider_command);
}

}  // namespace croupier::app
