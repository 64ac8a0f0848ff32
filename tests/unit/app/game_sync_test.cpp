// SPDX-License-Identifier: Apache-2.0
// `croupier admin game …` against the sandbox provider over loopback.
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <sstream>
#include <thread>

#include "app/cli.h"
#include "base/json.h"
#include "net/asio_loop.h"
#include "sandbox/provider/provider.h"
#include "support/temp_folder.h"

namespace croupier::app {
namespace {

const std::string guid = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
const std::string secret = "0123456789abcdef";

// A provider on a loop and a thread of its own.
class RunningProvider {
public:
    explicit RunningProvider(const test::TempFolder& folder) {
        sandbox::provider::ProviderOptions options;
        options.database = folder.file("provider.sqlite");
        options.counterparty_id = guid;
        options.secret = crypto::Secret(secret);
        options.hub_url = "http://127.0.0.1:9";
        options.seed = 1;
        std::promise<std::uint16_t> port;
        auto listening = port.get_future();
        thread_ = std::thread([this, options, &port] {
            base::SystemRandom random;
            auto provider = sandbox::provider::Provider::start(loop_, options, random);
            CROUPIER_CHECK(provider.ok());
            port.set_value(provider.value()->port());
            loop_.run();
        });
        port_ = listening.get();
    }
    ~RunningProvider() {
        loop_.stop();
        thread_.join();
    }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    net::AsioLoop loop_;
    std::thread thread_;
    std::uint16_t port_ = 0;
};

class GameSyncTest : public ::testing::Test {
protected:
    GameSyncTest() { std::ofstream(config_) << "[log]\nlevel = \"error\"\n"; }

    ExitCode admin(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"admin", "--config", config_, "--json"});
        out_.str("");
        err_.str("");
        return run_command(arguments, {out_, err_});
    }
    base::Json output() { return base::parse_json(out_.str()).value_or(base::Json()); }

    test::TempFolder folder_;
    const std::string config_ = folder_.file("croupier.toml").string();
    std::ostringstream out_, err_;
};

TEST_F(GameSyncTest, the_providers_games_are_taken_over_once_and_keep_their_limits) {
    const RunningProvider provider(folder_);
    ASSERT_EQ(
        admin(
            {"provider", "add", "--id", guid, "--name", "Dice", "--api-url", provider.url(),
             "--secret", secret}),
        ExitCode::ok);
    ASSERT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::ok) << err_.str();
    EXPECT_NE(output().find("added")->number_text(), "0");
    ASSERT_EQ(admin({"game", "set", "--id", "1", "--max-bet", "25.50"}), ExitCode::ok);
    EXPECT_EQ(output().find("maxBet")->as_string(), "25.50");

    ASSERT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::ok);
    EXPECT_EQ(out_.str(), "{\"added\":0,\"changed\":0,\"disabled\":0}\n");
    ASSERT_EQ(admin({"game", "show", "--id", "1"}), ExitCode::ok);
    EXPECT_EQ(output().find("maxBet")->as_string(), "25.50");
    EXPECT_EQ(output().find("provider")->as_string(), guid);

    EXPECT_EQ(admin({"game", "set", "--id", "1", "--min-bet", "30"}), ExitCode::usage);
    EXPECT_EQ(admin({"game", "disable", "--id", "1"}), ExitCode::ok);
    EXPECT_FALSE(output().find("enabled")->as_boolean());
}

TEST_F(GameSyncTest, a_provider_that_does_not_answer_changes_nothing) {
    ASSERT_EQ(
        admin(
            {"provider", "add", "--id", guid, "--name", "Dice", "--api-url", "http://127.0.0.1:1"}),
        ExitCode::ok);
    EXPECT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::failed);
    EXPECT_NE(err_.str().find("did not list its games"), std::string::npos);
    ASSERT_EQ(admin({"game", "list"}), ExitCode::ok);
    EXPECT_EQ(out_.str(), "[]\n");
}

TEST_F(GameSyncTest, a_wrong_secret_is_the_providers_refusal) {
    const RunningProvider provider(folder_);
    ASSERT_EQ(
        admin(
            {"provider", "add", "--id", guid, "--name", "Dice", "--api-url", provider.url(),
             "--secret", "another-secret-16"}),
        ExitCode::ok);
    EXPECT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::failed);
    EXPECT_EQ(err_.str().find("another-secret-16"), std::string::npos);
}

}  // namespace
}  // namespace croupier::app
