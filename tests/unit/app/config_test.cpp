// SPDX-License-Identifier: Apache-2.0
#include "app/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "app/config_text.h"
#include "app/sandbox_config.h"
#include "support/temp_folder.h"

namespace croupier::app {
namespace {

using base::Duration;

class ConfigFile : public ::testing::Test {
protected:
    std::filesystem::path write(std::string_view text, std::string_view name = "croupier.toml") {
        const auto file = folder_.file(name);
        std::ofstream(file) << text;
        return file;
    }
    // The errors without the folder's name.
    std::string errors_of(std::string_view text) {
        const auto config = load_config(write(text));
        if (config.ok()) return "none";
        std::string said = to_text(config.error());
        const std::string prefix = folder_.path().string() + "/";
        for (auto at = said.find(prefix); at != std::string::npos; at = said.find(prefix)) {
            said.erase(at, prefix.size());
        }
        return said;
    }

    test::TempFolder folder_;
};

TEST_F(ConfigFile, an_empty_file_gives_the_defaults) {
    const auto loaded = load_config(write(""));
    ASSERT_TRUE(loaded.ok());
    const Config& config = loaded.value();
    EXPECT_EQ(config.listen.address, "127.0.0.1");
    EXPECT_EQ(config.listen.port, 8080);
    EXPECT_EQ(config.public_url, "http://127.0.0.1:8080");
    EXPECT_EQ(config.keys.master_key_file, folder_.file("master.key"));
    EXPECT_EQ(config.store_url, "sqlite:" + folder_.file("croupier.sqlite").string());
    EXPECT_EQ(config.policy.bet_timeout, Duration(5000));
    EXPECT_EQ(config.session.demo_purse, "5000");
}

TEST_F(ConfigFile, a_listen_address_is_a_number) {
    for (const std::string address : {"nohost:zz", "localhost", "", "1.2.3", "127.0.0.1:80"}) {
        EXPECT_EQ(
            errors_of("[listen]\naddress = \"" + address + "\"\n"),
            "croupier.toml:2:11: [listen] address must be an IP address such as \"127.0.0.1\" or "
            "\"::\"\n");
    }
    EXPECT_EQ(errors_of("[listen]\naddress = \"::1\"\n"), "none");
}

TEST_F(ConfigFile, values_reach_their_fields) {
    const auto loaded = load_config(write(R"([listen]
address = "::1"
port = 9000
tls_certificate = "tls/chain.pem"
tls_private_key = "/etc/croupier/key.pem"
[store]
url = "sqlite:books/hub.sqlite"
[log]
level = "warning"
format = "json"
[limits]
body_bytes = 2048
held_replies = 7
[session]
longest = "2h"
idle = "10m"
demo_purse = "12.50"
[policy]
bet_timeout = "250ms"
repeat_most = "2m"
stakes_in_flight = 3
)"));
    ASSERT_TRUE(loaded.ok()) << to_text(loaded.error());
    const Config& config = loaded.value();
    EXPECT_EQ(config.public_url, "https://[::1]:9000");
    EXPECT_EQ(config.listen.tls_certificate, folder_.file("tls/chain.pem"));
    EXPECT_EQ(config.listen.tls_private_key, "/etc/croupier/key.pem");
    EXPECT_EQ(config.store_url, "sqlite:" + folder_.file("books/hub.sqlite").string());
    EXPECT_EQ(config.log.level, base::LogLevel::warning);
    EXPECT_EQ(config.log.format, LogStyle::json);
    EXPECT_EQ(config.server_options().limits.body_bytes_max, 2048U);
    EXPECT_EQ(config.held_replies_max, 7U);
    EXPECT_EQ(config.session.idle, Duration(600'000));
    EXPECT_EQ(config.session.demo_purse, "12.50");
    EXPECT_EQ(config.policy.bet_timeout, Duration(250));
    EXPECT_EQ(config.policy.repeat.most, Duration(120'000));
    EXPECT_EQ(config.policy.stakes_in_flight_max, 3U);
}

TEST_F(ConfigFile, all_errors_are_reported_at_once_with_their_places) {
    EXPECT_EQ(
        errors_of(R"([listen]
adress = "127.0.0.1"
port = 70000

[sesion]
idle = "1h"
[log]
level = "loud"
[policy]
bet_timeout = 5
win_timeout = "1h"
)"),
        "croupier.toml:2:1: unknown key [listen] adress (did you mean address?)\n"
        "croupier.toml:3:8: [listen] port must be a whole number from 0 to 65535\n"
        "croupier.toml:5:2: unknown table [sesion] (did you mean session?)\n"
        "croupier.toml:8:9: [log] level must be one of \"debug\", \"info\", \"warning\", "
        "\"error\"\n"
        "croupier.toml:10:15: [policy] bet_timeout must be a duration from \"10ms\" to \"1m\"\n"
        "croupier.toml:11:15: [policy] win_timeout must be a duration from \"10ms\" to \"5m\"\n");
}

TEST_F(ConfigFile, a_key_in_the_wrong_place_is_told_its_home) {
    EXPECT_EQ(
        errors_of("port = 1\n[hub]\nidle = \"1h\"\n"),
        "croupier.toml:1:1: port belongs below [listen]\n"
        "croupier.toml:3:1: idle belongs below [outgoing]\n");
}

TEST_F(ConfigFile, a_word_far_from_every_key_gets_no_suggestion) {
    EXPECT_EQ(errors_of("[log]\nzebra = 1\n"), "croupier.toml:2:1: unknown key [log] zebra\n");
}

TEST_F(ConfigFile, text_that_is_no_toml_is_one_error_with_its_place) {
    const std::string said = errors_of("[listen]\nport = = 1\n");
    EXPECT_TRUE(said.starts_with("croupier.toml:2:8: ")) << said;
}

TEST_F(ConfigFile, a_missing_file_is_an_error) {
    const auto config = load_config(folder_.file("none.toml"));
    ASSERT_FALSE(config.ok());
    EXPECT_EQ(to_text(config.error()), folder_.file("none.toml").string() + ": no such file\n");
}

TEST_F(ConfigFile, values_that_contradict_each_other_are_refused) {
    EXPECT_EQ(
        errors_of("[listen]\ntls_certificate = \"a.pem\"\n[policy]\nalarm_second = \"1m\"\n"),
        "croupier.toml:2:19: [listen] tls_certificate needs tls_private_key beside it\n"
        "croupier.toml:4:16: [policy] alarm_second must not come before alarm_first\n");
    EXPECT_EQ(
        errors_of("[listen]\naddress = \"0.0.0.0\"\n"),
        "croupier.toml: [hub] public_url must be set when the hub listens on every interface: "
        "partners check it\n");
}

TEST_F(ConfigFile, wrong_urls_are_refused) {
    for (const char* url :
         {"ftp://a", "http://a/", "http://a?x=1", "a:80", "http://u@a", "https://"}) {
        EXPECT_NE(errors_of(std::string("[hub]\npublic_url = \"") + url + "\"\n"), "none") << url;
    }
    EXPECT_EQ(errors_of("[hub]\npublic_url = \"https://hub.example/croupier\"\n"), "none");
}

TEST_F(ConfigFile, what_is_printed_reads_back_the_same) {
    Config first =
        load_config(write("[listen]\nport = 81\n[policy]\nclose_after = \"3s\"\n")).value();
    const std::string printed = to_toml(hub_keys(first));
    const auto again = load_config(write(printed, "printed.toml"));
    ASSERT_TRUE(again.ok()) << to_text(again.error());
    Config second = again.value();
    EXPECT_EQ(to_toml(hub_keys(second)), printed);
    EXPECT_EQ(second.listen.port, 81);
    EXPECT_EQ(second.policy.close_after, Duration(3000));
}

TEST_F(ConfigFile, every_key_has_a_purpose_and_a_form_and_stands_with_its_table) {
    Config hub;
    CasinoConfig casino = default_casino_config();
    ProviderConfig provider = default_provider_config();
    for (const Keys& keys : {hub_keys(hub), casino_keys(casino), provider_keys(provider)}) {
        std::vector<std::string> tables;
        for (const Key& key : keys) {
            EXPECT_FALSE(key.form.empty()) << key.name;
            EXPECT_TRUE(key.help.ends_with(".")) << key.name;
            if (tables.empty() || tables.back() != key.table) {
                EXPECT_EQ(std::count(tables.begin(), tables.end(), key.table), 0) << key.name;
                tables.push_back(key.table);
            }
        }
    }
}

TEST_F(ConfigFile, a_sandbox_needs_a_secret_and_never_shows_it) {
    const auto none = load_casino_config(write("[hub]\nurl = \"http://127.0.0.1:1\"\n"));
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(
        none.error().all.front().message, "[hub] secret or secret_file is needed, one of the two");

    std::ofstream(folder_.file("casino.secret")) << "0123456789abcdef\n";
    auto good = load_casino_config(
        write("[hub]\nurl = \"http://127.0.0.1:1\"\nsecret_file = \"casino.secret\"\n"
              "[sandbox]\ncontrol_token = \"fedcba9876543210\"\n"));
    ASSERT_TRUE(good.ok()) << to_text(good.error());
    CasinoConfig config = std::move(good).value();
    EXPECT_EQ(config.options.secret.reveal(), "0123456789abcdef");
    const std::string printed = to_toml(casino_keys(config));
    EXPECT_EQ(printed.find("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(printed.find("fedcba9876543210"), std::string::npos);
    EXPECT_NE(printed.find("# control_token is set, not shown"), std::string::npos);
}

TEST_F(ConfigFile, a_short_secret_is_refused_without_being_repeated) {
    const auto config =
        load_provider_config(write("[hub]\nurl = \"http://127.0.0.1:1\"\nsecret = \"tooshort\"\n"));
    ASSERT_FALSE(config.ok());
    const std::string said = to_text(config.error());
    EXPECT_NE(said.find("[hub] secret must be text of at least 16 characters"), std::string::npos);
    EXPECT_EQ(said.find("tooshort"), std::string::npos);
    EXPECT_NE(said.find("[provider] counterparty_id is needed"), std::string::npos);
}

}  // namespace
}  // namespace croupier::app
