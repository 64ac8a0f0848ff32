// SPDX-License-Identifier: Apache-2.0
// croupier demo: the whole world on one machine.
#include <memory>

#include "app/commands.h"
#include "app/demo.h"

namespace croupier::app {

void add_demo_command(CommandLine& line) {
    CLI::App* command = line.program.add_subcommand(
        "demo", "Run hub, sandbox casino and sandbox provider on this machine");
    command->group(group_run);
    const auto options = std::make_shared<DemoOptions>();
    command->add_option("--data", options->data, "Folder of all books; made when missing")
        ->type_name("DIR");
    command
        ->add_option(
            "--port", options->port, "Hub's port; casino, provider and status page follow it")
        ->check(CLI::Range(1, 65532))
        ->capture_default_str();
    command->add_option("--store", options->store, "Where the hub keeps its books")
        ->check(CLI::IsMember({"sqlite"}))
        ->capture_default_str();
    command->add_flag(
        "--check", options->check, "Play with faults, wait for rest, compare the three books, end");
    command->add_option("--bets", options->bets, "With --check: how many bets")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_flag(
        "--stock", options->stock,
        "With --check: a casino that knows the documented fields alone, acts late, lists late");
    command
        ->add_option("--kills", options->kills, "With --check: kill -9 one of the three this often")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "With --kills: repeats the choice of victims");
    command->footer(
        "Examples:\n  croupier demo\n  croupier demo --check --bets 500\n"
        "  croupier demo --check --kills 20\n  croupier demo --check --stock --bets 300\n\n"
        "DIR/demo.json (mode 0600) names what runs: addresses, ids, secrets, players.\n");
    command->callback([&line, options] {
        line.chosen = [options] { return static_cast<ExitCode>(run_demo(*options)); };
    });
}

}  // namespace croupier::app
