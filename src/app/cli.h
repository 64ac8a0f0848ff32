// SPDX-License-Identifier: Apache-2.0
// The command line. Standard output is what was asked for, standard error says in one sentence what
// went wrong.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace croupier::app {

// What the program ends with; part of its interface, see `croupier --help`.
enum class ExitCode : int {
    ok = 0,
    failed = 1,  // the command was right and could not be done
    usage = 2,   // the command line is wrong
    config = 3,  // the configuration is wrong
    store = 4    // the store cannot be opened, read or written
};

// Why a command was not done. A sentence alone says no more than that it could not be.
struct CommandError {
    CommandError(ExitCode with, std::string what) : code(with), sentence(std::move(what)) {}
    CommandError(std::string what) : CommandError(ExitCode::failed, std::move(what)) {}
    ExitCode code;
    std::string sentence;  // never holds a secret
};

struct Terminal {
    std::ostream& out;
    std::ostream& err;
};

int run(int argc, char** argv);
// The same, and then looks whether the answer was written: a full disk is no success.
ExitCode run_and_flush(const std::vector<std::string>& arguments, Terminal terminal);
// Without the program's name.
ExitCode run_command(const std::vector<std::string>& arguments, Terminal terminal);

}  // namespace croupier::app
