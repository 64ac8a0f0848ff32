// SPDX-License-Identifier: Apache-2.0
// `croupier casino` and `croupier provider` as processes: they listen, and SIGTERM ends them in
// order.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/temp_folder.h"

extern char** environ;

namespace croupier::app {
namespace {

class Program {
public:
    explicit Program(std::vector<std::string> arguments) {
        std::array<int, 2> pipe_ends{};
        CROUPIER_CHECK(::pipe(pipe_ends.data()) == 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
        ::posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
        arguments.insert(arguments.begin(), CROUPIER_PROGRAM);
        std::vector<char*> texts;
        for (std::string& text : arguments)
            texts.push_back(text.data());
        texts.push_back(nullptr);
        CROUPIER_CHECK(
            ::posix_spawn(&pid_, CROUPIER_PROGRAM, &actions, nullptr, texts.data(), environ) == 0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pipe_ends[1]);
        errors_ = pipe_ends[0];
    }
    ~Program() { ::close(errors_); }

    // Reads what it says until the word comes up; false: it ended before.
    bool says(std::string_view word) {
        std::array<char, 512> buffer{};
        while (said_.find(word) == std::string::npos) {
            const ssize_t got = ::read(errors_, buffer.data(), buffer.size());
            if (got <= 0) return false;
            said_.append(buffer.data(), static_cast<std::size_t>(got));
        }
        return true;
    }
    void terminate() const { ::kill(pid_, SIGTERM); }
    int wait_for_end() const {
        int status = 0;
        CROUPIER_CHECK(::waitpid(pid_, &status, 0) == pid_);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    [[nodiscard]] const std::string& said() const { return said_; }

private:
    pid_t pid_ = 0;
    int errors_ = -1;
    std::string said_;
};

std::string hub_part() {
    return "[hub]\nurl = \"http://127.0.0.1:9\"\nsecret = \"0123456789abcdef\"\n"
           "[listen]\nport = 0\n";
}

std::string provider_part() {
    return hub_part() + "[provider]\ncounterparty_id = \"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"\n";
}

void runs_until_sigterm(const std::string& command, const std::string& config) {
    const test::TempFolder folder;
    const std::string file = folder.file("config.toml").string();
    std::ofstream(file) << config;
    Program program({command, "--config", file});
    ASSERT_TRUE(program.says("listening")) << program.said();
    program.terminate();
    EXPECT_TRUE(program.says("ended")) << program.said();
    EXPECT_EQ(program.wait_for_end(), 0);
    EXPECT_EQ(program.said().find("0123456789abcdef"), std::string::npos);
}

TEST(SandboxRun, the_casino_listens_and_ends_in_order) { runs_until_sigterm("casino", hub_part()); }

TEST(SandboxRun, the_provider_listens_and_ends_in_order) {
    runs_until_sigterm("provider", provider_part());
}

constexpr int exit_store = 4;

std::vector<std::pair<std::string, std::string>> both_counterparties() {
    return {{"casino", hub_part()}, {"provider", provider_part()}};
}

TEST(SandboxRun, a_database_that_cannot_be_opened_is_one_sentence_and_exit_code_4) {
    for (const auto& [command, config] : both_counterparties()) {
        const test::TempFolder folder;
        const std::string file = folder.file("config.toml").string();
        std::ofstream(file) << config << "[store]\ndatabase = \"no/such/folder/a.sqlite\"\n";
        Program program({command, "--config", file});
        EXPECT_EQ(program.wait_for_end(), exit_store);
        EXPECT_TRUE(program.says("croupier " + command + ": ")) << program.said();
    }
}

TEST(SandboxRun, a_second_one_on_the_same_books_is_refused) {
    for (const auto& [command, config] : both_counterparties()) {
        const test::TempFolder folder;
        const std::string file = folder.file("config.toml").string();
        std::ofstream(file) << config;
        Program first({command, "--config", file});
        ASSERT_TRUE(first.says("listening")) << first.said();
        Program second({command, "--config", file});
        EXPECT_EQ(second.wait_for_end(), exit_store);
        EXPECT_TRUE(second.says("another " + command + " works on ")) << second.said();
        first.terminate();
        EXPECT_EQ(first.wait_for_end(), 0);
    }
}

TEST(DemoRun, a_port_in_use_is_named_before_anything_is_written) {
    const test::TempFolder folder;
    const std::string file = folder.file("config.toml").string();
    std::ofstream(file) << hub_part();
    Program casino({"casino", "--config", file});
    ASSERT_TRUE(casino.says("\"port\":")) << casino.said();
    ASSERT_TRUE(casino.says("}")) << casino.said();
    const std::size_t at = casino.said().find("\"port\":") + 7;
    const std::string port = casino.said().substr(at, casino.said().find_first_of(",}", at) - at);
    const std::string data = folder.file("data").string();
    Program demo({"demo", "--data", data, "--port", port});
    EXPECT_EQ(demo.wait_for_end(), 1);
    EXPECT_TRUE(demo.says("port " + port + ", the hub's, is not to be had")) << demo.said();
    EXPECT_FALSE(std::filesystem::exists(data + "/secrets.json"));
    casino.terminate();
    EXPECT_EQ(casino.wait_for_end(), 0);
}

TEST(HubRun, a_store_that_cannot_be_opened_is_exit_code_4) {
    const test::TempFolder folder;
    const std::string file = folder.file("config.toml").string();
    std::ofstream(file) << "[listen]\nport = 0\n"
                           "[store]\nurl = \"sqlite:no/such/folder/a.sqlite\"\n";
    Program program({"hub", "--config", file});
    EXPECT_EQ(program.wait_for_end(), exit_store);
    EXPECT_TRUE(program.says("no/such/folder/a.sqlite")) << program.said();
}

}  // namespace
}  // namespace croupier::app
