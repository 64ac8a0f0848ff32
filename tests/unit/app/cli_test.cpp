// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/temp_folder.h"

namespace croupier::app {
namespace {

struct Said {
    ExitCode code;
    std::string out;
    std::string err;
};

Said say(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const ExitCode code = run_command(arguments, {out, err});
    return {code, out.str(), err.str()};
}

TEST(Cli, an_unknown_command_gets_a_suggestion) {
    const Said hub = say({"hbu", "--config", "x"});
    EXPECT_EQ(hub.code, ExitCode::usage);
    EXPECT_EQ(hub.err, "croupier: unknown command hbu (did you mean hub?); see croupier --help\n");
    const Said config = say({"config", "chekc"});
    EXPECT_EQ(
        config.err,
        "croupier: unknown command chekc (did you mean check?); see croupier config --help\n");
}

TEST(Cli, a_missing_option_is_named) {
    const Said said = say({"hub"});
    EXPECT_EQ(said.code, ExitCode::usage);
    EXPECT_EQ(said.err, "croupier: --config is required; see croupier hub --help\n");
    EXPECT_EQ(said.out, "");
}

TEST(Cli, no_command_at_all_is_wrong) { EXPECT_EQ(say({}).code, ExitCode::usage); }

TEST(Cli, help_goes_to_standard_output_with_examples) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"--help"}, {"hub", "--help"}, {"config", "--help"}}) {
        const Said said = say(command);
        EXPECT_EQ(said.code, ExitCode::ok);
        EXPECT_NE(said.out.find("Example"), std::string::npos) << said.out;
        EXPECT_EQ(said.err, "");
    }
}

TEST(Cli, version_is_printed) {
    const Said said = say({"version"});
    EXPECT_EQ(said.code, ExitCode::ok);
    EXPECT_TRUE(said.out.starts_with("croupier 0.")) << said.out;
}

TEST(Cli, config_check_says_good_or_what_is_wrong) {
    const test::TempFolder folder;
    const std::string file = folder.file("hub.toml").string();
    std::ofstream(file) << "[listen]\nport = 1\n";
    EXPECT_EQ(say({"config", "check", "--config", file}).code, ExitCode::ok);
    std::ofstream(file) << "[listen]\nprot = 1\n";
    const Said said = say({"config", "check", "--config", file});
    EXPECT_EQ(said.code, ExitCode::config);
    EXPECT_EQ(said.err, file + ":2:1: unknown key [listen] prot (did you mean port?)\n");
}

TEST(Cli, a_folder_is_no_configuration) {
    const test::TempFolder folder;
    const Said said = say({"config", "check", "--config", folder.path().string()});
    EXPECT_EQ(said.code, ExitCode::config);
    EXPECT_EQ(said.err, folder.path().string() + ": is a folder\n");
}

TEST(Cli, an_answer_that_cannot_be_written_is_no_success) {
    std::ofstream full("/dev/full");
    std::ostringstream err;
    EXPECT_EQ(run_and_flush({"config", "print"}, {full, err}), ExitCode::failed);
    EXPECT_EQ(err.str(), "croupier: standard output failed: not all of the answer was written\n");
}

TEST(Cli, config_print_without_a_file_prints_a_file_of_defaults) {
    const Said said = say({"config", "print"});
    EXPECT_EQ(said.code, ExitCode::ok);
    EXPECT_NE(said.out.find("master_key_file = \"master.key\"\n"), std::string::npos);
    EXPECT_NE(said.out.find("# public_url is not set\n"), std::string::npos);
}

TEST(Cli, hub_reports_its_configuration_before_it_starts) {
    const Said said = say({"hub", "--config", "/nowhere/hub.toml"});
    EXPECT_EQ(said.code, ExitCode::config);
    EXPECT_EQ(said.err, "/nowhere/hub.toml: no such file\n");
}

}  // namespace
}  // namespace croupier::app
