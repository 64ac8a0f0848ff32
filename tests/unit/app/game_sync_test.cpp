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

// A provider whose list of games is the test's.
class ListingProvider {
public:
    ListingProvider() {
        std::promise<std::uint16_t> port;
        auto listening = port.get_future();
        thread_ = std::thread([this, &port] {
            loop_.post([this, &port] {
                auto server = loop_.serve({}, [this](const net::Request&, const net::Reply& reply) {
                    reply(net::Response::json(200, list_));
                });
                CROUPIER_CHECK(server.ok());
                server_ = std::move(server).value();
                port.set_value(server_->port());
            });
            loop_.run();
            server_.reset();
        });
        port_ = listening.get();
    }
    ~ListingProvider() {
        loop_.stop();
        thread_.join();
    }
    // Between two calls of the hub.
    void lists(std::string list) { list_ = std::move(list); }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    net::AsioLoop loop_;
    std::unique_ptr<net::HttpServer> server_;
    std::string list_;
    std::thread thread_;
    std::uint16_t port_ = 0;
};

std::string listed(const std::string& id, const std::string& more = "") {
    return R"({"gameId":")" + id + R"(","name":"Game","gameCategory":"slots")" + more + "}";
}

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
    EXPECT_EQ(out_.str(), "{\"added\":0,\"changed\":0,\"disabled\":0,\"skipped\":0}\n");
    ASSERT_EQ(admin({"game", "show", "--id", "1"}), ExitCode::ok);
    EXPECT_EQ(output().find("maxBet")->as_string(), "25.50");
    EXPECT_EQ(output().find("provider")->as_string(), guid);

    EXPECT_EQ(admin({"game", "set", "--id", "1", "--min-bet", "30"}), ExitCode::usage);
    EXPECT_EQ(admin({"game", "disable", "--id", "1"}), ExitCode::ok);
    EXPECT_FALSE(output().find("enabled")->as_boolean());
}

TEST_F(GameSyncTest, a_game_listed_badly_is_skipped_and_stays_as_it_was) {
    ListingProvider provider;
    ASSERT_EQ(
        admin(
            {"provider", "add", "--id", guid, "--name", "Dice", "--api-url", provider.url(),
             "--secret", secret}),
        ExitCode::ok);
    provider.lists("[" + listed("a") + "," + listed("b") + "," + listed("c") + "]");
    ASSERT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::ok) << err_.str();
    EXPECT_EQ(out_.str(), "{\"added\":3,\"changed\":0,\"disabled\":0,\"skipped\":0}\n");

    provider.lists(
        "[" + listed("a") + "," + listed("b", R"(,"name":"Other")") + "," + listed("d") + ",7]");
    ASSERT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::ok) << err_.str();
    EXPECT_EQ(
        out_.str(),
        "{\"added\":1,\"changed\":0,\"disabled\":1,\"skipped\":2,\"skippedGames\":["
        "\"game 2: name is given twice with different values (b)\",\"game 4: is no object\"]}\n");
    ASSERT_EQ(admin({"game", "show", "--id", "2"}), ExitCode::ok);
    EXPECT_TRUE(output().find("enabled")->as_boolean());
    ASSERT_EQ(admin({"game", "show", "--id", "3"}), ExitCode::ok);
    EXPECT_FALSE(output().find("enabled")->as_boolean());
}

TEST_F(GameSyncTest, a_list_may_be_longer_than_other_answers) {
    ListingProvider provider;
    ASSERT_EQ(
        admin(
            {"provider", "add", "--id", guid, "--name", "Dice", "--api-url", provider.url(),
             "--secret", secret}),
        ExitCode::ok);
    const std::string unread = R"(,"about":")" + std::string(2000, 'x') + "\"";
    std::string list;
    for (int i = 0; i < 1000; ++i)
        list += (i == 0 ? "[" : ",") + listed("g" + std::to_string(i), unread);
    provider.lists(list + "]");
    ASSERT_EQ(admin({"game", "sync", "--provider", guid}), ExitCode::ok) << err_.str();
    EXPECT_EQ(output().find("added")->number_text(), "1000");
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
