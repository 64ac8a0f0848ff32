// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/json.h"

namespace croupier::base {
namespace {

class Log : public testing::Test {
protected:
    void TearDown() override { start_logging(LogFormat::text, LogLevel::info); }

    template <class Action>
    static std::string captured(Action action) {
        testing::internal::CaptureStderr();
        action();
        return testing::internal::GetCapturedStderr();
    }
};

TEST_F(Log, JsonLineHasTimeLevelEventAndFields) {
    start_logging(LogFormat::json, LogLevel::debug);
    const std::string out = captured([] {
        log_warning(
            "bet in doubt", {{"bet", std::int64_t{42}}, {"casino", "alpha"}, {"paid", false}});
    });
    ASSERT_EQ(out.back(), '\n');
    const auto line = parse_json(std::string_view(out).substr(0, out.size() - 1));
    ASSERT_TRUE(line.ok()) << out;
    EXPECT_TRUE(parse_rfc3339(line.value().find("time")->as_string())) << out;
    EXPECT_EQ(line.value().find("level")->as_string(), "warning");
    EXPECT_EQ(line.value().find("event")->as_string(), "bet in doubt");
    EXPECT_EQ(line.value().find("bet")->number_text(), "42");
    EXPECT_EQ(line.value().find("casino")->as_string(), "alpha");
    EXPECT_FALSE(line.value().find("paid")->as_boolean());
}

TEST_F(Log, NothingLoggedCanForgeALineOrBreakOne) {
    const std::string hostile("x\"}\n{\"level\":\"error\"}\r\x1b[31m\0\xff", 29);
    start_logging(LogFormat::json, LogLevel::debug);
    const std::string json = captured([&] { log_info(hostile, {{"field", hostile}}); });
    EXPECT_EQ(std::count(json.begin(), json.end(), '\n'), 1) << json;
    EXPECT_EQ(json.find('\x1b'), std::string::npos) << json;
    EXPECT_TRUE(parse_json(std::string_view(json).substr(0, json.size() - 1)).ok()) << json;

    start_logging(LogFormat::text, LogLevel::debug);
    const std::string text = captured([&] { log_info(hostile, {{"field", hostile}}); });
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
}

TEST_F(Log, TextLineReadsAsWords) {
    start_logging(LogFormat::text, LogLevel::info);
    const std::string out = captured([] {
        log_error("store down", {{"tries", 3}, {"why", "no route"}, {"x", ""}});
    });
    EXPECT_NE(
        out.find("error   \"store down\" tries=3 why=\"no route\" x=\"\"\n"), std::string::npos)
        << out;
}

TEST_F(Log, BelowTheLeastLevelIsSilent) {
    start_logging(LogFormat::text, LogLevel::warning);
    EXPECT_EQ(
        captured([] {
            log_debug("a");
            log_info("b");
        }),
        "");
    EXPECT_NE(captured([] { log_warning("c"); }), "");
}

TEST_F(Log, FormatBracesAreText) {
    start_logging(LogFormat::text, LogLevel::info);
    EXPECT_NE(captured([] { log_info("{}{0}%v"); }).find("{}{0}%v"), std::string::npos);
}

}  // namespace
}  // namespace croupier::base
