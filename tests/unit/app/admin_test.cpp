// SPDX-License-Identifier: Apache-2.0
// `croupier admin` from the command line to a SQLite file and back.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/cli.h"
#include "app/directory_open.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "storage/open.h"
#include "support/temp_folder.h"

namespace croupier::app {
namespace {

const std::string guid = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

struct Said {
    ExitCode code;
    std::string out;
    std::string err;
};

// Made once: RSA keys take their time, and only the first command makes them.
const test::TempFolder& started_folder() {
    static const test::TempFolder folder;
    static const bool started = [] {
        const std::string config = folder.file("croupier.toml").string();
        std::ofstream(config) << "[log]\nlevel = \"error\"\n";
        std::ostringstream out;
        return run_command({"admin", "--config", config, "key", "list"}, {out, out}) ==
               ExitCode::ok;
    }();
    CROUPIER_CHECK(started);
    return folder;
}

class FreshAdminTest : public ::testing::Test {
protected:
    FreshAdminTest() { std::ofstream(config_) << "[log]\nlevel = \"error\"\n"; }

    Said admin(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"admin", "--config", config_});
        std::ostringstream out, err;
        const ExitCode code = run_command(arguments, {out, err});
        return {code, out.str(), err.str()};
    }
    // Must succeed; its output as JSON.
    base::Json json(std::vector<std::string> arguments) {
        arguments.emplace_back("--json");
        const Said said = admin(arguments);
        EXPECT_EQ(said.code, ExitCode::ok) << said.err;
        const auto parsed = base::parse_json(said.out);
        EXPECT_TRUE(parsed.ok()) << said.out;
        return parsed.ok() ? parsed.value() : base::Json();
    }
    Said add_casino(const std::string& id, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {
            "casino",       "add",    "--id",      id,
            "--name",       "Aurora", "--api-url", "http://127.0.0.1:9/api",
            "--currencies", "EUR,USD"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return admin(arguments);
    }
    Said add_provider(const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {
            "provider", "add",       "--id",      guid,
            "--name",   "Dice & Co", "--api-url", "http://127.0.0.1:9"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return admin(arguments);
    }
    usecases::DirectoryRows rows() {
        const auto store = storage::open_store("sqlite:" + folder_.file("croupier.sqlite").string())
                               .value()
                               .make_directory();
        return store.value()->read().value();
    }
    std::vector<std::string> kids(const std::string& state, const std::string& algorithm) {
        std::vector<std::string> found;
        for (const auto& row : rows().keys) {
            const bool wanted = usecases::to_text(row.state) == state &&
                                crypto::to_text(row.algorithm) == algorithm;
            if (wanted) found.push_back(row.kid);
        }
        return found;
    }

    test::TempFolder folder_;
    const std::string config_ = folder_.file("croupier.toml").string();
};

class AdminTest : public FreshAdminTest {
protected:
    AdminTest() {
        std::filesystem::copy(
            started_folder().path(), folder_.path(),
            std::filesystem::copy_options::recursive |
                std::filesystem::copy_options::overwrite_existing);
    }
};

TEST_F(AdminTest, a_casino_is_added_and_its_secret_kept_as_a_hash_only) {
    const Said said =
        add_casino("7001", {"--booking", "answer", "--secret", "0123456789abcdef", "--json"});
    EXPECT_EQ(said.code, ExitCode::ok);
    EXPECT_EQ(said.out, "{\"clientId\":7001,\"secret\":\"0123456789abcdef\"}\n");
    EXPECT_EQ(said.err, "");
    const auto row = rows().casinos.at(0);
    EXPECT_EQ(row.secret_sha256, crypto::sha256_hex("0123456789abcdef"));
    EXPECT_EQ(row.terms.booking, domain::Booking::answer);
    EXPECT_EQ(row.terms.currencies.size(), 2U);
    EXPECT_EQ(row.terms.policy.bet_timeout, base::Duration(5000));
}

TEST_F(AdminTest, a_new_casino_takes_the_policy_of_the_configuration) {
    std::ofstream(config_) << "[policy]\nbet_timeout = \"500ms\"\n";
    ASSERT_EQ(add_casino("7001", {"--win-timeout", "900ms"}).code, ExitCode::ok);
    const auto policy = rows().casinos.at(0).terms.policy;
    EXPECT_EQ(policy.bet_timeout, base::Duration(500));
    EXPECT_EQ(policy.win_timeout, base::Duration(900));
}

TEST_F(AdminTest, made_secrets_differ_and_are_shown_once) {
    const base::Json first =
        json({"provider", "add", "--id", guid, "--name", "A", "--api-url", "http://a"});
    const base::Json second = json({"provider", "secret", "--id", guid});
    ASSERT_NE(first.find("secret"), nullptr);
    EXPECT_EQ(first.find("counterpartyId")->as_string(), guid);
    EXPECT_EQ(first.find("secret")->as_string().size(), 43U);
    EXPECT_NE(first.find("secret")->as_string(), second.find("secret")->as_string());
    const Said shown = admin({"provider", "show", "--id", guid});
    EXPECT_EQ(shown.out.find(second.find("secret")->as_string()), std::string::npos);
}

TEST_F(AdminTest, a_providers_secret_opens_under_the_master_key) {
    ASSERT_EQ(add_provider({"--secret", "fedcba9876543210"}).code, ExitCode::ok);
    const auto key = crypto::MasterKey::load(folder_.file("master.key"));
    ASSERT_TRUE(key.ok());
    const auto directory = open_directory(rows(), key.value());
    ASSERT_TRUE(directory.ok()) << directory.error();
    const auto* entry =
        directory.value()->provider(domain::ProviderId(base::parse_uuid(guid).value()));
    ASSERT_NE(entry, nullptr);
    EXPECT_TRUE(entry->secret.equals("fedcba9876543210"));
    EXPECT_NE(directory.value()->active_key(crypto::SigningAlgorithm::rs256), nullptr);
}

TEST_F(FreshAdminTest, the_master_key_is_made_for_its_owner_alone) {
    ASSERT_EQ(admin({"casino", "list"}).code, ExitCode::ok);
    struct ::stat of {};
    ASSERT_EQ(::stat(folder_.file("master.key").c_str(), &of), 0);
    EXPECT_EQ(of.st_mode & 0777U, 0600U);
}

TEST_F(AdminTest, a_lost_master_key_is_not_replaced) {
    ASSERT_EQ(admin({"key", "list"}).code, ExitCode::ok);
    std::filesystem::remove(folder_.file("master.key"));
    const Said said = admin({"key", "list"});
    EXPECT_EQ(said.code, ExitCode::failed);
    EXPECT_NE(said.err.find("restore it"), std::string::npos) << said.err;
    EXPECT_FALSE(std::filesystem::exists(folder_.file("master.key")));
}

TEST_F(AdminTest, another_master_key_opens_nothing_and_says_so) {
    ASSERT_EQ(add_provider().code, ExitCode::ok);
    const auto opened = open_directory(rows(), crypto::MasterKey::for_tests());
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().find("does not open with master key"), std::string::npos);
}

TEST_F(AdminTest, duplicates_are_refused) {
    ASSERT_EQ(add_casino("7001").code, ExitCode::ok);
    const Said casino = add_casino("7001");
    EXPECT_EQ(casino.code, ExitCode::failed);
    EXPECT_EQ(casino.err, "croupier admin: casino 7001 exists already\n");
    ASSERT_EQ(add_provider().code, ExitCode::ok);
    EXPECT_EQ(add_provider().err, "croupier admin: provider " + guid + " exists already\n");
}

TEST_F(AdminTest, unknown_records_are_named) {
    EXPECT_EQ(admin({"casino", "show", "--id", "9"}).err, "croupier admin: there is no casino 9\n");
    EXPECT_EQ(
        admin({"provider", "set", "--id", guid, "--hold", "5s"}).err,
        "croupier admin: there is no provider " + guid + "\n");
    EXPECT_EQ(
        admin({"game", "sync", "--provider", guid}).err,
        "croupier admin: there is no provider " + guid + "\n");
    EXPECT_EQ(admin({"game", "enable", "--id", "3"}).code, ExitCode::failed);
}

TEST_F(AdminTest, wrong_values_are_refused_and_nothing_is_stored) {
    const std::vector<std::vector<std::string>> wrong = {
        {"--booking", "later"},      {"--signing", "HS256"},      {"--bet-timeout", "5"},
        {"--currencies", "EUR,XXQ"}, {"--api-url", "127.0.0.1"},  {"--secret", "short"},
        {"--repeat-most", "10ms"},   {"--extra-codes", "900555"}, {"--name", ""}};
    for (const auto& options : wrong) {
        const Said said = add_casino("7001", options);
        EXPECT_EQ(said.code, ExitCode::usage) << options[0] << said.out;
        EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
    }
    EXPECT_EQ(add_casino("0").code, ExitCode::usage);
    EXPECT_EQ(admin({"provider", "show", "--id", "nonsense"}).code, ExitCode::usage);
    EXPECT_TRUE(rows().casinos.empty());
}

TEST_F(AdminTest, set_changes_what_is_given_and_leaves_the_rest) {
    ASSERT_EQ(add_casino("7001", {"--sends-tax"}).code, ExitCode::ok);
    const base::Json after = json(
        {"casino", "set", "--id", "7001", "--bet-timeout", "2s", "--no-sends-tax", "--extra-codes",
         "900555=limit_reached"});
    EXPECT_EQ(after.find("betTimeout")->as_string(), "2s");
    EXPECT_EQ(after.find("name")->as_string(), "Aurora");
    EXPECT_FALSE(after.find("sendsTax")->as_boolean());
    const auto terms = rows().casinos.at(0).terms;
    EXPECT_EQ(terms.policy.bet_timeout, base::Duration(2000));
    EXPECT_EQ(terms.policy.win_timeout, base::Duration(10'000));
    EXPECT_EQ(terms.extra_codes.at(900555), domain::ErrorCode::limit_reached);
}

TEST_F(AdminTest, values_that_contradict_themselves_are_refused_in_a_sentence) {
    ASSERT_EQ(add_casino("7001").code, ExitCode::ok);
    ASSERT_EQ(add_provider().code, ExitCode::ok);
    const std::vector<std::vector<std::string>> wrong = {
        {"casino", "set", "--id", "7001", "--currencies", "EUR,EUR"},
        {"casino", "set", "--id", "7001", "--extra-codes", "900103=limit_reached"},
        {"casino", "set", "--id", "7001", "--extra-codes", "200=limit_reached"},
        {"casino", "set", "--id", "7001", "--sends-tax", "--no-sends-tax"},
        {"provider", "set", "--id", guid, "--zero-stakes", "--no-zero-stakes"}};
    for (const auto& arguments : wrong) {
        const Said said = admin(arguments);
        EXPECT_EQ(said.code, ExitCode::usage) << arguments[4] << said.out;
        EXPECT_NE(said.err.find(arguments[4]), std::string::npos) << said.err;
        EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
    }
    EXPECT_EQ(rows().casinos.at(0).terms.currencies.size(), 2U);
}

// Takes nothing, like a full disk.
class FullOutput : public std::streambuf {};

TEST_F(AdminTest, a_secret_that_could_not_be_shown_is_no_success) {
    ASSERT_EQ(add_casino("7001").code, ExitCode::ok);
    const std::string before = rows().casinos.at(0).secret_sha256;
    FullOutput full;
    std::ostream out(&full);
    std::ostringstream err;
    const ExitCode code =
        run_command({"admin", "--config", config_, "casino", "secret", "--id", "7001"}, {out, err});
    EXPECT_EQ(code, ExitCode::failed);
    EXPECT_NE(rows().casinos.at(0).secret_sha256, before);
    EXPECT_NE(err.str().find("in force and could not be shown"), std::string::npos) << err.str();
}

TEST_F(AdminTest, a_provider_is_set_shown_and_listed) {
    ASSERT_EQ(
        add_provider({"--hold", "5s", "--payout-key", "round_amount", "--refund-after-payout",
                      "--zero-stakes", "--launch-fields", "maxWin,viewType", "--max-win",
                      "10000 EUR"})
            .code,
        ExitCode::ok);
    const auto terms = rows().providers.at(0).terms;
    EXPECT_EQ(terms.hold, base::Duration(5000));
    EXPECT_EQ(terms.payout_key, domain::PayoutKeyRule::round_amount);
    EXPECT_TRUE(terms.refund_after_payout);
    EXPECT_TRUE(terms.zero_stakes);
    EXPECT_EQ(terms.launch_fields.size(), 2U);
    const base::Json shown = json({"provider", "show", "--id", guid});
    EXPECT_EQ(shown.find("maxWin")->as_string(), "10000 EUR");
    ASSERT_EQ(json({"provider", "list"}).elements().size(), 1U);
    const Said table = admin({"provider", "list"});
    EXPECT_TRUE(table.out.starts_with("id  ")) << table.out;
    EXPECT_NE(table.out.find("Dice & Co"), std::string::npos);
}

TEST_F(AdminTest, switching_off_and_on_is_seen) {
    ASSERT_EQ(add_casino("7001").code, ExitCode::ok);
    EXPECT_FALSE(json({"casino", "disable", "--id", "7001"}).find("enabled")->as_boolean());
    EXPECT_FALSE(rows().casinos.at(0).terms.enabled);
    EXPECT_TRUE(json({"casino", "enable", "--id", "7001"}).find("enabled")->as_boolean());
}

TEST_F(AdminTest, a_gateway_authorization_is_one_header_value) {
    const std::string longer = "Bearer " + std::string(1000, 'a');
    EXPECT_EQ(add_casino("7001", {"--gateway-authorization", longer}).code, ExitCode::ok);
    for (const std::string& bad :
         {longer + "\r\nX-Other: b", longer + "\n", longer + "\xC3\xBC", longer + " ",
          "Bearer " + std::string(4096, 'a')}) {
        EXPECT_NE(add_casino("7002", {"--gateway-authorization", bad}).code, ExitCode::ok) << bad;
    }
}

TEST_F(AdminTest, a_gateway_authorization_is_never_shown) {
    ASSERT_EQ(
        add_casino("7001", {"--gateway-authorization", "Basic Zm9vOmJhcg=="}).code, ExitCode::ok);
    EXPECT_EQ(rows().casinos.at(0).terms.gateway_authorization, "Basic Zm9vOmJhcg==");
    const base::Json shown = json({"casino", "show", "--id", "7001"});
    EXPECT_TRUE(shown.find("gatewayAuthorization")->as_boolean());
}

TEST_F(FreshAdminTest, the_first_command_makes_one_active_and_one_next_key) {
    ASSERT_EQ(json({"key", "list"}).elements().size(), 2U);
    EXPECT_EQ(kids("active", "RS256").size(), 1U);
    EXPECT_EQ(kids("next", "RS256").size(), 1U);
    ASSERT_EQ(json({"key", "list"}).elements().size(), 2U);
}

TEST_F(AdminTest, a_casino_with_another_algorithm_brings_its_keys) {
    ASSERT_EQ(add_casino("7001", {"--signing", "EdDSA"}).code, ExitCode::ok);
    EXPECT_EQ(kids("active", "EdDSA").size(), 1U);
    EXPECT_EQ(kids("next", "EdDSA").size(), 1U);
    EXPECT_TRUE(kids("active", "ES256").empty());
}

TEST_F(AdminTest, a_young_next_key_is_rotated_only_on_demand) {
    ASSERT_EQ(admin({"key", "list"}).code, ExitCode::ok);
    const Said young = admin({"key", "rotate"});
    EXPECT_EQ(young.code, ExitCode::failed);
    EXPECT_NE(young.err.find("--now"), std::string::npos) << young.err;

    const std::string former = kids("active", "RS256").at(0);
    const std::string next = kids("next", "RS256").at(0);
    const base::Json rotated = json({"key", "rotate", "--now"});
    EXPECT_EQ(rotated.find("active")->as_string(), next);
    EXPECT_EQ(rotated.find("retired")->as_string(), former);
    EXPECT_EQ(kids("active", "RS256"), std::vector{next});
    EXPECT_EQ(kids("retired", "RS256"), std::vector{former});
    EXPECT_EQ(kids("next", "RS256"), std::vector{rotated.find("next")->as_string()});
}

TEST_F(AdminTest, an_algorithm_that_nobody_uses_is_not_rotated) {
    const Said said = admin({"key", "rotate", "--signing", "ES256", "--now"});
    EXPECT_EQ(said.code, ExitCode::failed);
    EXPECT_EQ(said.err, "croupier admin: no casino uses ES256\n");
}

TEST_F(FreshAdminTest, a_store_that_cannot_be_opened_has_its_own_exit_code) {
    std::ofstream(config_) << "[store]\nurl = \"sqlite:no/such/folder/hub.sqlite\"\n";
    const Said said = admin({"casino", "list"});
    EXPECT_EQ(said.code, ExitCode::store);
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
}

TEST_F(AdminTest, an_unknown_record_kind_gets_a_suggestion) {
    EXPECT_EQ(
        admin({"casnio", "list"}).err,
        "croupier: unknown command casnio (did you mean casino?); see croupier admin --help\n");
}

// With bets: tests/js, beside a hub.
TEST_F(AdminTest, without_bets_none_needs_a_person_and_none_takes_an_order) {
    EXPECT_EQ(admin({"bet", "list"}).out, "No bet needs a person.\n");
    EXPECT_EQ(json({"bet", "list"}).elements().size(), 0U);
    for (const auto& order :
         {std::vector<std::string>{"bet", "show", "--id", "5"},
          {"bet", "resume", "--id", "5"},
          {"bet", "booked", "--bet", "5", "--reason", "seen"},
          {"bet", "send-again", "--id", "5", "--reason", "sure"},
          {"bet", "send-without-reopening", "--id", "5", "--reason", "stays closed"},
          {"bet", "take-back", "--id", "5", "--transaction", guid, "--reason", "typo"},
          {"bet", "resume", "--id", "5", "--dry-run"},
          {"bet", "write-off", "--id", "5", "--transaction", guid, "--reason", "paid by hand"}}) {
        const Said said = admin(order);
        EXPECT_EQ(said.code, ExitCode::failed);
        EXPECT_NE(said.err.find("there is no bet 5"), std::string::npos) << said.err;
    }
}

TEST_F(AdminTest, a_write_off_names_its_transaction_and_its_reason) {
    const std::vector<std::vector<std::string>> wrong = {
        {"--transaction", guid},
        {"--transaction", guid, "--reason", "  "},
        {"--reason", "paid"},
        {"--transaction", "7", "--reason", "paid"}};
    for (const auto& options : wrong) {
        std::vector<std::string> order = {"bet", "write-off", "--id", "5"};
        order.insert(order.end(), options.begin(), options.end());
        EXPECT_EQ(admin(order).code, ExitCode::usage);
    }
}

TEST_F(AdminTest, an_order_that_moves_money_says_why) {
    for (const std::string verb : {"booked", "send-again", "send-without-reopening"}) {
        EXPECT_EQ(admin({"bet", verb, "--id", "5"}).code, ExitCode::usage);
        EXPECT_EQ(admin({"bet", verb, "--id", "5", "--reason", " "}).code, ExitCode::usage);
    }
    EXPECT_EQ(admin({"bet", "take-back", "--id", "5", "--reason", "typo"}).code, ExitCode::usage);
    EXPECT_EQ(
        admin({"bet", "booked", "--id", "5", "--transaction", "x", "--reason", "seen"}).code,
        ExitCode::usage);
}

}  // namespace
}  // namespace croupier::app
